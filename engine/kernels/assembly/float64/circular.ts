import { both, constant, first, HALF, head, ONE, pair, second, SHIFT, signOf, TWO, withSign } from './lanes'

// 2²⁰ π/2, up to which the argument is reduced in two steps.
const LIMIT = memory.data<u64>([0x413921fb00000000])
const INVERSE_HALF_PI = memory.data<u64>([0x3fe45f306dc9c883])
// The first 33 bits of π/2, and the rest.
const HALF_PI = memory.data<u64>([0x3ff921fb54400000, 0x3dd0b4611a626331])
// By the high word of π/4, as everywhere here.
const QUARTER_PI = memory.data<u64>([0x3fe921fc00000000])
const CANCELLATION = memory.data<f64>([65536])

// x = n π/2 + y: n as a float with its integer in the low bits, and y in two parts.
// @ts-ignore: decorator
@inline
function quotientOf(x: v128): v128 {
  const q = f64x2.nearest(f64x2.mul(x, constant(INVERSE_HALF_PI)))
  return v128.andnot(q, f64x2.lt(f64x2.abs(x), constant(QUARTER_PI)))
}

// Whether x is neither too large for two steps, nor so near a multiple of π/2 that y has lost their bits.
// @ts-ignore: decorator
@inline
function isReduced(size: v128, y: v128): bool {
  const near = f64x2.le(size, f64x2.mul(f64x2.abs(y), constant(CANCELLATION)))
  return both(v128.and(near, f64x2.lt(size, constant(LIMIT))))
}

const S = memory.data<u64>([
  0xbfc5555555555549, 0x3f8111111110f8a6, 0xbf2a01a019c161d5, 0x3ec71de357b1fe7d, 0xbe5ae5e68a2b9ceb,
  0x3de5d93a5acfd57c])

// sin (x + y) for |x| ≤ π/4, where `exact` tells that y is 0.
// @ts-ignore: decorator
@inline
function sineOf(x: v128, y: v128, exact: v128): v128 {
  const z = f64x2.mul(x, x)
  const w = f64x2.mul(z, z)
  const low = f64x2.add(constant(S, 1), f64x2.mul(z, f64x2.add(constant(S, 2), f64x2.mul(z, constant(S, 3)))))
  const high = f64x2.mul(f64x2.mul(z, w), f64x2.add(constant(S, 4), f64x2.mul(z, constant(S, 5))))
  const r = f64x2.add(low, high)
  const v = f64x2.mul(z, x)
  const plain = f64x2.add(x, f64x2.mul(v, f64x2.add(constant(S), f64x2.mul(z, r))))
  const whole = f64x2.sub(
    x,
    f64x2.sub(
      f64x2.sub(f64x2.mul(z, f64x2.sub(f64x2.mul(constant(HALF), y), f64x2.mul(v, r))), y),
      f64x2.mul(v, constant(S))))
  return v128.bitselect(plain, whole, exact)
}

const C = memory.data<u64>([
  0x3fa555555555554c, 0xbf56c16c16c15177, 0x3efa01a019cb1590, 0xbe927e4f809c52ad, 0x3e21ee9ebdb4b1c4,
  0xbda8fae9be8838d4])

// cos (x + y) for |x| ≤ π/4.
// @ts-ignore: decorator
@inline
function cosineOf(x: v128, y: v128): v128 {
  const z = f64x2.mul(x, x)
  const z2 = f64x2.mul(z, z)
  const low = f64x2.mul(
    z, f64x2.add(constant(C), f64x2.mul(z, f64x2.add(constant(C, 1), f64x2.mul(z, constant(C, 2))))))
  const high = f64x2.mul(
    f64x2.mul(z2, z2),
    f64x2.add(constant(C, 3), f64x2.mul(z, f64x2.add(constant(C, 4), f64x2.mul(z, constant(C, 5))))))
  const r = f64x2.add(low, high)
  const half = f64x2.mul(constant(HALF), z)
  const w = f64x2.sub(constant(ONE), half)
  return f64x2.add(
    w, f64x2.add(f64x2.sub(f64x2.sub(constant(ONE), w), half), f64x2.sub(f64x2.mul(z, r), f64x2.mul(x, y))))
}

const SINE_TINY = memory.data<u64>([0x3e50000000000000])
const TANGENT_TINY = memory.data<u64>([0x3e40000000000000])

const SINE = 0
const COSINE = 1
const TANGENT = 2

/** sin x */
export function sin(x: v128): v128 {
  return circular(SINE, x)
}

/** cos x */
export function cos(x: v128): v128 {
  return circular(COSINE, x)
}

/** tan x */
export function tan(x: v128): v128 {
  return circular(TANGENT, x)
}

