import { describe, expect, test } from 'vitest'
import { relu, sigmoid } from './activation.ts'
import { adam } from './adaptive-descent.ts'
import { add, multiply, subtract } from './arithmetic.ts'
import { batchNormalization } from './batch-normalization.ts'
import { greater } from './comparison.ts'
import { assign, item, tensor, zeros } from './creation.ts'
import type { Samples } from './dataset.ts'
import { dropout } from './dropout.ts'
import { valueAndGrad } from './gradient.ts'
import { momentum, sgd } from './gradient-descent.ts'
import { constant } from './initializer.ts'
import { gradientNorms } from './inspection.ts'
import { dense, type Model, sequential } from './layer.ts'
import { cast, take, transpose } from './layout.ts'
import { softmaxCrossEntropy, squaredError } from './loss.ts'
import { matmul } from './matmul.ts'
import { memorySize } from './memory.ts'
import { accuracy } from './metric.ts'
import { l2Penalty } from './penalty.ts'
import { normal, seeded, uniform } from './random.ts'
import { sum } from './reduction.ts'
import { scope, type Tensor, view } from './tensor.ts'
import { DivergenceError, earlyStopping, train } from './train.ts'
import { leaves, type Tree } from './tree.ts'

const dtype = 'float64'
const optimizer = sgd({ learningRate: 0.5 })

// y = w x, to be made 2 x.
const line: Model<{ readonly w: Tensor }> = {
  name: 'line',
  init: () => ({ w: zeros([1, 1], { dtype }) }),
  apply: ({ w }, x) => matmul(x, w),
}
const samples: Samples = {
  inputs: tensor([[1], [2]], { dtype }),
  targets: tensor([[2], [4]], { dtype }),
}

test('full batch: loss and parameters by hand', () => {
  // L = ½ · ½ ((w − 2)² + (2w − 4)²) = 5/4 (w − 2)², dL/dw = 5/2 (w − 2): the error −2 shrinks by 1 − 5/4 each step.
  const steps = train({
    model: line,
    parameters: line.init(seeded(0)),
    loss: squaredError,
    optimizer,
    data: samples,
    steps: 3,
  })
  const seen = [...steps].map(({ step, loss }) => [step, loss])
  expect(seen).toEqual([
    [1, 5],
    [2, 0.3125],
    [3, 0.01953125],
  ])
})

test('yields every so many steps and returns at the end', () => {
  const run = train({
    model: line,
    loss: squaredError,
    optimizer,
    data: samples,
    steps: 10,
    every: 4,
    random: seeded(0),
  })
  expect(run.next().value).toMatchObject({ step: 4 })
  expect(run.next().value).toMatchObject({ step: 8 })
  expect(run.next()).toEqual({ done: true, value: {} })
})

describe('batches', () => {
  const data: Samples = {
    inputs: tensor(Uint8Array.of(0, 51, 102, 153, 204), { shape: [5, 1] }),
    targets: tensor([[0], [1], [2], [3], [4]], { dtype }),
    divisor: 255,
  }
  const model = line
  const seen = (sampling: 'replacement' | 'epochs') =>
    [...train({ model, loss: squaredError, optimizer, data, steps: 6, batchSize: 2, sampling, random: seeded(1) })]
      .length

  test('bytes become floats, divided', () => {
    const steps = train({ model, loss: squaredError, optimizer, data, steps: 3, batchSize: 4, random: seeded(1) })
    for (const { batch } of steps) {
      expect(batch.inputs).toMatchObject({ dtype, shape: [4, 1] })
      expect([...batch.inputs.data].map(x => Math.round(x * 5))).toEqual([...batch.targets.data])
    }
    expect(seen('replacement')).toBe(6)
  })

  test('an epoch goes through all rows once', () => {
    const epochs: number[][] = [[], []]
    const options = { batchSize: 2, sampling: 'epochs', random: seeded(1) } as const
    for (const { step, batch } of train({ model, loss: squaredError, optimizer, data, steps: 6, ...options }))
      epochs[step <= 3 ? 0 : 1]!.push(...batch.targets.data)
    expect(epochs[0]).not.toEqual(epochs[1])
    for (const epoch of epochs) expect(epoch.sort()).toEqual([0, 1, 2, 3, 4])
  })
})

describe('divergence', () => {
  const data: Samples = { inputs: tensor([[1e30]]), targets: tensor([[0]]) }
  const initializer = constant(1e5)
  const model = sequential([dense(1, 1, { initializer: constant(1) }), relu, dense(1, 1, { initializer })])
  const setting = { model, loss: squaredError, optimizer, data, steps: 5 }

  test('is an error that names step and layer', () => {
    const wide = { ...data, inputs: tensor([[1e38]]) }
    const run = () => [...train({ ...setting, data: wide, random: seeded(0) })]
    expect(run).toThrow(DivergenceError)
    expect(run).toThrow('invalid loss; not finite at step 1, first in layers[2], dense(1, 1): Infinity')
  })

  test('or ends the training, with the parameters left as they were', () => {
    const run = train({ ...setting, random: seeded(0), onDivergence: 'stop', every: 100 })
    const { value } = run.next()
    expect(value).toMatchObject({ step: 1, loss: Infinity })
    expect(run.next()).toEqual({ done: true, value: { diverged: 1 } })
  })
})

