import { finite, notNegative } from './argument.ts'
import { full } from './creation.ts'
import { normal, type Random, uniform } from './random.ts'
import type { Shape } from './shape.ts'
import type { Float, Tensor } from './tensor.ts'

/** Makes the first values of a layer's weights. */
export type Initializer = (random: Random, weights: Weights) => Tensor<Float>

export interface Weights {
  readonly shape: Shape
  /** How many inputs each of the layer's units has: of a convolution, channels × height × width of its filters. */
  readonly fanIn: number
  /** How many units each of the layer's inputs reaches: of a convolution, units × height × width of its filters. */
  readonly fanOut: number
  readonly dtype: Float
}

/** N(0, std²). */
export function randomNormal({ std }: { readonly std: number } = {} as never): Initializer {
  notNegative('std of randomNormal', std)
  return (random, { shape, dtype }) => normal(random, shape, { std, dtype })
}

/** Spread evenly over [low, high). */
export function randomUniform(
  { low, high }: { readonly low: number; readonly high: number } = {} as never,
): Initializer {
  if (!(finite('low of randomUniform', low) <= finite('high of randomUniform', high)))
    throw new Error(`invalid high of randomUniform; below low ${low}: ${high}`)
  return (random, { shape, dtype }) => uniform(random, shape, { low, high, dtype })
}

/**
 * N(0, 1/fanIn): keeps the variance of a linear layer's outputs at that of its inputs.
 *
 * Glorot and Bengio (2010) have 2/(fanIn + fanOut), a compromise with the backward pass (`glorotNormal`); this is the
 * form with the number of inputs alone, which many courses and Caffe call Xavier's. It is LeCun's too.
 */
export function xavier(random: Random, { shape, fanIn, dtype }: Weights): Tensor<Float> {
  return normal(random, shape, { std: Math.sqrt(1 / fanIn), dtype })
}

/** N(0, 2/(fanIn + fanOut)) (Glorot and Bengio 2010). Keras cuts the distribution off at two deviations; this does not. */
export function glorotNormal(random: Random, { shape, fanIn, fanOut, dtype }: Weights): Tensor<Float> {
  return normal(random, shape, { std: Math.sqrt(2 / (fanIn + fanOut)), dtype })
}

/** Spread evenly over ±√(6/(fanIn + fanOut)), of the same variance as `glorotNormal` (Glorot and Bengio 2010, eq. 16). */
export function glorotUniform(random: Random, { fanIn, fanOut, ...weights }: Weights): Tensor<Float> {
  return within(Math.sqrt(6 / (fanIn + fanOut)), random, weights)
}

/** N(0, 2/fanIn): as `xavier` for layers whose ReLU lets half of the inputs through (He et al. 2015). */
export function he(random: Random, { shape, fanIn, dtype }: Weights): Tensor<Float> {
  return normal(random, shape, { std: Math.sqrt(2 / fanIn), dtype })
}

/** Spread evenly over ±√(6/fanIn), of the same variance as `he`. */
export function heUniform(random: Random, { fanIn, ...weights }: Weights): Tensor<Float> {
  return within(Math.sqrt(6 / fanIn), random, weights)
}

/** N(0, 1/fanIn) (LeCun et al. 1998, Efficient BackProp): the same as `xavier`. */
export function lecunNormal(random: Random, weights: Weights): Tensor<Float> {
  return xavier(random, weights)
}

/** Spread evenly over ±√(3/fanIn), of the same variance as `lecunNormal`. */
export function lecunUniform(random: Random, { fanIn, ...weights }: Weights): Tensor<Float> {
  return within(Math.sqrt(3 / fanIn), random, weights)
}

/** The same value everywhere: `constant(0)` for zeros. */
export function constant(value: number): Initializer {
  finite('value of constant', value)
  return (_, { shape, dtype }) => full(shape, value, { dtype })
}

function within(limit: number, random: Random, { shape, dtype }: Pick<Weights, 'shape' | 'dtype'>): Tensor<Float> {
  return uniform(random, shape, { low: -limit, high: limit, dtype })
}
