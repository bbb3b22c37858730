import { both, constant, first, HALF, ONE, pair, second, SHIFT, TWO, withSign } from './lanes'
import { POWERS } from './tables'

const LIMIT = memory.data<f64>([512])
const INVERSE_LN2_128 = memory.data<u64>([0x40671547652b82fe])
// −ln 2 / 128 in two parts.
const LN2_128 = memory.data<u64>([0xbf762e42fefa0000, 0xbd0cf79abc9e3b3a])
const C = memory.data<u64>([0x3fdffffffffffdbd, 0x3fc555555555543c, 0x3fa55555cf172b91, 0x3f81111167a4d017])

/** eˣ */
export function exp(x: v128): v128 {
  if (!both(f64x2.lt(f64x2.abs(x), constant(LIMIT)))) return pair(NativeMath.exp(first(x)), NativeMath.exp(second(x)))
  return scaledExponential(x, f64x2.splat(0), f64x2.splat(0))
}

/** ±e^(x + tail), where |x| < 512: the sign is given as +0 or −0, and a tail of 0 leaves x as it is. */
// @ts-ignore: decorator
@inline
export function scaledExponential(x: v128, tail: v128, sign: v128): v128 {
  // x = k ln 2 / 128 + r
  const shifted = f64x2.add(f64x2.mul(constant(INVERSE_LN2_128), x), constant(SHIFT))
  const k = f64x2.sub(shifted, constant(SHIFT))
  let r = f64x2.add(x, f64x2.mul(k, constant(LN2_128)))
  r = f64x2.add(f64x2.add(r, f64x2.mul(k, constant(LN2_128, 1))), tail)
  const low = v128.load(POWERS + ((<usize>i32x4.extract_lane(shifted, 0) & 127) << 4))
  const high = v128.load(POWERS + ((<usize>i32x4.extract_lane(shifted, 2) & 127) << 4))
  const bits = i64x2.add(v128.shuffle<f64>(low, high, 1, 3), i64x2.shl(shifted, 45))
  const scale = v128.or(bits, sign)
  const r2 = f64x2.mul(r, r)
  const odd = f64x2.mul(r2, f64x2.add(constant(C), f64x2.mul(r, constant(C, 1))))
  const even = f64x2.mul(f64x2.mul(r2, r2), f64x2.add(constant(C, 2), f64x2.mul(r, constant(C, 3))))
  const more = f64x2.add(f64x2.add(f64x2.add(v128.shuffle<f64>(low, high, 0, 2), r), odd), even)
  return f64x2.add(scale, f64x2.mul(scale, more))
}

// By the high words of the bounds in FreeBSD's s_expm1.c.
const EXPM1_LIMIT = memory.data<u64>([0x4043687a00000000])
const HALF_LN2 = memory.data<u64>([0x3fd62e4300000000])
const THREE_HALVES_LN2 = memory.data<u64>([0x3ff0a2b200000000])
const INVERSE_LN2 = memory.data<u64>([0x3ff71547652b82fe])
export const LN2 = memory.data<u64>([0x3fe62e42fee00000, 0x3dea39ef35793c76])
const Q = memory.data<u64>([
  0xbfa11111111110f4, 0x3f5a01a019fe5585, 0xbf14ce199eaadbb7, 0x3ed0cfca86e65239, 0xbe8afdb76e09c32d])
const THREE_SIX_TWENTY = memory.data<f64>([3, 6, 20])
const QUARTER = memory.data<f64>([-0.25])

/** eˣ − 1 */
export function expm1(x: v128): v128 {
  if (!both(f64x2.lt(f64x2.abs(x), constant(EXPM1_LIMIT))))
    return pair(NativeMath.expm1(first(x)), NativeMath.expm1(second(x)))
  return exponentialMinusOne(x)
}

/** eˣ − 1 where |x| < 38.8. */
// @ts-ignore: decorator
@inline
export function exponentialMinusOne(x: v128): v128 {
  const one = constant(ONE)
  const half = constant(HALF)
  const size = f64x2.abs(x)
  // x = k ln 2 + r, and c is what rounding r has lost.
  let k = f64x2.trunc(f64x2.add(f64x2.mul(constant(INVERSE_LN2), x), withSign(half, x)))
  k = v128.bitselect(withSign(one, x), k, f64x2.lt(size, constant(THREE_HALVES_LN2)))
  k = v128.andnot(k, f64x2.lt(size, constant(HALF_LN2)))
  const high = f64x2.sub(x, f64x2.mul(k, constant(LN2)))
  const low = f64x2.mul(k, constant(LN2, 1))
  const r = f64x2.sub(high, low)
  const c = f64x2.sub(f64x2.sub(high, r), low)
  const halfR = f64x2.mul(half, r)
  const s = f64x2.mul(r, halfR)
  const s2 = f64x2.mul(s, s)
  const q = f64x2.add(
    f64x2.add(constant(Q, 1), f64x2.mul(s, constant(Q, 2))),
    f64x2.mul(s2, f64x2.add(constant(Q, 3), f64x2.mul(s, constant(Q, 4)))))
  const r1 = f64x2.add(f64x2.add(one, f64x2.mul(s, constant(Q))), f64x2.mul(s2, q))
  const t = f64x2.sub(constant(THREE_SIX_TWENTY), f64x2.mul(r1, halfR))
  let e = f64x2.mul(s, f64x2.div(f64x2.sub(r1, t), f64x2.sub(constant(THREE_SIX_TWENTY, 1), f64x2.mul(r, t))))
  const direct = f64x2.sub(r, f64x2.sub(f64x2.mul(r, e), s))
  e = f64x2.sub(f64x2.sub(f64x2.mul(r, f64x2.sub(e, c)), c), s)
  const rest = f64x2.sub(r, e)
  const exponent = i64x2.shl(f64x2.add(k, constant(SHIFT)), 52)
  const power = i64x2.add(one, exponent)
  const inverse = i64x2.sub(one, exponent)
  // k ≥ 2, by whether 2⁻ᵏ or e is the smaller.
  const least = v128.bitselect(
    f64x2.sub(f64x2.sub(one, inverse), e), f64x2.sub(one, f64x2.add(e, inverse)),
    f64x2.lt(k, constant(THREE_SIX_TWENTY, 2)))
  let y = f64x2.mul(f64x2.add(r, least), power)
  const two = constant(TWO)
  const once = v128.bitselect(
    f64x2.mul(f64x2.neg(two), f64x2.sub(e, f64x2.add(r, half))), f64x2.add(one, f64x2.mul(two, rest)),
    f64x2.lt(r, constant(QUARTER)))
  y = v128.bitselect(once, y, f64x2.eq(k, one))
  const minus = f64x2.sub(f64x2.mul(f64x2.add(rest, one), power), one)
  const zero = f64x2.splat(0)
  y = v128.bitselect(minus, y, f64x2.lt(k, zero))
  y = v128.bitselect(f64x2.sub(f64x2.mul(half, rest), half), y, f64x2.eq(k, f64x2.neg(one)))
  return v128.bitselect(direct, y, f64x2.eq(k, zero))
}
