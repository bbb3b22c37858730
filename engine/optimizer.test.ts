import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { adadelta, adaGrad, adam, adamW, rmsProp } from './adaptive-descent.ts'
import { add, multiply, subtract } from './arithmetic.ts'
import { clipByNorm, clipByValue, norm, weightDecay } from './clipping.ts'
import { ones, tensor, zeros } from './creation.ts'
import { momentum, nesterov, sgd } from './gradient-descent.ts'
import type { Optimizer } from './optimizer.ts'
import {
  cosineDecay,
  exponentialDecay,
  inverseTimeDecay,
  linearDecay,
  type Schedule,
  stepDecay,
  warmUp,
} from './schedule.ts'
import { type Float, scope, type Tensor } from './tensor.ts'
import { leaves } from './tree.ts'

interface Values {
  readonly shape: readonly number[]
  readonly values: readonly number[]
}
interface Fixture {
  readonly problem: { readonly start: Values[]; readonly steepness: Values[]; readonly center: Values[] }
  /** The first learning rates of each schedule. */
  readonly schedules: { readonly [name: string]: readonly number[] }
  /** All parameters after some steps, by optimizer, dtype and step. */
  readonly steps: { readonly [name: string]: { readonly [D in Float]: { readonly [step: string]: number[] } } }
}
const { problem, schedules, steps }: Fixture = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/torch_optimizers.json'), 'utf8'),
)

const optimizers: { readonly [name: string]: Optimizer } = {
  sgd: sgd({ learningRate: 0.05 }),
  'sgd, cosine': sgd({ learningRate: cosineDecay(0.05, { steps: 60, final: 0.001 }) }),
  'sgd, weight decay': weightDecay(sgd({ learningRate: 0.05 }), 0.1),
  'sgd, clipped by value': clipByValue(sgd({ learningRate: 0.05 }), 0.7),
  momentum: momentum({ learningRate: 0.01 }),
  nesterov: nesterov({ learningRate: 0.01, momentum: 0.8 }),
  adaGrad: adaGrad({ learningRate: 0.1 }),
  'adaGrad, h0 and no epsilon': adaGrad({ learningRate: 0.1, initial: 1e-4, epsilon: 0 }),
  rmsProp: rmsProp({ learningRate: 0.01 }),
  'rmsProp, course': rmsProp({ learningRate: 0.01, decay: 0.99, epsilon: 1e-7 }),
  adadelta: adadelta(),
  'adadelta, rho': adadelta({ learningRate: 0.5, decay: 0.95, epsilon: 1e-5 }),
  adam: adam({ learningRate: 0.01 }),
  'adam, betas': adam({ learningRate: 0.02, beta1: 0.8, beta2: 0.99, epsilon: 1e-6 }),
  'adam, no bias correction': adam({ learningRate: 0.01, biasCorrection: false, epsilon: 1e-7 }),
  adamW: adamW({ learningRate: 0.01 }),
  'adamW, decay': adamW({ learningRate: 0.01, weightDecay: 0.3 }),
}

const made = (values: readonly Values[], dtype: Float) =>
  values.map(({ values, shape }) => tensor(values, { dtype, shape }))

describe('50 steps are those of PyTorch', () => {
  test.each(Object.keys(steps))('%s', name => {
    for (const [dtype, tolerance] of [['float32', 1e-5] as const, ['float64', 1e-12] as const])
      scope(() => {
        const optimizer = optimizers[name]!
        const [start, steepness, center] = [problem.start, problem.steepness, problem.center].map(x => made(x, dtype))
        const parameters = { first: start![0]!, rest: [start![1]!] }
        const state = optimizer.init(parameters)
        const slope = (w: Tensor, i: number) => {
          const d = subtract(w, center![i]!)
          return multiply(multiply(steepness![i]!, d), add(multiply(d, d), 1))
        }
        for (let step = 1; step <= 50; step++)
          scope(() => {
            const [first, rest] = leaves(parameters).map(slope)
            optimizer.update({ first: first!, rest: [rest!] }, state, parameters)
            const expected = steps[name]![dtype][step]
            if (!expected) return
            const values = leaves(parameters).flatMap(p => [...p.data])
            for (const [i, value] of expected.entries())
              expect(Math.abs(values[i]! - value) / Math.abs(value)).toBeLessThan(tolerance)
          })
      })
  })

  test('each optimizer is among them', () => {
    expect(Object.keys(steps).toSorted()).toEqual(Object.keys(optimizers).toSorted())
  })
})

