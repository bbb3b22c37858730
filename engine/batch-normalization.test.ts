import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { relu } from './activation.ts'
import { multiply } from './arithmetic.ts'
import { batchNormalization } from './batch-normalization.ts'
import { tensor, zeros } from './creation.ts'
import { dropout } from './dropout.ts'
import { valueAndGrad } from './gradient.ts'
import { sgd } from './gradient-descent.ts'
import { dense, frozen, sequential, trainable } from './layer.ts'
import { softmaxCrossEntropy, squaredError } from './loss.ts'
import { accuracy } from './metric.ts'
import { normal, seeded, uniform } from './random.ts'
import { sum } from './reduction.ts'
import { type Float, scope, type Tensor } from './tensor.ts'
import { train } from './train.ts'
import { leaves } from './tree.ts'

const dtype = 'float64'
const course = { momentum: 0.9, epsilon: 10e-7, unbiased: false, initialVariance: 0 }
const values = (x: Tensor) => [...x.data]

// y, dx, dγ and dβ, each operation rounded once.
function normalizedByLoops(x: Tensor, dy: Tensor, gamma: number[], beta: number[]): number[][] {
  const round = x.dtype === 'float32' ? Math.fround : (value: number) => value
  const [n = 0, channels = 0] = x.shape
  const [X, G] = [values(x), values(dy)]
  const [y, dx]: [number[], number[]] = [[], []]
  const [dgamma, dbeta]: [number[], number[]] = [[], []]
  const total = (terms: number[]) => terms.reduce((sum, term) => round(sum + term), 0)
  for (let c = 0; c < channels; c++) {
    const rows = Array.from({ length: n }, (_, o) => o * channels + c)
    const mean = round(total(rows.map(i => X[i]!)) / n)
    const variance = round(total(rows.map(i => round(round(X[i]! - mean) * round(X[i]! - mean)))) / n)
    const inverse = round(1 / round(Math.sqrt(round(variance + round(1e-5)))))
    const normal = (i: number) => round(round(X[i]! - mean) * inverse)
    dgamma[c] = total(rows.map(i => round(G[i]! * normal(i))))
    dbeta[c] = total(rows.map(i => G[i]!))
    const factor = round(gamma[c]! * inverse)
    for (const i of rows) {
      y[i] = round(round(gamma[c]! * normal(i)) + beta[c]!)
      const direct = round(G[i]! - round(dbeta[c]! / n))
      dx[i] = round(factor * round(direct - round(normal(i) * round(dgamma[c]! / n))))
    }
  }
  return [y, dx, dgamma, dbeta]
}

describe('batch normalization', () => {
  const x = tensor([[1], [2], [6]], { dtype })

  test('by hand: mean 3, variance 14/3, running statistics', () => {
    const layer = batchNormalization(1, { ...course, epsilon: 0 })
    const parameters = layer.init(seeded(0), { dtype })
    const y = layer.apply(parameters, x, { training: true })
    const deviation = Math.sqrt(14 / 3)
    expect(values(y).map(value => value * deviation)).toEqual([-2, -1, 3].map(value => expect.closeTo(value, 12)))
    expect(parameters.mean.data[0]).toBeCloseTo(0.1 * 3, 12)
    expect(parameters.variance.data[0]).toBeCloseTo((0.1 * 14) / 3, 12)
    // By default, as in the paper, the running variance is the unbiased one, from 1 on.
    const usual = batchNormalization(1)
    const { variance, ...rest } = usual.init(seeded(0), { dtype })
    usual.apply({ variance, ...rest }, x, { training: true })
    expect(variance.data[0]).toBeCloseTo(0.9 + 0.1 * 7, 12)
  })

  test('evaluation uses the running statistics and leaves them', () => {
    const layer = batchNormalization(1, { epsilon: 0 })
    const one = (value: number) => tensor([value], { dtype })
    const parameters = { gamma: one(3), beta: one(0.5), mean: one(2), variance: one(4) }
    expect(values(layer.apply(parameters, x))).toEqual([-1, 0.5, 6.5])
    expect(leaves(parameters).map(p => p.data[0])).toEqual([3, 0.5, 2, 4])
  })

  test('is bit for bit what plain loops make of it, however many channels a vector is left with', () => {
    const shape = [fc.integer({ min: 2, max: 9 }), fc.integer({ min: 1, max: 40 })] as const
    fc.assert(
      fc.property(...shape, fc.constantFrom<Float>('float32', 'float64'), (n, channels, dtype) =>
        scope(() => {
          const random = seeded(n)
          const [x, dy] = [normal(random, [n, channels], { dtype }), normal(random, [n, channels], { dtype })]
          const [gamma, beta] = [normal(random, [channels], { dtype }), normal(random, [channels], { dtype })]
          const layer = batchNormalization(channels)
          const own = layer.init(random, { dtype })
          const f = (p: { x: Tensor; gamma: Tensor; beta: Tensor }) => {
            const y = layer.apply({ ...own, gamma: p.gamma, beta: p.beta } as typeof own, p.x, { training: true })
            return [sum(multiply(y, dy)), y] as const
          }
          const { gradient, auxiliary } = valueAndGrad(f)({ x, gamma, beta })
          const found = [auxiliary, gradient.x, gradient.gamma, gradient.beta].map(values)
          expect(found).toEqual(normalizedByLoops(x, dy, values(gamma), values(beta)))
        }),
      ),
      { numRuns: 100 },
    )
  })

  test('training needs two values a channel and the dtype of the parameters', () => {
    const layer = batchNormalization(2)
    const parameters = layer.init(seeded(0))
    const training = true
    expect(() => layer.apply(parameters, zeros([1, 2]), { training })).toThrow(
      'batchNormalization(2) cannot train with one value a channel: (1, 2)',
    )
    expect(() => layer.apply(parameters, zeros([3, 2], { dtype }))).toThrow(
      'invalid dtypes; cast one to the other: batchNormalization(2) has float32, its input float64',
    )
    expect(() => batchNormalization(2, { momentum: 9 })).toThrow(
      'invalid momentum of batchNormalization; not in [0, 1]: 9',
    )
  })
})

