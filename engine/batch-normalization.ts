import { integer, notNegative } from './argument.ts'
import { add, divide, multiply, negate, sqrt, subtract } from './arithmetic.ts'
import { empty, full, ones, zeros } from './creation.ts'
import { kernel } from './kernels/instance.ts'
import { expectDType, expectParameters, type Layer } from './layer.ts'
import { reshape } from './layout.ts'
import { mean as meanOf, variance as varianceOf } from './reduction.ts'
import { formatShape, size } from './shape.ts'
import { isNested, record } from './tape.ts'
import { type Float, floating, type Tensor, view } from './tensor.ts'

export interface BatchNormalizationParameters {
  readonly [name: string]: Tensor<Float>
  /** (channels): the scale γ, trained. */
  readonly gamma: Tensor<Float>
  /** (channels): the shift β, trained. */
  readonly beta: Tensor<Float>
  /** (channels): the running mean, followed while training, used in evaluation. */
  readonly mean: Tensor<Float>
  /** (channels): the running variance. */
  readonly variance: Tensor<Float>
}

export interface BatchNormalizationOptions {
  /** How much of the running statistics a step of training keeps. Defaults to 0.9. */
  readonly momentum?: number
  /** ε, added to the variance. Defaults to 1e-5. */
  readonly epsilon?: number
  /** Whether the running variance follows Σ (x − μ)² / (m − 1) or, as the batch's own, Σ (x − μ)² / m. Defaults to true. */
  readonly unbiased?: boolean
  /** What the running variance begins at. Defaults to 1. */
  readonly initialVariance?: number
}

/**
 * Batch normalization over the axis of channels, the second one: of (n, channels) or (n, channels, …).
 *
 *     y = γ (x − μ) / √(σ² + ε) + β
 *
 * In training, μ and σ² = Σ (x − μ)² / m are those of the batch, over the m elements of a channel, and the running
 * statistics, which are parameters too, become momentum · running + (1 − momentum) · batch. In evaluation, μ and σ²
 * are the running ones. γ begins as ones, β and the running mean as zeros.
 *
 * Ioffe and Szegedy (2015), Batch Normalization. As there and in PyTorch, whose `momentum` is 1 − ours, the running
 * variance is that of m − 1. The course's variant is
 * `{ momentum: 0.9, epsilon: 10e-7, unbiased: false, initialVariance: 0 }`; with `frozen` around it, γ and β stay.
 *
 * @throws Error of another number of channels, or of a batch whose variance is not defined (m < 2) in training.
 */
export function batchNormalization(
  channels: number,
  { momentum = 0.9, epsilon = 1e-5, unbiased = true, initialVariance = 1 }: BatchNormalizationOptions = {},
): Layer<BatchNormalizationParameters> {
  const name = `batchNormalization(${integer('channels of batchNormalization', channels, 1)})`
  const shapes = ['gamma', 'beta', 'mean', 'variance'].map(name => [name, [channels]] as const)
  notNegative('epsilon of batchNormalization', epsilon)
  notNegative('initialVariance of batchNormalization', initialVariance)
  if (!(momentum >= 0 && momentum <= 1))
    throw new Error(`invalid momentum of batchNormalization; not in [0, 1]: ${momentum}`)
  return {
    name,
    init: (_, { dtype = 'float32' } = {}) => ({
      gamma: ones([channels], { dtype }),
      beta: zeros([channels], { dtype }),
      mean: zeros([channels], { dtype }),
      variance: full([channels], initialVariance, { dtype }),
    }),
    apply(parameters, input, { training = false } = {}) {
      const { gamma, beta, mean, variance } = expectParameters(name, parameters, shapes)
      const x = floating(input, name)
      if (x.shape[1] !== channels)
        throw new Error(`invalid shape; ${name} takes (n, ${channels}, …): ${formatShape(x.shape)}`)
      expectDType(name, gamma, x)
      if (!training && isNested()) return composed(x, mean, variance, epsilon, gamma, beta)
      if (!training) return normalized(x, mean, divide(1, sqrt(add(variance, epsilon))), gamma, beta)
      const m = size(x.shape) / channels
      if (m < 2)
        throw new Error(`invalid shape; ${name} cannot train with one value a channel: ${formatShape(x.shape)}`)
      const batch = momentsOf(x, epsilon)
      follow(mean, batch.mean, momentum, 1)
      follow(variance, batch.variance, momentum, unbiased ? m / (m - 1) : 1)
      if (!isNested()) return batchNormalized(x, batch, gamma, beta)
      const over = [...x.shape.keys()].filter(axis => axis !== 1)
      return composed(x, meanOf(x, over), varianceOf(x, over), epsilon, gamma, beta)
    },
    trainable: ({ gamma, beta }) => ({ gamma, beta }),
  }
}

