import { map } from './arithmetic.ts'
import type { Float, Tensor } from './tensor.ts'

// The derivatives of these are 0 wherever they exist: none is recorded.

/** The largest integer not above x. */
export function floor(x: Tensor): Tensor<Float> {
  return map('floor', x)
}

/** The smallest integer not below x. */
export function ceil(x: Tensor): Tensor<Float> {
  return map('ceil', x)
}

/** The nearest integer; of two, the even one, as in NumPy and unlike `Math.round`. */
export function round(x: Tensor): Tensor<Float> {
  return map('round', x)
}