// By sin y, cos y or tan y of x = n π/2 + y, as n says.
// @ts-ignore: decorator
@inline
function circular(name: i32, x: v128): v128 {
  const size = f64x2.abs(x)
  const q = quotientOf(x)
  const r = f64x2.sub(x, f64x2.mul(q, constant(HALF_PI)))
  const w = f64x2.mul(q, constant(HALF_PI, 1))
  const y = f64x2.sub(r, w)
  if (!isReduced(size, y)) return pair(alone(name, first(x)), alone(name, second(x)))
  const rest = f64x2.sub(f64x2.sub(r, y), w)
  const n = f64x2.add(q, constant(SHIFT))
  const even = i64x2.eq(v128.and(n, i64x2.splat(1)), i64x2.splat(0))
  if (name == TANGENT) return v128.bitselect(x, tangentOf(y, rest, even), f64x2.lt(size, constant(TANGENT_TINY)))
  if (name == COSINE) {
    const result = v128.bitselect(cosineOf(y, rest), sineOf(y, rest, f64x2.splat(0)), even)
    return v128.xor(result, signOf(i64x2.shl(i64x2.add(n, i64x2.splat(1)), 62)))
  }
  const sine = sineOf(y, rest, f64x2.lt(size, constant(QUARTER_PI)))
  const result = v128.xor(v128.bitselect(sine, cosineOf(y, rest), even), signOf(i64x2.shl(n, 62)))
  return v128.bitselect(x, result, f64x2.lt(size, constant(SINE_TINY)))
}

// @ts-ignore: decorator
@inline
function alone(name: i32, x: f64): f64 {
  return name == TANGENT ? NativeMath.tan(x) : name == COSINE ? NativeMath.cos(x) : NativeMath.sin(x)
}

const T = memory.data<u64>([
  0x3fd5555555555563, 0x3fc111111110fe7a, 0x3faba1ba1bb341fe, 0x3f9664f48406d637, 0x3f8226e3e96e8493,
  0x3f6d6d22c9560328, 0x3f57dbc8fee08315, 0x3f4344d8f2f26501, 0x3f3026f71a8d1068, 0x3f147e88a03792a6,
  0x3f12b80f32f0a7e9, 0xbef375cbdb605373, 0x3efb2a7074bf7ad4])
// π/4 in two parts.
const PI_4 = memory.data<u64>([0x3fe921fb54442d18, 0x3c81a62633145c07])
// By the high word of 0.6744.
const BIG = memory.data<u64>([0x3fe5942800000000])

// tan (x + y), or, where not `even`, −1 / tan (x + y), for |x| ≤ π/4.
// @ts-ignore: decorator
@inline
function tangentOf(x: v128, y: v128, even: v128): v128 {
  const one = constant(ONE)
  // Near π/4, by tan (π/4 − x).
  const big = f64x2.ge(f64x2.abs(x), constant(BIG))
  const flip = signOf(x)
  const distance = f64x2.add(
    f64x2.sub(constant(PI_4), v128.xor(x, flip)), f64x2.sub(constant(PI_4, 1), v128.xor(y, flip)))
  const a = v128.bitselect(distance, x, big)
  const b = v128.andnot(y, big)
  const z = f64x2.mul(a, a)
  const w = f64x2.mul(z, z)
  let p = f64x2.add(constant(T, 9), f64x2.mul(w, constant(T, 11)))
  p = f64x2.add(constant(T, 7), f64x2.mul(w, p))
  p = f64x2.add(constant(T, 5), f64x2.mul(w, p))
  p = f64x2.add(constant(T, 3), f64x2.mul(w, p))
  p = f64x2.add(constant(T, 1), f64x2.mul(w, p))
  let v = f64x2.add(constant(T, 10), f64x2.mul(w, constant(T, 12)))
  v = f64x2.add(constant(T, 8), f64x2.mul(w, v))
  v = f64x2.add(constant(T, 6), f64x2.mul(w, v))
  v = f64x2.add(constant(T, 4), f64x2.mul(w, v))
  v = f64x2.mul(z, f64x2.add(constant(T, 2), f64x2.mul(w, v)))
  const s = f64x2.mul(z, a)
  let r = f64x2.add(b, f64x2.mul(z, f64x2.add(f64x2.mul(s, f64x2.add(p, v)), b)))
  r = f64x2.add(r, f64x2.mul(constant(T), s))
  const sum = f64x2.add(a, r)
  const direction = v128.bitselect(one, f64x2.neg(one), even)
  const quotient = f64x2.div(
    v128.bitselect(f64x2.mul(sum, sum), f64x2.neg(one), big),
    v128.bitselect(f64x2.add(sum, direction), sum, big))
  const reflected = f64x2.sub(
    direction, f64x2.mul(constant(TWO), f64x2.sub(a, f64x2.sub(quotient, r))))
  // −1 / (a + r), with what rounding has lost put back.
  const sumHead = head(sum)
  const left = f64x2.sub(r, f64x2.sub(sumHead, a))
  const quotientHead = head(quotient)
  const inverse = f64x2.add(
    quotientHead,
    f64x2.mul(
      quotient, f64x2.add(f64x2.add(one, f64x2.mul(quotientHead, sumHead)), f64x2.mul(quotientHead, left))))
  return v128.bitselect(v128.xor(reflected, flip), v128.bitselect(sum, inverse, even), big)
}