// The same of functions that are recorded, for when gradients are differentiated.
function composed(
  x: Tensor<Float>,
  mean: Tensor<Float>,
  variance: Tensor<Float>,
  epsilon: number,
  gamma: Tensor<Float>,
  beta: Tensor<Float>,
): Tensor<Float> {
  const each = (channels: Tensor) => reshape(channels, [-1, ...x.shape.slice(2).map(() => 1)])
  const normal = divide(subtract(x, each(mean)), each(sqrt(add(variance, epsilon))))
  return add(multiply(each(gamma), normal), each(beta))
}

interface Moments {
  readonly mean: Tensor<Float>
  readonly variance: Tensor<Float>
  /** 1 / √(variance + ε) */
  readonly inverse: Tensor<Float>
}

function momentsOf(x: Tensor<Float>, epsilon: number): Moments {
  const channels = [x.shape[1]!]
  const [mean, variance, inverse] = [empty(x.dtype, channels), empty(x.dtype, channels), empty(x.dtype, channels)]
  const { pointer, dtype } = x
  kernel('batchMoments', dtype)(pointer, mean.pointer, variance.pointer, inverse.pointer, epsilon, ...extents(x))
  return { mean, variance, inverse }
}

// running ← momentum · running + (1 − momentum) · scale · batch
function follow(running: Tensor, batch: Tensor, momentum: number, scale: number): void {
  const [target, source] = [view(running), view(batch)]
  for (let c = 0; c < target.length; c++) target[c] = momentum * target[c]! + (1 - momentum) * scale * source[c]!
}

// The statistics depend on x: its gradient passes through them too.
function batchNormalized(x: Tensor<Float>, { mean, inverse }: Moments, gamma: Tensor<Float>, beta: Tensor<Float>) {
  const sums = sumsFor(x, mean, inverse)
  return record(
    scaled(x, mean, inverse, gamma, beta),
    [x, g => inputGradient(x, mean, inverse, gamma, g, sums(g))],
    [gamma, g => sums(g).dgamma],
    [beta, g => sums(g).dbeta],
  )
}

// y = γ (x − mean) · inverse + β, all of them independent.
function normalized(
  x: Tensor<Float>,
  mean: Tensor<Float>,
  inverse: Tensor<Float>,
  gamma: Tensor<Float>,
  beta: Tensor<Float>,
): Tensor<Float> {
  const sums = sumsFor(x, mean, inverse)
  const none = () => zeros(gamma.shape, { dtype: x.dtype })
  return record(
    scaled(x, mean, inverse, gamma, beta),
    [x, g => inputGradient(x, mean, inverse, gamma, g, { dgamma: none(), dbeta: none() })],
    [mean, g => negate(multiply(multiply(gamma, inverse), sums(g).dbeta))],
    [inverse, g => divide(multiply(gamma, sums(g).dgamma), inverse)],
    [gamma, g => sums(g).dgamma],
    [beta, g => sums(g).dbeta],
  )
}

function scaled(
  x: Tensor<Float>,
  mean: Tensor<Float>,
  inverse: Tensor<Float>,
  gamma: Tensor<Float>,
  beta: Tensor<Float>,
): Tensor<Float> {
  const y = empty(x.dtype, x.shape)
  const parameters = [mean.pointer, inverse.pointer, gamma.pointer, beta.pointer] as const
  kernel('normalize', x.dtype)(x.pointer, ...parameters, y.pointer, ...extents(x))
  return y
}

interface Sums {
  /** Σ g · x̂ */
  readonly dgamma: Tensor<Float>
  /** Σ g */
  readonly dbeta: Tensor<Float>
}

// The sums of a gradient, made once although several parents need them.
function sumsFor(x: Tensor<Float>, mean: Tensor<Float>, inverse: Tensor<Float>): (g: Tensor<Float>) => Sums {
  let known: { readonly g: Tensor<Float>; readonly sums: Sums } | undefined
  return g => {
    if (known?.g === g) return known.sums
    const [dgamma, dbeta] = [empty(x.dtype, mean.shape), empty(x.dtype, mean.shape)]
    const inputs = [x.pointer, mean.pointer, inverse.pointer, g.pointer] as const
    kernel('normalizeSums', x.dtype)(...inputs, dgamma.pointer, dbeta.pointer, ...extents(x))
    known = { g, sums: { dgamma, dbeta } }
    return known.sums
  }
}

// γ · inverse · (g − dβ/m − x̂ · dγ/m)
function inputGradient(
  x: Tensor<Float>,
  mean: Tensor<Float>,
  inverse: Tensor<Float>,
  gamma: Tensor<Float>,
  g: Tensor<Float>,
  { dgamma, dbeta }: Sums,
): Tensor<Float> {
  const dx = empty(x.dtype, x.shape)
  const inputs = [x.pointer, mean.pointer, inverse.pointer, gamma.pointer, g.pointer] as const
  kernel('normalizeGradient', x.dtype)(...inputs, dgamma.pointer, dbeta.pointer, dx.pointer, ...extents(x))
  return dx
}

// As kernels see x: (outer, channels, inner).
function extents({ shape }: Tensor): readonly [number, number, number] {
  const [n, channels, ...rest] = shape as [number, number, ...number[]]
  return [n, channels, size(rest)]
}
