import { exponential, hyperbolicTangent, logarithm, logarithmOfOnePlus } from './elementary'

// y = f(x) for n elements.

type Operation = i32
const ABS: Operation = 0
const CEIL: Operation = 1
const EXP: Operation = 2
const FLOOR: Operation = 3
const LOG: Operation = 4
const NEGATE: Operation = 5
const RELU: Operation = 6
const ROUND: Operation = 7
const SIGMOID: Operation = 8
const SIGN: Operation = 9
const SOFTPLUS: Operation = 10
const SQRT: Operation = 11
const STEP: Operation = 12
const TANH: Operation = 13

// @ts-ignore: decorator
@inline
function apply<T>(operation: Operation, x: v128): v128 {
  if (operation == ABS) return v128.abs<T>(x)
  if (operation == CEIL) return v128.ceil<T>(x)
  if (operation == EXP) return exponential<T>(x)
  if (operation == FLOOR) return v128.floor<T>(x)
  if (operation == LOG) return logarithm<T>(x)
  if (operation == NEGATE) return v128.neg<T>(x)
  if (operation == ROUND) return v128.nearest<T>(x)
  if (operation == SQRT) return v128.sqrt<T>(x)
  if (operation == TANH) return hyperbolicTangent<T>(x)
  const zero = v128.splat<T>(0)
  const one = v128.splat<T>(1)
  // In this operand order pmax keeps NaN.
  if (operation == RELU) return v128.pmax<T>(x, zero)
  // 1 / (1 + exp(−x))
  if (operation == SIGMOID) return v128.div<T>(one, v128.add<T>(one, exponential<T>(v128.neg<T>(x))))
  // log(1 + exp(x)) = max(x, 0) + log(1 + exp(−|x|))
  if (operation == SOFTPLUS)
    return v128.add<T>(v128.pmax<T>(x, zero), logarithmOfOnePlus<T>(exponential<T>(v128.neg<T>(v128.abs<T>(x)))))
  const positive = v128.and(v128.gt<T>(x, zero), one)
  if (operation == STEP) return positive
  const negative = v128.and(v128.lt<T>(x, zero), v128.splat<T>(-1))
  return v128.bitselect(x, v128.or(positive, negative), v128.ne<T>(x, x))
}

// @ts-ignore: decorator
@inline
function map<T>(operation: Operation, x: usize, y: usize, n: usize): void {
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16) v128.store(y + i, apply<T>(operation, v128.load(x + i)))
}
export function abs_float32(x: usize, y: usize, n: usize): void {
  map<f32>(ABS, x, y, n)
}
export function abs_float64(x: usize, y: usize, n: usize): void {
  map<f64>(ABS, x, y, n)
}
export function ceil_float32(x: usize, y: usize, n: usize): void {
  map<f32>(CEIL, x, y, n)
}
export function ceil_float64(x: usize, y: usize, n: usize): void {
  map<f64>(CEIL, x, y, n)
}
export function exp_float32(x: usize, y: usize, n: usize): void {
  map<f32>(EXP, x, y, n)
}
export function exp_float64(x: usize, y: usize, n: usize): void {
  map<f64>(EXP, x, y, n)
}
export function floor_float32(x: usize, y: usize, n: usize): void {
  map<f32>(FLOOR, x, y, n)
}
export function floor_float64(x: usize, y: usize, n: usize): void {
  map<f64>(FLOOR, x, y, n)
}
export function log_float32(x: usize, y: usize, n: usize): void {
  map<f32>(LOG, x, y, n)
}
export function log_float64(x: usize, y: usize, n: usize): void {
  map<f64>(LOG, x, y, n)
}
export function negate_float32(x: usize, y: usize, n: usize): void {
  map<f32>(NEGATE, x, y, n)
}
export function negate_float64(x: usize, y: usize, n: usize): void {
  map<f64>(NEGATE, x, y, n)
}
export function relu_float32(x: usize, y: usize, n: usize): void {
  map<f32>(RELU, x, y, n)
}
export function relu_float64(x: usize, y: usize, n: usize): void {
  map<f64>(RELU, x, y, n)
}
export function round_float32(x: usize, y: usize, n: usize): void {
  map<f32>(ROUND, x, y, n)
}
export function round_float64(x: usize, y: usize, n: usize): void {
  map<f64>(ROUND, x, y, n)
}
export function sigmoid_float32(x: usize, y: usize, n: usize): void {
  map<f32>(SIGMOID, x, y, n)
}
export function sigmoid_float64(x: usize, y: usize, n: usize): void {
  map<f64>(SIGMOID, x, y, n)
}
export function sign_float32(x: usize, y: usize, n: usize): void {
  map<f32>(SIGN, x, y, n)
}
export function sign_float64(x: usize, y: usize, n: usize): void {
  map<f64>(SIGN, x, y, n)
}
export function softplus_float32(x: usize, y: usize, n: usize): void {
  map<f32>(SOFTPLUS, x, y, n)
}
export function softplus_float64(x: usize, y: usize, n: usize): void {
  map<f64>(SOFTPLUS, x, y, n)
}
export function sqrt_float32(x: usize, y: usize, n: usize): void {
  map<f32>(SQRT, x, y, n)
}
export function sqrt_float64(x: usize, y: usize, n: usize): void {
  map<f64>(SQRT, x, y, n)
}
export function step_float32(x: usize, y: usize, n: usize): void {
  map<f32>(STEP, x, y, n)
}
export function step_float64(x: usize, y: usize, n: usize): void {
  map<f64>(STEP, x, y, n)
}
export function tanh_float32(x: usize, y: usize, n: usize): void {
  map<f32>(TANH, x, y, n)
}
export function tanh_float64(x: usize, y: usize, n: usize): void {
  map<f64>(TANH, x, y, n)
}
