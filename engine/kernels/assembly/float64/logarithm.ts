import { both, constant, either, EXPONENT_BIAS, first, HALF, head, ONE, pair, second, TWO } from './lanes'
import { LN2 } from './exponential'
import { BINARY_LOGARITHMS, LOGARITHMS } from './tables'

const LEAST = memory.data<u64>([0x0010000000000000])
const INFINITY = memory.data<f64>([Infinity])

// Positive, normal and finite.
// @ts-ignore: decorator
@inline
function isOrdinary(x: v128): bool {
  return both(v128.and(f64x2.ge(x, constant(LEAST)), f64x2.lt(x, constant(INFINITY))))
}

// Around 1, where the logarithm has a polynomial of its own.
const LOG_NEAR = memory.data<u64>([0x3fee000000000000, 0x3ff1090000000000])
const LOG_LN2 = memory.data<u64>([0x3fe62e42fefa3800, 0x3d2ef35793c76730])
const LOG_A = memory.data<u64>([
  0xbfe0000000000001, 0x3fd555555551305b, 0xbfcfffffffeb4590, 0x3fc999b324f10111, 0xbfc55575e506c89f])
const LOG_B = memory.data<u64>([
  0xbfe0000000000000, 0x3fd5555555555577, 0xbfcffffffffffdcb, 0x3fc999999995dd0c, 0xbfc55555556745a7,
  0x3fc24924a344de30, 0xbfbfffffa4423d65, 0x3fbc7184282ad6ca, 0xbfb999eb43b068ff, 0x3fb78182f7afd085,
  0xbfb5521375d145cd])
const TWO_27 = memory.data<f64>([134217728])
const LOG_OFFSET = memory.data<u64>([0x3fe6000000000000])

/** The natural logarithm. */
export function log(x: v128): v128 {
  if (!isOrdinary(x)) return pair(NativeMath.log(first(x)), NativeMath.log(second(x)))
  const near = v128.and(f64x2.ge(x, constant(LOG_NEAR)), f64x2.lt(x, constant(LOG_NEAR, 1)))
  if (both(near)) return logNearOne(x)
  const y = logByTable(x)
  return either(near) ? v128.bitselect(logNearOne(x), y, near) : y
}

// @ts-ignore: decorator
@inline
function logByTable(x: v128): v128 {
  // x = 2ᵏ z with z in [0.6875, 1.375), and c is near z.
  const scaled = i64x2.sub(x, constant(LOG_OFFSET))
  const k = kOf(scaled)
  const z = i64x2.sub(x, v128.and(scaled, i64x2.splat(0xfff0000000000000)))
  const parts = i64x2.shr_u(scaled, 45)
  const low = LOGARITHMS + ((<usize>i32x4.extract_lane(parts, 0) & 127) << 5)
  const high = LOGARITHMS + ((<usize>i32x4.extract_lane(parts, 2) & 127) << 5)
  const a = v128.load(low)
  const b = v128.load(high)
  const c = v128.load(low, 16)
  const d = v128.load(high, 16)
  const distance = f64x2.sub(f64x2.sub(z, v128.shuffle<f64>(c, d, 0, 2)), v128.shuffle<f64>(c, d, 1, 3))
  const r = f64x2.mul(distance, v128.shuffle<f64>(a, b, 0, 2))
  const w = f64x2.add(f64x2.mul(k, constant(LOG_LN2)), v128.shuffle<f64>(a, b, 1, 3))
  const hi = f64x2.add(w, r)
  const lo = f64x2.add(f64x2.add(f64x2.sub(w, hi), r), f64x2.mul(k, constant(LOG_LN2, 1)))
  const r2 = f64x2.mul(r, r)
  const p = f64x2.add(
    f64x2.add(constant(LOG_A, 1), f64x2.mul(r, constant(LOG_A, 2))),
    f64x2.mul(r2, f64x2.add(constant(LOG_A, 3), f64x2.mul(r, constant(LOG_A, 4)))))
  return f64x2.add(f64x2.add(f64x2.add(lo, f64x2.mul(r2, constant(LOG_A))), f64x2.mul(f64x2.mul(r, r2), p)), hi)
}

