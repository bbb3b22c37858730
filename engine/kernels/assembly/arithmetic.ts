// c[i] = a[i % an] ∘ b[i % bn] for i < n, where an and bn are n, or the size of a suffix of the result's shape, or 1.

type Operation = i32
const ADD: Operation = 0
const SUBTRACT: Operation = 1
const MULTIPLY: Operation = 2
const DIVIDE: Operation = 3
const MAXIMUM: Operation = 4
const MINIMUM: Operation = 5
const POWER: Operation = 6

// @ts-ignore: decorator
@inline
function apply<T>(operation: Operation, a: v128, b: v128): v128 {
  if (operation == ADD) return v128.add<T>(a, b)
  if (operation == SUBTRACT) return v128.sub<T>(a, b)
  if (operation == MULTIPLY) return v128.mul<T>(a, b)
  if (operation == DIVIDE) return v128.div<T>(a, b)
  if (operation == MAXIMUM) return v128.max<T>(a, b)
  if (operation == MINIMUM) return v128.min<T>(a, b)
  return power<T>(a, b)
}

// aᵇ, computed in f64 and rounded once.
// @ts-ignore: decorator
@inline
function power<T>(a: v128, b: v128): v128 {
  if (sizeof<T>() == 8)
    return f64x2.replace_lane(
      f64x2.splat(powerOf(f64x2.extract_lane(a, 0), f64x2.extract_lane(b, 0))),
      1, powerOf(f64x2.extract_lane(a, 1), f64x2.extract_lane(b, 1)))
  let c = f32x4.splat(<f32>powerOf(f32x4.extract_lane(a, 0), f32x4.extract_lane(b, 0)))
  c = f32x4.replace_lane(c, 1, <f32>powerOf(f32x4.extract_lane(a, 1), f32x4.extract_lane(b, 1)))
  c = f32x4.replace_lane(c, 2, <f32>powerOf(f32x4.extract_lane(a, 2), f32x4.extract_lane(b, 2)))
  return f32x4.replace_lane(c, 3, <f32>powerOf(f32x4.extract_lane(a, 3), f32x4.extract_lane(b, 3)))
}
// As C, NumPy and PyTorch have it. In JavaScript 1^NaN and (±1)^±∞ are NaN.
function powerOf(a: f64, b: f64): f64 {
  return a == 1 || (a == -1 && abs(b) == Infinity) ? 1 : NativeMath.pow(a, b)
}

// @ts-ignore: decorator
@inline
function combine<T>(operation: Operation, a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
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

// @ts-ignore: decorator
@inline
function negate<T>(x: usize, y: usize, n: usize): void {
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16) v128.store(y + i, v128.neg<T>(v128.load(x + i)))
}
export function negate_float32(x: usize, y: usize, n: usize): void {
  negate<f32>(x, y, n)
}
export function negate_float64(x: usize, y: usize, n: usize): void {
  negate<f64>(x, y, n)
}

// @ts-ignore: decorator
@inline
function sqrt<T>(x: usize, y: usize, n: usize): void {
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16) v128.store(y + i, v128.sqrt<T>(v128.load(x + i)))
}
export function sqrt_float32(x: usize, y: usize, n: usize): void {
  sqrt<f32>(x, y, n)
}
export function sqrt_float64(x: usize, y: usize, n: usize): void {
  sqrt<f64>(x, y, n)
}
