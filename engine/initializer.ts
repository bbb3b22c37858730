import { full } from './creation.ts'
import { normal, type Random } from './random.ts'
import type { Shape } from './shape.ts'
import type { Float, Tensor } from './tensor.ts'

/** Makes the first values of a layer's weights. */
export type Initializer = (random: Random, weights: Weights) => Tensor<Float>

export interface Weights {
  readonly shape: Shape
  /** How many inputs each of the layer's units has. */
  readonly fanIn: number
  /** How many units each of the layer's inputs reaches. */
  readonly fanOut: number
  readonly dtype: Float
}

/** N(0, std²). */
export function randomNormal({ std }: { readonly std: number }): Initializer {
  return (random, { shape, dtype }) => normal(random, shape, { std, dtype })
}

/**
 * N(0, 1/fanIn): keeps the variance of a linear layer's outputs at that of its inputs.
 *
 * Glorot and Bengio (2010) have 2/(fanIn + fanOut), a compromise with the backward pass; this is the form with the
 * number of inputs alone, which many courses and Caffe call Xavier's.
 */
export function xavier(random: Random, { shape, fanIn, dtype }: Weights): Tensor<Float> {
  return normal(random, shape, { std: Math.sqrt(1 / fanIn), dtype })
}

/** N(0, 2/fanIn): as `xavier` for layers whose ReLU lets half of the inputs through (He et al. 2015). */
export function he(random: Random, { shape, fanIn, dtype }: Weights): Tensor<Float> {
  return normal(random, shape, { std: Math.sqrt(2 / fanIn), dtype })
}

/** The same value everywhere. */
export function constant(value: number): Initializer {
  return (_, { shape, dtype }) => full(shape, value, { dtype })
}