function logNearOne(x: v128): v128 {
  const r = f64x2.sub(x, constant(ONE))
  const r2 = f64x2.mul(r, r)
  const r3 = f64x2.mul(r2, r)
  let p = f64x2.add(
    f64x2.add(
      f64x2.add(constant(LOG_B, 7), f64x2.mul(r, constant(LOG_B, 8))), f64x2.mul(r2, constant(LOG_B, 9))),
    f64x2.mul(r3, constant(LOG_B, 10)))
  p = f64x2.add(
    f64x2.add(
      f64x2.add(constant(LOG_B, 4), f64x2.mul(r, constant(LOG_B, 5))), f64x2.mul(r2, constant(LOG_B, 6))),
    f64x2.mul(r3, p))
  p = f64x2.add(
    f64x2.add(
      f64x2.add(constant(LOG_B, 1), f64x2.mul(r, constant(LOG_B, 2))), f64x2.mul(r2, constant(LOG_B, 3))),
    f64x2.mul(r3, p))
  const y = f64x2.mul(r3, p)
  // r in two parts, of which the first has a square that is exact.
  let w = f64x2.mul(r, constant(TWO_27))
  const rHigh = f64x2.sub(f64x2.add(r, w), w)
  const rLow = f64x2.sub(r, rHigh)
  w = f64x2.mul(f64x2.mul(rHigh, rHigh), constant(LOG_B))
  const hi = f64x2.add(r, w)
  let lo = f64x2.add(f64x2.sub(r, hi), w)
  lo = f64x2.add(lo, f64x2.mul(f64x2.mul(constant(LOG_B), rLow), f64x2.add(rHigh, r)))
  return f64x2.add(f64x2.add(y, lo), hi)
}

// The exponent in the bits of 2ᵏ, less those of 1 or nearly so, as a float.
// @ts-ignore: decorator
@inline
export function kOf(scaled: v128): v128 {
  const biased = i64x2.shr_u(i64x2.add(scaled, i64x2.splat(0x4000000000000000)), 52)
  return f64x2.sub(v128.or(biased, i64x2.splat(0x4330000000000000)), constant(EXPONENT_BIAS))
}

const LOG2_NEAR = memory.data<u64>([0x3feea4af00000000, 0x3ff0b55900000000])
const INVERSE_LN2 = memory.data<u64>([0x3ff7154765200000, 0x3de705fc2eefa200])
const LOG2_A = memory.data<u64>([
  0xbfe71547652b8339, 0x3fdec709dc3a04be, 0xbfd7154764702ffb, 0x3fd2776c50034c48, 0xbfcec7b328ea92bc,
  0x3fca6225e117f92e])
const LOG2_B = memory.data<u64>([
  0xbfe71547652b82fe, 0x3fdec709dc3a03f7, 0xbfd71547652b7c3f, 0x3fd2776c50f05be4, 0xbfcec709dd768fe5,
  0x3fca61761ec4e736, 0xbfc7153fbc64a79b, 0x3fc484d154f01b4a, 0xbfc289e4a72c383c, 0x3fc0b32f285aee66])

/** The logarithm to base 2. */
export function log2(x: v128): v128 {
  if (!isOrdinary(x)) return pair(NativeMath.log2(first(x)), NativeMath.log2(second(x)))
  const near = v128.and(f64x2.ge(x, constant(LOG2_NEAR)), f64x2.lt(x, constant(LOG2_NEAR, 1)))
  if (both(near)) return log2NearOne(x)
  const y = log2ByTable(x)
  return either(near) ? v128.bitselect(log2NearOne(x), y, near) : y
}