test('misuse says what it was given', () => {
  const setting = { model: line, loss: squaredError, optimizer, data: samples, steps: 1 }
  expect(() => train(setting).next()).toThrow('missing random')
  expect(() => train({ ...setting, batchSize: 3, random: seeded(0) }).next()).toThrow(
    'invalid batchSize of train; not an integer from 1 to the 2 rows of the data: 3',
  )
  const data = { ...samples, targets: zeros([3, 1]) }
  expect(() => train({ ...setting, data, random: seeded(0) }).next()).toThrow(
    'invalid data of train; 2 inputs, but targets: 3',
  )
})

test('a classifier learns which of two numbers is larger, in memory that stays flat', () => {
  const inputs = uniform(seeded(1), [500, 2])
  const labels = Uint8Array.from({ length: 500 }, (_, i) => (inputs.data[2 * i]! > inputs.data[2 * i + 1]! ? 0 : 1))
  const data: Samples = { inputs, targets: tensor(labels) }
  const model = sequential([dense(2, 8), relu, dense(8, 2)])
  const random = seeded(2)
  const parameters = model.init(random)
  const before = accuracy(model, parameters, data)
  const steps = train({
    model,
    parameters,
    loss: softmaxCrossEntropy,
    optimizer,
    data,
    batchSize: 20,
    steps: 3000,
    random,
  })
  const sizes = new Set<number>()
  for (const { step, batch } of steps) {
    accuracy(model, parameters, batch)
    if (step % 500 === 0) sizes.add(memorySize())
  }
  expect(sizes.size).toBe(1)
  expect(before).toBeLessThan(0.8)
  expect(accuracy(model, parameters, data)).toBeGreaterThan(0.97)
})

// Gradient descent as the course writes it: one sample a step, no train(), no grad().
test('backpropagation by hand learns 3 x₀ + 2 x₁ and agrees with grad', () => {
  const random = seeded(0)
  const X = uniform(random, [1000, 2], { dtype })
  const target = tensor([[3], [2]], { dtype })
  const [W1, b1] = [normal(random, [2, 10], { dtype }), zeros([10], { dtype })]
  const [W2, b2] = [normal(random, [10, 1], { dtype }), zeros([1], { dtype })]
  const learningRate = 0.07

  const net = ([W1, b1, W2, b2]: readonly [Tensor, Tensor, Tensor, Tensor], x: Tensor) =>
    add(matmul(relu(add(matmul(x, W1), b1)), W2), b2)
  const losses: number[] = []
  for (let i = 0; i < 1000; i++)
    scope(() => {
      const x = take(X, [i])
      const d = matmul(x, target)

      const u1 = add(matmul(x, W1), b1)
      const z1 = relu(u1)
      const y = add(matmul(z1, W2), b2)
      losses.push(item(squaredError(y, d)))

      const delta2 = subtract(y, d)
      const delta1 = multiply(matmul(delta2, transpose(W2)), cast(greater(u1, 0), dtype))
      const gradients = [matmul(transpose(x), delta1), sum(delta1, 0), matmul(transpose(z1), delta2), sum(delta2, 0)]

      if (i === 500) {
        const { gradient } = valueAndGrad((p: Parameters<typeof net>[0]) => squaredError(net(p, x), d))([
          W1,
          b1,
          W2,
          b2,
        ])
        for (const [k, g] of gradients.entries())
          for (const [j, value] of g.data.entries()) expect(value).toBeCloseTo(gradient[k]!.data[j]!, 12)
      }
      for (const [k, parameter] of [W1, b1, W2, b2].entries())
        assign(parameter, subtract(parameter, multiply(learningRate, gradients[k]!)))
    })
  const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length
  expect(mean(losses.slice(0, 10))).toBeGreaterThan(0.5)
  expect(mean(losses.slice(-100))).toBeLessThan(0.01)
})

