import { constant, highHalf, lowHalf, ONE, rounded } from './float64/lanes'
import { log } from './float64/logarithm'
import { power } from './float64/power'

// c[i] = a[i % an] ∘ b[i % bn] for i < n, where an and bn are n, or the size of a suffix of the result's shape, or 1.

type Operation = i32
const ADD: Operation = 0
const SUBTRACT: Operation = 1
const MULTIPLY: Operation = 2
const DIVIDE: Operation = 3
const MAXIMUM: Operation = 4
const MINIMUM: Operation = 5
const POWER: Operation = 6
// Of the derivatives: b aᵇ⁻¹ and aᵇ log a of powers, and the share of a in the gradient of the larger of a and b.
const POWER_SLOPE: Operation = 7
const POWER_GROWTH: Operation = 8
const SHARE: Operation = 9

// @ts-ignore: decorator
@inline
function apply<T>(operation: Operation, a: v128, b: v128): v128 {
  if (operation == ADD) return v128.add<T>(a, b)
  if (operation == SUBTRACT) return v128.sub<T>(a, b)
  if (operation == MULTIPLY) return v128.mul<T>(a, b)
  if (operation == DIVIDE) return v128.div<T>(a, b)
  if (operation == MAXIMUM) return v128.max<T>(a, b)
  if (operation == MINIMUM) return v128.min<T>(a, b)
  if (operation == SHARE)
    return v128.or(
      v128.and(v128.gt<T>(a, b), v128.splat<T>(1)), v128.and(v128.eq<T>(a, b), v128.splat<T>(<T>0.5)))
  return raise<T>(operation, a, b)
}

// Computed in f64 and rounded once.
// @ts-ignore: decorator
@inline
function raise<T>(operation: Operation, a: v128, b: v128): v128 {
  if (sizeof<T>() == 8) return applyWide(operation, a, b)
  return rounded(
    applyWide(operation, lowHalf(a), lowHalf(b)), applyWide(operation, highHalf(a), highHalf(b)))
}

// @ts-ignore: decorator
@inline
function applyWide(operation: Operation, a: v128, b: v128): v128 {
  if (operation == POWER) return power(a, b)
  const zero = f64x2.splat(0)
  if (operation == POWER_SLOPE)
    return v128.andnot(f64x2.mul(b, power(a, f64x2.sub(b, constant(ONE)))), f64x2.eq(b, zero))
  return v128.andnot(f64x2.mul(power(a, b), log(a)), v128.and(f64x2.eq(a, zero), f64x2.ge(b, zero)))
}

// The powers that the scalar function takes without logarithms, which f64 would not change. False of any other.
// @ts-ignore: decorator
@inline
function simplePower<T>(a: usize, b: T, c: usize, n: usize): bool {
  if (b == 2) simple<T>(SQUARE, a, c, n)
  else if (b == 1) memory.copy(c, a, n * sizeof<T>())
  else if (b == 0.5) simple<T>(ROOT, a, c, n)
  else if (b == -1) simple<T>(INVERSE, a, c, n)
  else return false
  return true
}

type Simple = i32
const SQUARE: Simple = 0
const ROOT: Simple = 1
const INVERSE: Simple = 2

// @ts-ignore: decorator
@inline
function simple<T>(power: Simple, x: usize, y: usize, n: usize): void {
  const one = v128.splat<T>(1)
  const infinity = v128.splat<T>(<T>Infinity)
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16) {
    const base = v128.load(x + i)
    if (power == SQUARE) v128.store(y + i, v128.mul<T>(base, base))
    else if (power == INVERSE) v128.store(y + i, v128.div<T>(one, base))
    else {
      // Of −∞ it is ∞ and of −0 it is 0, unlike the square root.
      const root = v128.abs<T>(v128.sqrt<T>(base))
      v128.store(y + i, v128.bitselect(infinity, root, v128.eq<T>(base, v128.neg<T>(infinity))))
    }
  }
}