// @ts-ignore: decorator
@inline
function log2ByTable(x: v128): v128 {
  const scaled = i64x2.sub(x, constant(LOG_OFFSET))
  const k = kOf(scaled)
  const z = i64x2.sub(x, v128.and(scaled, i64x2.splat(0xfff0000000000000)))
  const parts = i64x2.shr_u(scaled, 46)
  const low = BINARY_LOGARITHMS + ((<usize>i32x4.extract_lane(parts, 0) & 63) << 5)
  const high = BINARY_LOGARITHMS + ((<usize>i32x4.extract_lane(parts, 2) & 63) << 5)
  const a = v128.load(low)
  const b = v128.load(high)
  const c = v128.load(low, 16)
  const d = v128.load(high, 16)
  const distance = f64x2.sub(f64x2.sub(z, v128.shuffle<f64>(c, d, 0, 2)), v128.shuffle<f64>(c, d, 1, 3))
  const r = f64x2.mul(distance, v128.shuffle<f64>(a, b, 0, 2))
  const rHigh = head(r)
  const t1 = f64x2.mul(rHigh, constant(INVERSE_LN2))
  const t2 = f64x2.add(
    f64x2.mul(f64x2.sub(r, rHigh), constant(INVERSE_LN2)), f64x2.mul(r, constant(INVERSE_LN2, 1)))
  const t3 = f64x2.add(k, v128.shuffle<f64>(a, b, 1, 3))
  const hi = f64x2.add(t3, t1)
  const lo = f64x2.add(f64x2.add(f64x2.sub(t3, hi), t1), t2)
  const r2 = f64x2.mul(r, r)
  const p = f64x2.add(
    f64x2.add(
      f64x2.add(constant(LOG2_A), f64x2.mul(r, constant(LOG2_A, 1))),
      f64x2.mul(r2, f64x2.add(constant(LOG2_A, 2), f64x2.mul(r, constant(LOG2_A, 3))))),
    f64x2.mul(f64x2.mul(r2, r2), f64x2.add(constant(LOG2_A, 4), f64x2.mul(r, constant(LOG2_A, 5)))))
  return f64x2.add(f64x2.add(lo, f64x2.mul(r2, p)), hi)
}

function log2NearOne(x: v128): v128 {
  const r = f64x2.sub(x, constant(ONE))
  const rHigh = head(r)
  const hi = f64x2.mul(rHigh, constant(INVERSE_LN2))
  let lo = f64x2.add(
    f64x2.mul(f64x2.sub(r, rHigh), constant(INVERSE_LN2)), f64x2.mul(r, constant(INVERSE_LN2, 1)))
  const r2 = f64x2.mul(r, r)
  const r4 = f64x2.mul(r2, r2)
  const p = f64x2.mul(r2, f64x2.add(constant(LOG2_B), f64x2.mul(r, constant(LOG2_B, 1))))
  const y = f64x2.add(hi, p)
  lo = f64x2.add(lo, f64x2.add(f64x2.sub(hi, y), p))
  const low = f64x2.add(
    f64x2.add(constant(LOG2_B, 2), f64x2.mul(r, constant(LOG2_B, 3))),
    f64x2.mul(r2, f64x2.add(constant(LOG2_B, 4), f64x2.mul(r, constant(LOG2_B, 5)))))
  const high = f64x2.add(
    f64x2.add(constant(LOG2_B, 6), f64x2.mul(r, constant(LOG2_B, 7))),
    f64x2.mul(r2, f64x2.add(constant(LOG2_B, 8), f64x2.mul(r, constant(LOG2_B, 9)))))
  lo = f64x2.add(lo, f64x2.mul(r4, f64x2.add(low, f64x2.mul(r4, high))))
  return f64x2.add(y, lo)
}

// What FreeBSD's s_log1p.c and e_log10.c share.
const LG = memory.data<u64>([
  0x3fe5555555555593, 0x3fd999999997fa04, 0x3fd2492494229359, 0x3fcc71c51d8e78af, 0x3fc7466496cb03de,
  0x3fc39a09d078c69f, 0x3fc2f112df3e5244])
// The high words of 1 and √½, and their difference.
const ROOT = memory.data<u64>([0x3fe6a09e00000000])

// s (½ f² + R(s²)) with s = f / (2 + f).
// @ts-ignore: decorator
@inline
function remainder(f: v128, halfSquare: v128): v128 {
  const s = f64x2.div(f, f64x2.add(constant(TWO), f))
  const z = f64x2.mul(s, s)
  const w = f64x2.mul(z, z)
  let t1 = f64x2.add(constant(LG, 3), f64x2.mul(w, constant(LG, 5)))
  t1 = f64x2.mul(w, f64x2.add(constant(LG, 1), f64x2.mul(w, t1)))
  let t2 = f64x2.add(constant(LG, 4), f64x2.mul(w, constant(LG, 6)))
  t2 = f64x2.add(constant(LG, 2), f64x2.mul(w, t2))
  t2 = f64x2.mul(z, f64x2.add(constant(LG), f64x2.mul(w, t2)))
  return f64x2.mul(s, f64x2.add(halfSquare, f64x2.add(t2, t1)))
}