describe('what training yields and holds', () => {
  const data: Samples = {
    inputs: normal(seeded(1), [40, 3], { dtype }),
    targets: tensor(Uint8Array.from({ length: 40 }, (_, i) => i % 3)),
  }
  const model = sequential([dense(3, 4), batchNormalization(4), sigmoid, dropout(0.2), dense(4, 3)])
  const setting = () => ({
    model,
    loss: softmaxCrossEntropy,
    optimizer: adam({ learningRate: 0.01 }),
    data,
    batchSize: 10,
    steps: 20,
    random: seeded(0),
  })
  const steps = (options: object) => [...train({ ...setting(), ...options })]

  test('records at one interval, evaluations at another', () => {
    const seen = [...train({ ...setting(), every: 4, evaluateEvery: 10, evaluate: (_, step) => -step })]
    expect(seen.map(({ step, evaluation }) => [step, evaluation])).toEqual([
      [4, undefined],
      [8, undefined],
      [10, -10],
      [12, undefined],
      [16, undefined],
      [20, -20],
    ])
  })

  test('evaluation at its interval does not change the training', () => {
    const losses = (options: object) => steps(options).map(({ loss }) => loss)
    const evaluate = (p: never) => accuracy(model, p, data)
    expect(losses({ evaluate, every: 1, evaluateEvery: 3 })).toEqual(losses({}))
  })

  test('stops early once nothing improves', () => {
    const values = [5, 4, 4.5, 3, 3, 3.5, 2]
    const run = train({
      ...setting(),
      evaluate: (_, step) => ({ error: values[step - 1]! }),
      stop: earlyStopping({ patience: 2, measure: ({ error }: { error: number }) => error }),
    })
    let last = run.next()
    let count = 0
    for (; !last.done; last = run.next()) count++
    expect([count, last.value]).toEqual([6, { stopped: 6 }])
  })

  test('gradient norms by layer are those of the gradient', () => {
    const parameters = model.init(seeded(5), { dtype })
    for (const { gradient } of train({ ...setting(), parameters, batchSize: 40, steps: 1 })) {
      const norms = gradientNorms(model, gradient)
      expect(norms.map(({ layer, name }) => [layer, name])).toEqual([
        [0, 'dense(3, 4)'],
        [1, 'batchNormalization(4)'],
        [4, 'dense(4, 3)'],
      ])
      const values = leaves((gradient as Tree[])[4]!).flatMap(g => [...g.data])
      expect(norms[2]!.norm).toBeCloseTo(Math.hypot(...values), 12)
    }
  })

  test('a penalty joins the loss', () => {
    // L = 5/4 (w − 2)² + ½ · 4 w²: at w = 1 it is 5/4 + 2, its gradient 5/2 (w − 2) + 4 w = 3/2.
    const parameters: { readonly w: Tensor } = { w: tensor([[1]], { dtype }) }
    const penalty = (p: Tree) => l2Penalty(p, { strength: 4 })
    const run = { model: line, parameters, penalty, loss: squaredError, optimizer, data: samples, steps: 1 }
    expect([...train(run)][0]).toMatchObject({ loss: 3.25 })
    expect(item(parameters.w)).toBe(1 - 0.5 * 1.5)
  })

  test('augmentation changes what the model sees, not the data', () => {
    const before = [...data.inputs.data]
    const augment = (x: Tensor) => multiply(x, 0)
    for (const { batch } of train({ ...setting(), augment })) expect(view(batch.inputs).every(x => x === 0)).toBe(true)
    expect([...data.inputs.data]).toEqual(before)
  })

  test('a model may be a plain function', () => {
    const model = ({ w }: { readonly w: Tensor }, x: Tensor) => matmul(x, w)
    const parameters = { w: zeros([1, 1], { dtype }) }
    const losses = [...train({ model, parameters, loss: squaredError, optimizer, data: samples, steps: 2 })]
    expect(losses.map(({ loss }) => loss)).toEqual([5, 0.3125])
    expect(() =>
      train({ model, loss: squaredError, optimizer, data: samples, steps: 2, random: seeded(0) }).next(),
    ).toThrow('missing parameters: the model is a function, which does not make them: model')
  })

  // How much a training needs anew: 0 if all that an earlier one held was given back.
  const growth = (run: () => void) => {
    run()
    const before = memorySize()
    for (let i = 0; i < 5; i++) run()
    return memorySize() - before
  }

  test.each([
    ['to its end', {}],
    ['with a full batch', { batchSize: undefined }],
    ['in epochs', { sampling: 'epochs' as const }],
    ['augmented', { augment: (x: Tensor) => multiply(x, 1) }],
  ])('gives back what it held, %s or left early', (_, options) => {
    const parameters = model.init(seeded(0))
    const run = (leaveAt: number) => () => {
      const { batchSize, ...rest } = { ...setting(), ...options }
      for (const { step } of train({ ...rest, ...(batchSize && { batchSize }), parameters }))
        if (step === leaveAt) break
    }
    expect(growth(run(100))).toBe(0)
    expect(growth(run(3))).toBe(0)
  })

  test('needs no more memory after 100,000 steps', () => {
    const sizes = new Set<number>()
    const optimizer = momentum({ learningRate: 0.01 })
    const options = { batchSize: 1, sampling: 'epochs', steps: 100_000, every: 20_000, random: seeded(0) } as const
    for (const _ of train({ model: line, loss: squaredError, optimizer, data: samples, ...options }))
      sizes.add(memorySize())
    expect(sizes.size).toBe(1)
  }, 120_000)

  test('misuse of intervals', () => {
    expect(() => steps({ every: 0 })).toThrow('invalid every of train; not an integer from 1: 0')
    expect(() => steps({ evaluateEvery: 1.5 })).toThrow('invalid evaluateEvery of train; not an integer from 1: 1.5')
    expect(() => steps({ steps: Number.NaN })).toThrow('invalid steps of train; not an integer from 0: NaN')
    expect(() => steps({ model: sequential([sigmoid]) })).toThrow(
      'invalid model of train; it has no parameters to train: sequential(sigmoid)',
    )
  })
})
