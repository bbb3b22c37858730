import { exp } from './float64/exponential'
import { tanh } from './float64/hyperbolic'
import { log } from './float64/logarithm'

// exp and log on vectors. Both reduce the argument to a power of two and a remainder and evaluate the minimax
// polynomials of Cephes (S. Moshier, expf.c and logf.c, 1989) for f32; f64 is computed in float64/.

/** e^x, within 1 ulp; overflows to Infinity above 88.72 and underflows through subnormals to 0 below −103.97. */
// @ts-ignore: decorator
@inline
export function exponential<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return exp(x)
  // The operand order of pmin and pmax lets NaN through.
  const bounded = f32x4.pmax(f32x4.pmin(x, f32x4.splat(89)), f32x4.splat(-105))
  // Adding 1.5 × 2²³ rounds to the nearest integer, ties to even, and leaves it in the low bits.
  const rounder = f32x4.splat(12582912)
  const shifted = f32x4.add(f32x4.mul(bounded, f32x4.splat(1.44269504088896341)), rounder)
  const n = f32x4.sub(shifted, rounder)
  // ln 2 in two parts: the first has 9 significant bits, so that its product with n is exact.
  let r = f32x4.sub(bounded, f32x4.mul(n, f32x4.splat(0.693359375)))
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)))
  let p = f32x4.splat(1.9875691500e-4)
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1))
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), f32x4.splat(1))
  // 2ⁿ as a product of two powers, since neither 2¹²⁸ nor 2⁻¹⁵¹ is a normal number.
  const exponent = i32x4.sub(shifted, rounder)
  const half = i32x4.shr_s(exponent, 1)
  const low = i32x4.shl(i32x4.add(half, i32x4.splat(127)), 23)
  const high = i32x4.shl(i32x4.add(i32x4.sub(exponent, half), i32x4.splat(127)), 23)
  return f32x4.mul(f32x4.mul(p, low), high)
}

/** Natural logarithm, within 1 ulp; −Infinity of ±0, NaN of negative numbers. */
// @ts-ignore: decorator
@inline
export function logarithm<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return log(x)
  const subnormal = f32x4.lt(x, f32x4.splat(1.17549435e-38))
  const scaled = v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, subnormal)
  // x = 2ᵉ m with m in [√½, √2): the bits of √½ are taken off before the exponent is cut out.
  const bits = i32x4.sub(scaled, i32x4.splat(0x3f3504f3))
  const m = i32x4.add(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3))
  const e = f32x4.sub(f32x4.convert_i32x4_s(i32x4.shr_s(bits, 23)), v128.and(subnormal, f32x4.splat(23)))
  const r = f32x4.sub(m, f32x4.splat(1))
  const z = f32x4.mul(r, r)
  let p = f32x4.splat(7.0376836292e-2)
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(-1.1514610310e-1))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.1676998740e-1))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(-1.2420140846e-1))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.4249322787e-1))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(-1.6668057665e-1))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(2.0000714765e-1))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(-2.4999993993e-1))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(3.3333331174e-1))
  p = f32x4.mul(f32x4.mul(p, r), z)
  p = f32x4.add(p, f32x4.mul(e, f32x4.splat(-2.12194440e-4)))
  p = f32x4.sub(p, f32x4.mul(z, f32x4.splat(0.5)))
  let y = f32x4.add(f32x4.add(r, p), f32x4.mul(e, f32x4.splat(0.693359375)))
  const infinity = f32x4.splat(Infinity)
  y = v128.bitselect(x, y, f32x4.eq(x, infinity))
  y = v128.bitselect(f32x4.neg(infinity), y, f32x4.eq(x, f32x4.splat(0)))
  return v128.bitselect(y, f32x4.splat(NaN), f32x4.ge(x, f32x4.splat(0)))
}

/** tanh x, within 2 ulp: by a polynomial of Cephes (tanhf.c) below 0.625, else 1 − 2 / (e^2x + 1). */
// @ts-ignore: decorator
@inline
export function hyperbolicTangent<T>(x: v128): v128 {
  if (sizeof<T>() == 8) return tanh(x)
  const size = f32x4.abs(x)
  const z = f32x4.mul(x, x)
  let p = f32x4.splat(-5.70498872745e-3)
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(2.06390887954e-2))
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-5.37397155531e-2))
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(1.33314422036e-1))
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-3.33332819422e-1))
  p = f32x4.add(f32x4.mul(f32x4.mul(p, z), x), x)
  const one = f32x4.splat(1)
  const power = exponential<T>(f32x4.add(size, size))
  const large = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(power, one)))
  const sign = v128.and(x, f32x4.splat(-0.0))
  return v128.or(v128.bitselect(large, p, f32x4.ge(size, f32x4.splat(0.625))), sign)
}

/** log(1 + x) for x ≥ 0, within 2 ulp: what rounding 1 + x loses is put back to first order. */
// @ts-ignore: decorator
@inline
export function logarithmOfOnePlus<T>(x: v128): v128 {
  const one = v128.splat<T>(1)
  const sum = v128.add<T>(x, one)
  const lost = v128.sub<T>(x, v128.sub<T>(sum, one))
  return v128.add<T>(logarithm<T>(sum), v128.div<T>(lost, sum))
}