const ATAN_LIMIT = memory.data<u64>([0x4410000000000000])
// By the high words of 7/16, 11/16, 19/16 and 39/16.
const ATAN_BOUNDS = memory.data<u64>([0x3fdc000000000000, 0x3fe6000000000000, 0x3ff3000000000000, 0x4003800000000000])
// The arcus tangents of ½, 1, 1½ and ∞ in two parts.
const ATAN_HIGH = memory.data<u64>([0x3fddac670561bb4f, 0x3fe921fb54442d18, 0x3fef730bd281f69b, 0x3ff921fb54442d18])
const ATAN_LOW = memory.data<u64>([0x3c7a2b7f222f65e2, 0x3c81a62633145c07, 0x3c7007887af0cbbd, 0x3c91a62633145c07])
const AT = memory.data<u64>([
  0x3fd555555555550d, 0xbfc999999998ebc4, 0x3fc24924920083ff, 0xbfbc71c6fe231671, 0x3fb745cdc54c206e,
  0xbfb3b0f2af749a6d, 0x3fb10d66a0d03d51, 0xbfadde2d52defd9a, 0x3fa97b4b24760deb, 0xbfa2b4442c6a6c2f,
  0x3f90ad3ae322da11])
const THREE_HALVES = memory.data<f64>([1.5])

/** The arcus tangent. */
export function atan(x: v128): v128 {
  const size = f64x2.abs(x)
  if (!both(f64x2.lt(size, constant(ATAN_LIMIT)))) return pair(NativeMath.atan(first(x)), NativeMath.atan(second(x)))
  const one = constant(ONE)
  const two = constant(TWO)
  const middle = constant(THREE_HALVES)
  // atan x = atan c + atan ((x − c) / (1 + c x)) for c = 0, ½, 1, 1½ or ∞.
  let numerator = f64x2.neg(one)
  let denominator = size
  let high = constant(ATAN_HIGH, 3)
  let low = constant(ATAN_LOW, 3)
  let below = f64x2.lt(size, constant(ATAN_BOUNDS, 3))
  numerator = v128.bitselect(f64x2.sub(size, middle), numerator, below)
  denominator = v128.bitselect(f64x2.add(one, f64x2.mul(middle, size)), denominator, below)
  high = v128.bitselect(constant(ATAN_HIGH, 2), high, below)
  low = v128.bitselect(constant(ATAN_LOW, 2), low, below)
  below = f64x2.lt(size, constant(ATAN_BOUNDS, 2))
  numerator = v128.bitselect(f64x2.sub(size, one), numerator, below)
  denominator = v128.bitselect(f64x2.add(size, one), denominator, below)
  high = v128.bitselect(constant(ATAN_HIGH, 1), high, below)
  low = v128.bitselect(constant(ATAN_LOW, 1), low, below)
  below = f64x2.lt(size, constant(ATAN_BOUNDS, 1))
  numerator = v128.bitselect(f64x2.sub(f64x2.mul(two, size), one), numerator, below)
  denominator = v128.bitselect(f64x2.add(two, size), denominator, below)
  high = v128.bitselect(constant(ATAN_HIGH), high, below)
  low = v128.bitselect(constant(ATAN_LOW), low, below)
  const direct = f64x2.lt(size, constant(ATAN_BOUNDS))
  const r = v128.bitselect(x, f64x2.div(numerator, denominator), direct)
  const z = f64x2.mul(r, r)
  const w = f64x2.mul(z, z)
  let even = f64x2.add(constant(AT, 8), f64x2.mul(w, constant(AT, 10)))
  even = f64x2.add(constant(AT, 6), f64x2.mul(w, even))
  even = f64x2.add(constant(AT, 4), f64x2.mul(w, even))
  even = f64x2.add(constant(AT, 2), f64x2.mul(w, even))
  even = f64x2.mul(z, f64x2.add(constant(AT), f64x2.mul(w, even)))
  let odd = f64x2.add(constant(AT, 7), f64x2.mul(w, constant(AT, 9)))
  odd = f64x2.add(constant(AT, 5), f64x2.mul(w, odd))
  odd = f64x2.add(constant(AT, 3), f64x2.mul(w, odd))
  odd = f64x2.mul(w, f64x2.add(constant(AT, 1), f64x2.mul(w, odd)))
  const s = f64x2.mul(r, f64x2.add(even, odd))
  const turned = withSign(f64x2.sub(high, f64x2.sub(f64x2.sub(s, low), r)), x)
  const y = v128.bitselect(f64x2.sub(r, s), turned, direct)
  return v128.bitselect(x, y, f64x2.lt(size, constant(TANGENT_TINY)))
}
