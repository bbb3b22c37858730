import { exp } from './exponential'
import { both, constant, either, head, ONE, TWO, withSign } from './lanes'

// The error function erf(x) = 2/√π ∫₀ˣ e^(−t²) dt and its complement erfc(x) = 1 − erf(x). The polynomials are
// Chebyshev interpolations, computed with 60 digits, of erf(√z)/√z − 1 on z ∈ [0, 1] (error 10⁻¹⁹) and of
// (1 + 2x) e^(x²) erfc(x) in q = (x − 2.5) / (x + 2.5) on x ∈ [1, 28] (error 6 × 10⁻¹⁸).

// From 6 on erfc is less than half a unit in the last place of 1, from 28 on it is 0.
const BOUNDS = memory.data<f64>([6, 28])

/** erf(x), within 2 ulp. */
export function erf(x: v128): v128 {
  const one = constant(ONE)
  const size = f64x2.abs(x)
  const near = f64x2.lt(size, one)
  const y = f64x2.add(x, f64x2.mul(x, series(f64x2.mul(x, x))))
  if (both(near)) return y
  // The operand order of pmin and pmax lets NaN through.
  const tail = f64x2.sub(one, complement(f64x2.pmax(f64x2.pmin(size, constant(BOUNDS)), one)))
  const far = v128.bitselect(one, tail, f64x2.ge(size, constant(BOUNDS)))
  return v128.bitselect(y, withSign(far, x), near)
}

/** erfc(x), within 4 ulp: of large x too, where 1 − erf(x) would have no digit left. */
export function erfc(x: v128): v128 {
  const one = constant(ONE)
  const two = constant(TWO)
  const size = f64x2.abs(x)
  const near = f64x2.lt(size, one)
  const y = f64x2.sub(one, f64x2.add(x, f64x2.mul(x, series(f64x2.mul(x, x)))))
  if (both(near)) return y
  const tail = complement(f64x2.pmax(f64x2.pmin(size, constant(BOUNDS, 1)), one))
  let far = v128.bitselect(tail, f64x2.sub(two, tail), f64x2.gt(x, f64x2.splat(0)))
  far = v128.andnot(far, f64x2.ge(x, constant(BOUNDS, 1)))
  far = v128.bitselect(two, far, f64x2.le(x, f64x2.neg(constant(BOUNDS))))
  return either(near) ? v128.bitselect(y, far, near) : far
}

const SERIES = memory.data<f64>([
  5.957176147748911e-11, -1.1372848856791674e-9, 1.4659775274047436e-8, -1.6350312701054695e-7,
  1.6461000484121368e-6, -1.4925595266831182e-5, 0.0001205533111164271, -0.000854832698083379,
  0.0052239776248180145, -0.026866170645076792, 0.11283791670954879, -0.3761263890318375, 0.1283791670955126])

// @ts-ignore: decorator
@inline
function series(z: v128): v128 {
  let p = constant(SERIES)
  for (let i = 1; i < 13; i++) p = f64x2.add(f64x2.mul(p, z), constant(SERIES, i))
  return p
}

const COMPLEMENT = memory.data<f64>([
  5.009477809023598e-8, -4.5719646356829693e-7, 8.88672135642096e-7, 6.601963667454947e-7,
  -1.8816208579959562e-6, -4.147341676055486e-6, 2.690703468522652e-6, 2.265756827141155e-5,
  6.256767448205999e-6, -0.00011351332603101109, -8.847913313030708e-5, 0.0006321233228294931,
  0.0004918658847854206, -0.004382078276229149, 0.0009318928108968329, 0.032760893266485604,
  -0.10296705603836172, 0.1576299190232529, -0.09902453957360413, -0.12235676308240447, 1.2648381843668615])
const CENTER = memory.data<f64>([2.5])

// erfc(x) for x ≥ 1. NaN goes on to be NaN.
function complement(x: v128): v128 {
  const q = f64x2.div(f64x2.sub(x, constant(CENTER)), f64x2.add(x, constant(CENTER)))
  let p = constant(COMPLEMENT)
  for (let i = 1; i < 21; i++) p = f64x2.add(f64x2.mul(p, q), constant(COMPLEMENT, i))
  // x² = h² + (x − h)(x + h): the square of 21 bits is exact, and what is left is small.
  const h = head(x)
  const square = exp(f64x2.mul(f64x2.neg(h), h))
  const rest = exp(f64x2.mul(f64x2.neg(f64x2.sub(x, h)), f64x2.add(x, h)))
  return f64x2.mul(f64x2.mul(square, rest), f64x2.div(p, f64x2.add(constant(ONE), f64x2.mul(constant(TWO), x))))
}