describe('dropout', () => {
  const x = uniform(seeded(1), [200, 100], { low: 1, high: 2 })
  const mean = (x: Tensor) => values(x).reduce((sum, value) => sum + value, 0) / 20_000

  test.each(['training', 'evaluation'] as const)('keeps the mean, scaled in %s', scaling => {
    const layer = dropout(0.3, { scaling })
    const trained = layer.apply([], x, { training: true, random: seeded(2) })
    const dropped = values(trained).filter(value => value === 0).length / 20_000
    // The deviation of the share is √(.3 · .7 / 20000) = .0033.
    expect(dropped).toBeCloseTo(0.3, 1.7)
    expect(mean(trained) / mean(layer.apply([], x))).toBeCloseTo(1, 1.5)
    expect(mean(layer.apply([], x)) / mean(x)).toBeCloseTo(scaling === 'training' ? 1 : 0.7, 6)
  })

  test('the seed decides what is left out', () => {
    const drop = (seed: number) => values(dropout(0.5).apply([], x, { training: true, random: seeded(seed) }))
    expect(drop(1)).toEqual(drop(1))
    expect(drop(1)).not.toEqual(drop(2))
  })

  test('misuse', () => {
    expect(() => dropout(1)).toThrow('invalid rate of dropout; not in [0, 1): 1')
    expect(() => dropout(0.5).apply([], x, { training: true })).toThrow('missing random: dropout(0.5) draws from it')
  })
})

describe('what is trained', () => {
  const layers = [dense(2, 3), batchNormalization(3, course), relu, frozen(dense(3, 2))] as const
  const model = sequential(layers)
  const data = {
    inputs: normal(seeded(1), [30, 2], { dtype }),
    targets: tensor(Uint8Array.from({ length: 30 }, (_, i) => i % 2)),
  }

  test('is all but running statistics and frozen layers, an entry a layer', () => {
    const parameters = model.init(seeded(0), { dtype })
    const [{ W, b }, { gamma, beta }] = parameters
    expect(trainable(model, parameters)).toEqual([{ W, b }, { gamma, beta }, [], []])
    expect(model.name).toBe('sequential(dense(2, 3), batchNormalization(3), relu, frozen(dense(3, 2)))')
  })

  test('by train: frozen layers stay, running statistics follow the data', () => {
    const parameters = model.init(seeded(0), { dtype })
    const before = parameters.map(tree => leaves(tree).map(values))
    const optimizer = sgd({ learningRate: 0.1 })
    for (const _ of train({ model, parameters, loss: softmaxCrossEntropy, optimizer, data, steps: 50 }));
    const after = parameters.map(tree => leaves(tree).map(values))
    expect(after[3]).toEqual(before[3])
    expect(after[0]).not.toEqual(before[0])
    for (const k of [0, 1, 2, 3]) expect(after[1]![k]).not.toEqual(before[1]![k])
    expect(accuracy(model, parameters, data)).toBeGreaterThan(0.4)
  })

  test('γ and β as published: frozen, while the running statistics are kept', () => {
    const published = sequential([dense(2, 3), frozen(batchNormalization(3, course)), relu, dense(3, 2)])
    const parameters = published.init(seeded(0), { dtype })
    const optimizer = sgd({ learningRate: 0.1 })
    for (const _ of train({ model: published, parameters, loss: softmaxCrossEntropy, optimizer, data, steps: 5 }));
    expect(values(parameters[1].gamma)).toEqual([1, 1, 1])
    expect(values(parameters[1].beta)).toEqual([0, 0, 0])
    expect(values(parameters[1].mean)).not.toContain(0)
  })

  test('in a loop of one’s own', () => {
    const model = frozen(dense(1, 1))
    const parameters = model.init(seeded(0), { dtype })
    const part = trainable(model, parameters)
    const x = tensor([[1]], { dtype })
    const { gradient } = valueAndGrad((_: typeof part) => squaredError(model.apply(parameters, x), x))(part)
    expect(gradient).toEqual([])
  })

  test('a layer that is none is refused', () => {
    expect(() => sequential([dense(1, 1), 'relu' as never])).toThrow(
      'unknown layer: layers[1] is neither a layer nor a function, but "relu"',
    )
  })
})
