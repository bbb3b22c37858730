import { fraction, notNegative } from './argument.ts'
import { zeros } from './creation.ts'
import { kernel } from './kernels/instance.ts'
import { pow } from './math.ts'
import { eachParameter, type LearningRate, likewise, next, type Optimizer, type Steps } from './optimizer.ts'
import { learningRateOf, rateAt, type Schedule } from './schedule.ts'
import { size } from './shape.ts'
import type { Tree } from './tree.ts'

// Steps that each parameter scales by the gradients it has had.

export interface Squares extends Steps {
  /** h: the sum or the running mean of g². */
  readonly squares: Tree
}

/**
 * AdaGrad: h ← h + g², W ← W − η g / (√h + ε): the more a parameter has moved, the smaller its steps.
 *
 * Duchi, Hazan and Singer (2011). PyTorch's defaults. The course has h₀ = 1e-4 and no ε:
 * `{ initial: 1e-4, epsilon: 0 }`.
 *
 * @param options.initial h₀; defaults to 0
 * @param options.epsilon ε; defaults to 1e-10
 */
export function adaGrad(
  {
    learningRate,
    initial = 0,
    epsilon = 1e-10,
  }: LearningRate & { readonly initial?: number; readonly epsilon?: number } = {} as never,
): Optimizer<Squares> {
  return scaledBySquares('adaGrad', { learningRate, keep: 1, add: 1, initial, epsilon })
}

/**
 * RMSProp: h ← ρ h + (1 − ρ) g², W ← W − η g / (√h + ε): AdaGrad that forgets.
 *
 * Tieleman and Hinton (2012), lecture 6.5, who have ρ = .9. PyTorch's defaults; Keras has √(h + ε). The course has
 * `{ decay: 0.99, epsilon: 1e-7 }`.
 *
 * @param options.decay ρ; defaults to 0.99
 * @param options.epsilon ε; defaults to 1e-8
 */
export function rmsProp(
  {
    learningRate,
    decay = 0.99,
    epsilon = 1e-8,
  }: LearningRate & { readonly decay?: number; readonly epsilon?: number } = {} as never,
): Optimizer<Squares> {
  fraction('decay of rmsProp', decay)
  return scaledBySquares('rmsProp', { learningRate, keep: decay, add: 1 - decay, initial: 0, epsilon })
}

interface Scaling extends LearningRate {
  readonly keep: number
  readonly add: number
  readonly initial: number
  readonly epsilon: number
}

function scaledBySquares(name: string, { learningRate, keep, add, initial, epsilon }: Scaling): Optimizer<Squares> {
  learningRateOf(name, learningRate)
  notNegative(`initial of ${name}`, initial)
  notNegative(`epsilon of ${name}`, epsilon)
  return {
    init: parameters => ({ step: zeros([], { dtype: 'float64' }), squares: likewise(name, parameters, initial) }),
    update(gradient, { step, squares }, parameters) {
      const rate = rateAt(name, learningRate, next(step))
      eachParameter(name, parameters, gradient, [squares], ({ dtype, shape, pointer }, g, h) =>
        kernel('scaleBySquares', dtype)(pointer, h!, g, rate, keep, add, epsilon, size(shape)),
      )
    },
  }
}

export interface AdadeltaState extends Squares {
  /** s: the running mean of Δ². */
  readonly moves: Tree
}

/**
 * Adadelta: h ← ρ h + (1 − ρ) g², Δ = g √(s + ε) / √(h + ε), s ← ρ s + (1 − ρ) Δ², W ← W − η Δ: steps in the unit of
 * the parameters, whatever the scale of the loss.
 *
 * Zeiler (2012), who has no η and ρ = .95. PyTorch's defaults.
 *
 * @param options.learningRate η; defaults to 1
 * @param options.decay ρ; defaults to 0.9
 * @param options.epsilon ε; defaults to 1e-6
 */
