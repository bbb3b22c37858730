import { erfc } from './error'
import { exp } from './exponential'
import { constant } from './lanes'

// −½, 1/√2π, −1/√2 and ½.
const NORMAL = memory.data<f64>([-0.5, 0.3989422804014327, -0.7071067811865476, 0.5])

/** x Φ(x) with Φ(x) = ½ erfc(−x / √2) */
export function gelu(x: v128): v128 {
  const share = normalDistribution(x)
  // Not −Infinity · 0.
  return v128.andnot(f64x2.mul(x, share), f64x2.eq(share, f64x2.splat(0)))
}

/** Φ(x) + x φ(x) with φ(x) = exp(−½ x²) / √2π, the derivative of x Φ(x) */
export function geluSlope(x: v128): v128 {
  const exponent = f64x2.mul(f64x2.mul(constant(NORMAL), x), x)
  const density = f64x2.mul(exp(exponent), constant(NORMAL, 1))
  const some = f64x2.gt(density, f64x2.splat(0))
  return f64x2.add(normalDistribution(x), v128.bitselect(f64x2.mul(x, density), density, some))
}

// @ts-ignore: decorator
@inline
function normalDistribution(x: v128): v128 {
  return f64x2.mul(constant(NORMAL, 3), erfc(f64x2.mul(x, constant(NORMAL, 2))))
}