// @ts-ignore: decorator
@inline
function combine<T>(operation: Operation, a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  if (operation == POWER && bn == 1 && simplePower<T>(a, load<T>(b), c, n)) return
  if (an == 1) {
    const scalar = v128.load_splat<T>(a)
    for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16)
      v128.store(c + i, apply<T>(operation, scalar, v128.load(b + i)))
  } else if (bn == 1) {
    const scalar = v128.load_splat<T>(b)
    for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16)
      v128.store(c + i, apply<T>(operation, v128.load(a + i), scalar))
  } else {
    // One operand is repeated. A row's last vector may spill into the next row, which is then written over it.
    const row = (an < bn ? an : bn) * sizeof<T>()
    const aStep: usize = an < n ? 0 : row
    const bStep: usize = bn < n ? 0 : row
    for (let end = c + n * sizeof<T>(); c < end; c += row, a += aStep, b += bStep)
      for (let i: usize = 0; i < row; i += 16)
        v128.store(c + i, apply<T>(operation, v128.load(a + i), v128.load(b + i)))
  }
}

export function add_float32(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  combine<f32>(ADD, a, b, c, n, an, bn)
}
export function add_float64(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  combine<f64>(ADD, a, b, c, n, an, bn)
}
export function subtract_float32(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  combine<f32>(SUBTRACT, a, b, c, n, an, bn)
}
export function subtract_float64(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  combine<f64>(SUBTRACT, a, b, c, n, an, bn)
}
export function multiply_float32(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  combine<f32>(MULTIPLY, a, b, c, n, an, bn)
}
export function multiply_float64(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  combine<f64>(MULTIPLY, a, b, c, n, an, bn)
}
export function divide_float32(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  combine<f32>(DIVIDE, a, b, c, n, an, bn)
}
export function divide_float64(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  combine<f64>(DIVIDE, a, b, c, n, an, bn)
}
export function maximum_float32(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  combine<f32>(MAXIMUM, a, b, c, n, an, bn)
}
export function maximum_float64(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  combine<f64>(MAXIMUM, a, b, c, n, an, bn)
}
export function minimum_float32(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  combine<f32>(MINIMUM, a, b, c, n, an, bn)
}
export function minimum_float64(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  combine<f64>(MINIMUM, a, b, c, n, an, bn)
}
export function power_float32(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  combine<f32>(POWER, a, b, c, n, an, bn)
}
export function power_float64(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  combine<f64>(POWER, a, b, c, n, an, bn)
}
export function powerSlope_float32(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  combine<f32>(POWER_SLOPE, a, b, c, n, an, bn)
}
export function powerSlope_float64(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  combine<f64>(POWER_SLOPE, a, b, c, n, an, bn)
}
export function powerGrowth_float32(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  combine<f32>(POWER_GROWTH, a, b, c, n, an, bn)
}
export function powerGrowth_float64(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  combine<f64>(POWER_GROWTH, a, b, c, n, an, bn)
}
export function share_float32(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  combine<f32>(SHARE, a, b, c, n, an, bn)
}
export function share_float64(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  combine<f64>(SHARE, a, b, c, n, an, bn)
}

// dx = dy where low ≤ x ≤ high, else 0
// @ts-ignore: decorator
@inline
function clipGradient<T>(x: usize, dy: usize, dx: usize, low: T, high: T, n: usize): void {
  const least = v128.splat<T>(low)
  const most = v128.splat<T>(high)
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16) {
    const input = v128.load(x + i)
    const inside = v128.and(v128.ge<T>(input, least), v128.le<T>(input, most))
    v128.store(dx + i, v128.and(v128.load(dy + i), inside))
  }
}
export function clipGradient_float32(x: usize, dy: usize, dx: usize, low: f32, high: f32, n: usize): void {
  clipGradient<f32>(x, dy, dx, low, high, n)
}
export function clipGradient_float64(x: usize, dy: usize, dx: usize, low: f64, high: f64, n: usize): void {
  clipGradient<f64>(x, dy, dx, low, high, n)
}
