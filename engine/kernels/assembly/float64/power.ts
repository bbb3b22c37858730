import { both, constant, either, first, HALF, head, ONE, pair, second, signOf, TWO } from './lanes'
import { scaledExponential } from './exponential'
import { kOf } from './logarithm'
import { PRECISE_LOGARITHMS } from './tables'

const LEAST = memory.data<u64>([0x0010000000000000])
const INFINITY = memory.data<f64>([Infinity])
// 2⁻⁶⁵ and 2⁶³: beyond them aᵇ is 1, 0 or ∞.
const EXPONENTS = memory.data<u64>([0x3be0000000000000, 0x43e0000000000000])
const LIMIT = memory.data<f64>([512])

/** aᵇ, which is 1 of 1 to any power and of −1 to ±∞, as in C, NumPy and PyTorch, where JavaScript has NaN. */
export function power(a: v128, b: v128): v128 {
  const simple = isSimple(b)
  if (!either(simple)) return powerByLogarithm(a, b)
  const y = simplePower(a, b)
  return both(simple) ? y : v128.bitselect(y, powerByLogarithm(a, b), simple)
}

// The exponents that the scalar function does without logarithms: 2, ½, −1, 1.
// @ts-ignore: decorator
@inline
function isSimple(b: v128): v128 {
  const twoOrHalf = v128.or(f64x2.eq(b, constant(TWO)), f64x2.eq(b, constant(HALF)))
  return v128.or(twoOrHalf, f64x2.eq(f64x2.abs(b), constant(ONE)))
}

// @ts-ignore: decorator
@inline
function simplePower(a: v128, b: v128): v128 {
  // Of −∞ it is ∞ and of −0 it is 0, unlike the square root.
  const infinity = constant(INFINITY)
  let y = v128.bitselect(infinity, f64x2.abs(f64x2.sqrt(a)), f64x2.eq(a, f64x2.neg(infinity)))
  y = v128.bitselect(f64x2.mul(a, a), y, f64x2.eq(b, constant(TWO)))
  y = v128.bitselect(f64x2.div(constant(ONE), a), y, f64x2.eq(b, f64x2.neg(constant(ONE))))
  return v128.bitselect(a, y, f64x2.eq(b, constant(ONE)))
}

function powerByLogarithm(a: v128, b: v128): v128 {
  const size = f64x2.abs(a)
  const exponent = f64x2.abs(b)
  // Negative numbers have powers of integers, whose sign is that of the number if the integer is odd.
  const negative = f64x2.lt(a, f64x2.splat(0))
  const half = f64x2.mul(b, constant(HALF))
  const fraction = f64x2.ne(b, f64x2.trunc(b))
  let ordinary = v128.and(f64x2.ge(size, constant(LEAST)), f64x2.lt(size, constant(INFINITY)))
  ordinary = v128.and(ordinary, f64x2.ge(exponent, constant(EXPONENTS)))
  ordinary = v128.and(ordinary, f64x2.lt(exponent, constant(EXPONENTS, 1)))
  ordinary = v128.andnot(ordinary, v128.and(negative, fraction))
  if (!both(ordinary)) return scalarPower(a, b)
  const sign = v128.and(signOf(a), f64x2.ne(half, f64x2.trunc(half)))

  // log |a| in two parts: a = 2ᵏ z, and c is so near z that z/c − 1 = r is exact.
  const scaled = i64x2.sub(size, i64x2.splat(0x3fe6955500000000))
  const k = kOf(scaled)
  const z = i64x2.sub(size, v128.and(scaled, i64x2.splat(0xfff0000000000000)))
  const parts = i64x2.shr_u(scaled, 45)
  const rowLow = PRECISE_LOGARITHMS + (<usize>i32x4.extract_lane(parts, 0) & 127) * 24
  const rowHigh = PRECISE_LOGARITHMS + (<usize>i32x4.extract_lane(parts, 2) & 127) * 24
  const p = v128.load(rowLow)
  const q = v128.load(rowHigh)
  const inverse = v128.shuffle<f64>(p, q, 0, 2)
  const zHigh = head(i64x2.add(z, i64x2.splat(0x80000000)))
  const rHigh = f64x2.sub(f64x2.mul(zHigh, inverse), constant(ONE))
  const rLow = f64x2.mul(f64x2.sub(z, zHigh), inverse)
  const r = f64x2.add(rHigh, rLow)
  const t1 = f64x2.add(f64x2.mul(k, constant(LN2)), v128.shuffle<f64>(p, q, 1, 3))
  const t2 = f64x2.add(t1, r)
  const tails = v128.load64_lane(rowHigh, v128.load64_zero(rowLow, 16), 1, 16)
  const lo1 = f64x2.add(f64x2.mul(k, constant(LN2, 1)), tails)
  const lo2 = f64x2.add(f64x2.sub(t1, t2), r)
  const ar = f64x2.mul(constant(A), r)
  const ar2 = f64x2.mul(r, ar)
  const ar3 = f64x2.mul(r, ar2)
  const arHigh = f64x2.mul(constant(A), rHigh)
  const arHigh2 = f64x2.mul(rHigh, arHigh)
  const hi = f64x2.add(t2, arHigh2)
  const lo3 = f64x2.mul(rLow, f64x2.add(ar, arHigh))
  const lo4 = f64x2.add(f64x2.sub(t2, hi), arHigh2)
  let poly = f64x2.add(constant(A, 5), f64x2.mul(r, constant(A, 6)))
  poly = f64x2.add(f64x2.add(constant(A, 3), f64x2.mul(r, constant(A, 4))), f64x2.mul(ar2, poly))
  poly = f64x2.add(f64x2.add(constant(A, 1), f64x2.mul(r, constant(A, 2))), f64x2.mul(ar2, poly))
  const lo = f64x2.add(f64x2.add(f64x2.add(f64x2.add(lo1, lo2), lo3), lo4), f64x2.mul(ar3, poly))
  const y = f64x2.add(hi, lo)
  const tail = f64x2.add(f64x2.sub(hi, y), lo)

  // Its product with b in two parts.
  const bHigh = v128.and(b, i64x2.splat(0xfffffffff8000000))
  const yHigh = v128.and(y, i64x2.splat(0xfffffffff8000000))
  const yLow = f64x2.add(f64x2.sub(y, yHigh), tail)
  const product = f64x2.mul(bHigh, yHigh)
  const rest = f64x2.add(f64x2.mul(f64x2.sub(b, bHigh), yHigh), f64x2.mul(b, yLow))
  if (!both(f64x2.lt(f64x2.abs(product), constant(LIMIT)))) return scalarPower(a, b)
  return scaledExponential(product, rest, sign)
}

const LN2 = memory.data<u64>([0x3fe62e42fefa3800, 0x3d2ef35793c76730])
const A = memory.data<u64>([
  0xbfe0000000000000, 0xbfe5555555555560, 0x3fe0000000000006, 0x3fe999999959554e, 0xbfe555555529a47a,
  0xbff2495b9b4845e9, 0x3ff0002b8b263fc3])

function scalarPower(a: v128, b: v128): v128 {
  return pair(powerOf(first(a), first(b)), powerOf(second(a), second(b)))
}

function powerOf(a: f64, b: f64): f64 {
  return a == 1 || (a == -1 && abs(b) == Infinity) ? 1 : NativeMath.pow(a, b)
}
