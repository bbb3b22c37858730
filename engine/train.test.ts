import { describe, expect, test } from 'vitest'
import { relu } from './activation.ts'
import { add, multiply, subtract } from './arithmetic.ts'
import { greater } from './comparison.ts'
import { assign, item, tensor, zeros } from './creation.ts'
import type { Samples } from './dataset.ts'
import { valueAndGrad } from './gradient.ts'
import { constant } from './initializer.ts'
import { dense, type Model, sequential } from './layer.ts'
import { cast, take, transpose } from './layout.ts'
import { softmaxCrossEntropy, squaredError } from './loss.ts'
import { matmul } from './matmul.ts'
import { memorySize } from './memory.ts'
import { accuracy } from './metric.ts'
import { sgd } from './optimizer.ts'
import { normal, seeded, uniform } from './random.ts'
import { sum } from './reduction.ts'
import { scope, type Tensor } from './tensor.ts'
import { DivergenceError, train } from './train.ts'

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
    'invalid batchSize; not an integer from 1 to the 2 rows of the data: 3',
  )
  const data = { ...samples, targets: zeros([3, 1]) }
  expect(() => train({ ...setting, data, random: seeded(0) }).next()).toThrow('invalid data; 2 inputs, but targets: 3')
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