export function adadelta({
  learningRate = 1,
  decay = 0.9,
  epsilon = 1e-6,
}: Partial<LearningRate> & { readonly decay?: number; readonly epsilon?: number } = {}): Optimizer<AdadeltaState> {
  learningRateOf('adadelta', learningRate)
  fraction('decay of adadelta', decay)
  notNegative('epsilon of adadelta', epsilon)
  return {
    init: parameters => ({
      step: zeros([], { dtype: 'float64' }),
      squares: likewise('adadelta', parameters, 0),
      moves: likewise('adadelta', parameters, 0),
    }),
    update(gradient, { step, squares, moves }, parameters) {
      const rate = rateAt('adadelta', learningRate, next(step))
      eachParameter('adadelta', parameters, gradient, [squares, moves], ({ dtype, shape, pointer }, g, h, s) =>
        kernel('adadelta', dtype)(pointer, h!, s!, g, rate, decay, 1 - decay, epsilon, size(shape)),
      )
    },
  }
}

export interface AdamOptions {
  /** η: a number or a schedule. Defaults to 0.001. */
  readonly learningRate?: number | Schedule
  /** Defaults to 0.9. */
  readonly beta1?: number
  /** Defaults to 0.999. */
  readonly beta2?: number
  /** ε; defaults to 1e-8. */
  readonly epsilon?: number
  /** Whether m and v are divided by 1 − βᵗ, which makes up for their beginning at 0. Defaults to true. */
  readonly biasCorrection?: boolean
}

export interface Moments extends Steps {
  /** m: the running mean of g. */
  readonly first: Tree
  /** v: the running mean of g². */
  readonly second: Tree
}

/**
 * Adam: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², W ← W − η m̂ / (√v̂ + ε), where in step t = 1, 2, …
 * m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ); without bias correction m̂ = m and v̂ = v.
 *
 * Kingma and Ba (2015), algorithm 1. PyTorch's defaults. The course's variant is
 * `{ biasCorrection: false, epsilon: 1e-7 }`.
 */
export function adam(options: AdamOptions = {}): Optimizer<Moments> {
  return withMoments('adam', options, 0)
}

/**
 * AdamW: W ← W − η λ W, then a step of Adam: weight decay beside the gradient instead of in it.
 *
 * Loshchilov and Hutter (2019), whose λ is not multiplied by η but by a schedule of its own. PyTorch's form and defaults.
 *
 * @param options.weightDecay λ; defaults to 0.01
 */
export function adamW({
  weightDecay = 0.01,
  ...options
}: AdamOptions & { readonly weightDecay?: number } = {}): Optimizer<Moments> {
  return withMoments('adamW', options, weightDecay)
}

function withMoments(name: string, options: AdamOptions, weightDecay: number): Optimizer<Moments> {
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, biasCorrection = true } = options
  learningRateOf(name, learningRate)
  notNegative(`epsilon of ${name}`, epsilon)
  notNegative(`weightDecay of ${name}`, weightDecay)
  fraction(`beta1 of ${name}`, beta1)
  fraction(`beta2 of ${name}`, beta2)
  return {
    init: parameters => ({
      step: zeros([], { dtype: 'float64' }),
      first: likewise(name, parameters, 0),
      second: likewise(name, parameters, 0),
    }),
    update(gradient, { step, first, second }, parameters) {
      const t = next(step)
      const rate = rateAt(name, learningRate, t)
      const corrected = biasCorrection ? rate / (1 - pow(beta1, t + 1)) : rate
      const correction = biasCorrection ? 1 / Math.sqrt(1 - pow(beta2, t + 1)) : 1
      const means = [beta1, 1 - beta1, beta2, 1 - beta2] as const
      eachParameter(name, parameters, gradient, [first, second], ({ dtype, shape, pointer }, g, m, v) => {
        const rest = [correction, epsilon, 1 - rate * weightDecay, size(shape)] as const
        kernel('adam', dtype)(pointer, m!, v!, g, corrected, ...means, ...rest)
      })
    },
  }
}
