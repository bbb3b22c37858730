import { fraction, notNegative } from './argument.ts'
import { full, zeros } from './creation.ts'
import { kernel } from './kernels/instance.ts'
import { pow } from './math.ts'
import { learningRateOf, rateAt, type Schedule } from './schedule.ts'
import { formatShape, sameShape, size } from './shape.ts'
import { type Float, floating, type Tensor, view } from './tensor.ts'
import { leaves, mapTree, type Tree } from './tree.ts'

/**
 * How parameters follow their gradient. What it remembers between steps is the state: tensors one can look at, for
 * most optimizers trees of the parameters' form. All of it is in place: a step allocates nothing.
 */
export interface Optimizer<State extends Tree = Tree> {
  init(parameters: Tree): State
  /** One step: overwrites the parameters and the state. */
  update<P extends Tree>(gradient: P, state: State, parameters: P): void
}

/** What the function `name` was given, known to be an optimizer. @throws Error of anything else, such as `sgd` itself. */
export function optimizerOf<State extends Tree>(name: string, optimizer: Optimizer<State>): Optimizer<State> {
  if (typeof optimizer?.init !== 'function' || typeof optimizer.update !== 'function')
    throw new Error(
      `invalid optimizer of ${name}; it has no init and update, which sgd({ learningRate: 0.1 }) has, but sgd has not`,
    )
  return optimizer
}

/** The state of every optimizer here has the number of steps made: learning rates may depend on it. */
export interface Steps {
  readonly [name: string]: Tree
  /** A scalar. */
  readonly step: Tensor<'float64'>
}

export interface LearningRate {
  /** η: a number, or a schedule such as `cosineDecay(…)`. */
  readonly learningRate: number | Schedule
}

/** Stochastic gradient descent: W ← W − η g, where g = ∂L/∂W. */
export function sgd(options: LearningRate): Optimizer<Steps> {
  const learningRate = learningRateOf('sgd', options?.learningRate)
  return {
    init: () => ({ step: zeros([], { dtype: 'float64' }) }),
    update(gradient, { step }, parameters) {
      const rate = rateAt('sgd', learningRate, next(step))
      eachParameter('sgd', parameters, gradient, [], ({ dtype, shape, pointer }, g) =>
        kernel('descend', dtype)(pointer, g, rate, size(shape)),
      )
    },
  }
}

export interface Velocity extends Steps {
  /** v, zeros at first. */
  readonly velocity: Tree
}

/**
 * Momentum: v ← μ v − η g, W ← W + v: a ball with friction on the slope of the loss.
 *
 * Polyak (1964). PyTorch has v ← μ v + g, W ← W − η v: the same parameters as long as η does not change.
 *
 * @param options.momentum μ; defaults to 0.9
 */
export function momentum(options: LearningRate & { readonly momentum?: number }): Optimizer<Velocity> {
  return withVelocity('momentum', options)
}

/**
 * Nesterov's accelerated gradient: v ← μ v − η g, W ← W + μ v − η g: as `momentum`, but the gradient is that at the
 * place where the momentum will have led, which W stands for here.
 *
 * Nesterov (1983), as rewritten by Bengio et al. (2013), eq. 7; PyTorch's `nesterov=True` as long as η does not change.
 *
 * @param options.momentum μ; defaults to 0.9
 */
export function nesterov(options: LearningRate & { readonly momentum?: number }): Optimizer<Velocity> {
  return withVelocity('nesterov', options)
}

function withVelocity(
  name: 'momentum' | 'nesterov',
  options: LearningRate & { readonly momentum?: number },
): Optimizer<Velocity> {
  const learningRate = learningRateOf(name, options?.learningRate)
  const { momentum = 0.9 } = options
  fraction(`momentum of ${name}`, momentum)
  return {
    init: parameters => ({ step: zeros([], { dtype: 'float64' }), velocity: likewise(name, parameters, 0) }),
    update(gradient, { step, velocity }, parameters) {
      const rate = rateAt(name, learningRate, next(step))
      eachParameter(name, parameters, gradient, [velocity], ({ dtype, shape, pointer }, g, v) =>
        kernel('momentum', dtype)(pointer, v!, g, rate, momentum, name === 'nesterov', size(shape)),
      )
    },
  }
}

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

// Calls `f` with each parameter, and where its gradient and the parts of the state that belong to it lie.
function eachParameter(
  name: string,
  parameters: Tree,
  gradient: Tree,
  state: readonly Tree[],
  f: (parameter: Tensor<Float>, gradient: number, ...state: number[]) => void,
): void {
  const trees = [gradient, ...state].map(leaves)
  for (const [i, parameter] of leaves(parameters).entries()) {
    const beside = trees.map(tree => {
      const x = tree[i]
      if (x?.dtype !== parameter.dtype || !sameShape(x.shape, parameter.shape))
        throw new Error(
          `invalid update of ${name}; a parameter ${describe(parameter)} has a gradient or state ${x ? describe(x) : 'nowhere'}`,
        )
      return x.pointer
    })
    f(floating(parameter, name), ...(beside as [number, ...number[]]))
  }
}

function describe({ dtype, shape }: Tensor): string {
  return `${formatShape(shape)} of ${dtype}`
}

function likewise(name: string, parameters: Tree, value: number): Tree {
  return mapTree(parameters, p => full(p.shape, value, { dtype: floating(p, name).dtype }))
}

// The number of steps made before this one, which is counted.
function next(step: Tensor<'float64'>): number {
  return view(step)[0]!++
}