test('the learning rates of schedules are those of PyTorch', () => {
  const ours: { readonly [name: string]: Schedule } = {
    stepDecay: stepDecay(0.1, { every: 3, factor: 0.5 }),
    exponentialDecay: exponentialDecay(0.1, { factor: 0.9 }),
    linearDecay: linearDecay(0.1, { steps: 8, final: 0.025 }),
    cosineDecay: cosineDecay(0.1, { steps: 11, final: 0.01 }),
    inverseTimeDecay: inverseTimeDecay(0.1, { rate: 0.5 }),
    warmUp: warmUp(4, cosineDecay(0.1, { steps: 6 })),
  }
  for (const [name, rates] of Object.entries(schedules))
    for (const [step, rate] of rates.entries()) expect(ours[name]!(step)).toBeCloseTo(rate, 14)
  expect(warmUp(4, 0.1)(9)).toBe(0.1)
  expect(cosineDecay(0.1, { steps: 11, final: 0.01 })(50)).toBeCloseTo(0.01, 15)
})

describe('the state is data to look at', () => {
  test('of momentum: the velocity and the number of steps', () => {
    const optimizer = momentum({ learningRate: 0.5, momentum: 0.5 })
    const parameters = { W: zeros([2]) }
    const state = optimizer.init(parameters)
    optimizer.update({ W: tensor([2, -4]) }, state, parameters)
    optimizer.update({ W: tensor([2, -4]) }, state, parameters)
    expect(state).toMatchObject({ step: { data: Float64Array.of(2) }, velocity: { W: { shape: [2] } } })
    expect(leaves(state.velocity)[0]!.data).toEqual(Float32Array.of(-1.5, 3))
    expect(parameters.W.data).toEqual(Float32Array.of(-2.5, 5))
  })

  test('of Adam: both means', () => {
    const optimizer = adam()
    const parameters: Tensor[] = [ones([1], { dtype: 'float64' })]
    const state = optimizer.init(parameters)
    optimizer.update([tensor([3], { dtype: 'float64' })], state, parameters)
    expect(leaves(state.first)[0]!.data[0]).toBeCloseTo(0.3, 15)
    expect(leaves(state.second)[0]!.data[0]).toBeCloseTo(0.009, 15)
    // The first step is as long as the learning rate, whatever the gradient.
    expect(parameters[0]!.data[0]).toBeCloseTo(1 - 0.001, 8)
  })
})

describe('clipping', () => {
  test('shortens long gradients over all parameters and leaves others', () => {
    const optimizer = clipByNorm(sgd({ learningRate: 1 }), 1)
    const parameters = [zeros([1]), zeros([1])]
    const state = optimizer.init(parameters)
    optimizer.update([tensor([3]), tensor([4])], state, parameters)
    expect(parameters.map(p => p.data[0])).toEqual([expect.closeTo(-0.6, 6), expect.closeTo(-0.8, 6)])
    optimizer.update([tensor([0.25]), tensor([0])], state, parameters)
    expect(parameters[0]!.data[0]).toBeCloseTo(-0.85, 6)
    expect(norm([tensor([3]), tensor([[4]])])).toBe(5)
  })

  test('weight decay of some parameters only', () => {
    const optimizer = weightDecay(sgd({ learningRate: 1 }), 0.5, { only: path => path.endsWith('.W') })
    const parameters = [{ W: ones([1]), b: ones([1]) }]
    optimizer.update([{ W: zeros([1]), b: zeros([1]) }], optimizer.init(parameters), parameters)
    expect(leaves(parameters).map(p => p.data[0])).toEqual([0.5, 1])
  })
})

test('misuse', () => {
  const optimizer = adam()
  const parameters: Tensor[] = [zeros([2, 3])]
  const state = optimizer.init(parameters)
  expect(() => optimizer.update([zeros([3, 2])], state, parameters)).toThrow(
    'invalid update of adam; a parameter (2, 3) of float32 has a gradient or state (3, 2) of float32',
  )
  expect(() => optimizer.update([zeros([2, 3], { dtype: 'float64' })], state, parameters)).toThrow('(2, 3) of float64')
  const other = optimizer.init([])
  expect(() => optimizer.update([zeros([2, 3])], other, parameters)).toThrow('a gradient or state nowhere')
  expect(() => momentum({ learningRate: 1, momentum: 1 })).toThrow('invalid momentum of momentum; not in [0, 1): 1')
  expect(() => clipByNorm(sgd({ learningRate: 1 }), 0)).toThrow('invalid limit of clipByNorm; not a number above 0: 0')
  expect(() => stepDecay(0.1, { every: 0, factor: 0.5 })).toThrow('invalid every of stepDecay; not a number above 0: 0')
})
