// What the functions of this folder share. Each computes two lanes by the steps of the scalar function of the same
// name, in the same order and rounded alike: bit for bit the same results, at about half the time. Where the scalar
// function branches, both sides are computed and selected from; arguments that are rare and would need more than that
// go through the scalar function.

/** An f64 in both lanes. From memory, because V8 makes a splat of a constant anew at every turn of a loop. */
// @ts-ignore: decorator
@inline
export function constant(table: usize, i: usize = 0): v128 {
  return v128.load64_splat(table + (i << 3))
}

const SIGN = memory.data<u64>([0x8000000000000000])
const HEAD = memory.data<u64>([0xffffffff00000000])
export const HALF = memory.data<f64>([0.5])
export const ONE = memory.data<f64>([1])
export const TWO = memory.data<f64>([2])

/** Added to an integer below 2⁵¹, it leaves the integer in the low bits. */
export const SHIFT = memory.data<u64>([0x4338000000000000])

/** 2⁵² + 1024: subtracted from 2⁵² with k + 1024 in its low bits, it leaves k. */
export const EXPONENT_BIAS = memory.data<f64>([4503599627371520])

/** Whether a comparison held in both lanes. */
// @ts-ignore: decorator
@inline
export function both(mask: v128): bool {
  return i64x2.bitmask(mask) == 3
}

/** Whether a comparison held in a lane. */
// @ts-ignore: decorator
@inline
export function either(mask: v128): bool {
  return i64x2.bitmask(mask) != 0
}

// @ts-ignore: decorator
@inline
export function pair(low: f64, high: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(low), 1, high)
}

// @ts-ignore: decorator
@inline
export function first(x: v128): f64 {
  return f64x2.extract_lane(x, 0)
}

// @ts-ignore: decorator
@inline
export function second(x: v128): f64 {
  return f64x2.extract_lane(x, 1)
}

/** The size of x with the sign of y. */
// @ts-ignore: decorator
@inline
export function withSign(x: v128, y: v128): v128 {
  return v128.bitselect(y, x, constant(SIGN))
}

/** x without the lower half of its bits. */
// @ts-ignore: decorator
@inline
export function head(x: v128): v128 {
  return v128.and(x, constant(HEAD))
}

/** The sign of x, as +0 or −0. */
// @ts-ignore: decorator
@inline
export function signOf(x: v128): v128 {
  return v128.and(x, constant(SIGN))
}

/** The first two of four f32. */
// @ts-ignore: decorator
@inline
export function lowHalf(x: v128): v128 {
  return f64x2.promote_low_f32x4(x)
}

/** The last two of four f32. */
// @ts-ignore: decorator
@inline
export function highHalf(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<u64>(x, x, 1, 1))
}

/** Four f32, each rounded once. */
// @ts-ignore: decorator
@inline
export function rounded(low: v128, high: v128): v128 {
  return v128.shuffle<u64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2)
}