// −1 and what 1 + x loses nothing of worth from: 2⁵³.
const LOG1P_BOUNDS = memory.data<f64>([-1, 9007199254740992])
const LOG1P_DIRECT = memory.data<u64>([0xbfd2bec500000000, 0x3fda827a00000000])
const LOG1P_TINY = memory.data<u64>([0x3ca0000000000000])

/** log(1 + x) */
export function log1p(x: v128): v128 {
  if (!both(v128.and(f64x2.gt(x, constant(LOG1P_BOUNDS)), f64x2.lt(x, constant(LOG1P_BOUNDS, 1)))))
    return pair(NativeMath.log1p(first(x)), NativeMath.log1p(second(x)))
  const one = constant(ONE)
  // Near 0 the series is that of x itself, elsewhere that of (1 + x) / 2ᵏ − 1, with c for what rounding has lost.
  const direct = v128.and(f64x2.gt(x, constant(LOG1P_DIRECT)), f64x2.lt(x, constant(LOG1P_DIRECT, 1)))
  const u = f64x2.add(one, x)
  const scaled = i64x2.sub(u, constant(ROOT))
  const exponent = kOf(scaled)
  const k = v128.andnot(exponent, direct)
  const lost = v128.bitselect(
    f64x2.sub(one, f64x2.sub(u, x)), f64x2.sub(x, f64x2.sub(u, one)), f64x2.ge(k, constant(TWO)))
  const c = v128.andnot(f64x2.div(lost, u), direct)
  const mantissa = i64x2.add(v128.and(scaled, i64x2.splat(0x000fffffffffffff)), constant(ROOT))
  const f = v128.bitselect(x, f64x2.sub(mantissa, one), direct)
  const halfSquare = f64x2.mul(f64x2.mul(constant(HALF), f), f)
  let y = f64x2.add(remainder(f, halfSquare), f64x2.add(f64x2.mul(k, constant(LN2, 1)), c))
  y = f64x2.add(f64x2.add(f64x2.sub(y, halfSquare), f), f64x2.mul(k, constant(LN2)))
  return v128.bitselect(x, y, f64x2.lt(f64x2.abs(x), constant(LOG1P_TINY)))
}

const INVERSE_LN10 = memory.data<u64>([0x3fdbcb7b15200000, 0x3dbb9438ca9aadd5])
const LOG10_2 = memory.data<u64>([0x3fd34413509f6000, 0x3d59fef311f12b36])

/** The logarithm to base 10. */
export function log10(x: v128): v128 {
  if (!isOrdinary(x)) return pair(NativeMath.log10(first(x)), NativeMath.log10(second(x)))
  const scaled = i64x2.sub(x, constant(ROOT))
  const k = kOf(scaled)
  const f = f64x2.sub(
    i64x2.add(v128.and(scaled, i64x2.splat(0x000fffffffffffff)), constant(ROOT)), constant(ONE))
  const halfSquare = f64x2.mul(f64x2.mul(constant(HALF), f), f)
  const hi = head(f64x2.sub(f, halfSquare))
  const lo = f64x2.add(f64x2.sub(f64x2.sub(f, hi), halfSquare), remainder(f, halfSquare))
  const high = f64x2.mul(hi, constant(INVERSE_LN10))
  const y = f64x2.mul(k, constant(LOG10_2))
  let low = f64x2.add(
    f64x2.mul(k, constant(LOG10_2, 1)), f64x2.mul(f64x2.add(lo, hi), constant(INVERSE_LN10, 1)))
  low = f64x2.add(low, f64x2.mul(lo, constant(INVERSE_LN10)))
  const w = f64x2.add(y, high)
  low = f64x2.add(low, f64x2.add(f64x2.sub(y, w), high))
  return f64x2.add(low, w)
}
