import { hyperbolicTangent } from './elementary'
import { atan, cos, sin, tan } from './float64/circular'
import { erf } from './float64/error'
import { expm1 } from './float64/exponential'
import { cosh, sinh } from './float64/hyperbolic'
import { highHalf, lowHalf, rounded } from './float64/lanes'
import { log1p, log2, log10 } from './float64/logarithm'

// y = f(x) for n elements.

type Operation = i32
const ABS: Operation = 0
const CEIL: Operation = 1
const FLOOR: Operation = 2
const ROUND: Operation = 3
const SIGN: Operation = 4
const TANH: Operation = 5

// @ts-ignore: decorator
@inline
function apply<T>(operation: Operation, x: v128): v128 {
  if (operation == ABS) return v128.abs<T>(x)
  if (operation == CEIL) return v128.ceil<T>(x)
  if (operation == FLOOR) return v128.floor<T>(x)
  if (operation == ROUND) return v128.nearest<T>(x)
  if (operation == TANH) return hyperbolicTangent<T>(x)
  const zero = v128.splat<T>(0)
  const positive = v128.and(v128.gt<T>(x, zero), v128.splat<T>(1))
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
export function floor_float32(x: usize, y: usize, n: usize): void {
  map<f32>(FLOOR, x, y, n)
}
export function floor_float64(x: usize, y: usize, n: usize): void {
  map<f64>(FLOOR, x, y, n)
}
export function round_float32(x: usize, y: usize, n: usize): void {
  map<f32>(ROUND, x, y, n)
}
export function round_float64(x: usize, y: usize, n: usize): void {
  map<f64>(ROUND, x, y, n)
}
export function sign_float32(x: usize, y: usize, n: usize): void {
  map<f32>(SIGN, x, y, n)
}
export function sign_float64(x: usize, y: usize, n: usize): void {
  map<f64>(SIGN, x, y, n)
}
export function tanh_float32(x: usize, y: usize, n: usize): void {
  map<f32>(TANH, x, y, n)
}
export function tanh_float64(x: usize, y: usize, n: usize): void {
  map<f64>(TANH, x, y, n)
}

// What follows is computed in f64 and rounded once: within 1 ulp of f32, rarely more than half of one.

const ATAN: Operation = 0
const COS: Operation = 1
const COSH: Operation = 2
const ERF: Operation = 3
const EXPM1: Operation = 4
const LOG10: Operation = 5
const LOG1P: Operation = 6
const LOG2: Operation = 7
const SIN: Operation = 8
const SINH: Operation = 9
const TAN: Operation = 10

// @ts-ignore: decorator
@inline
function applyWide(operation: Operation, x: v128): v128 {
  if (operation == ATAN) return atan(x)
  if (operation == COS) return cos(x)
  if (operation == COSH) return cosh(x)
  if (operation == ERF) return erf(x)
  if (operation == EXPM1) return expm1(x)
  if (operation == LOG10) return log10(x)
  if (operation == LOG1P) return log1p(x)
  if (operation == LOG2) return log2(x)
  if (operation == SIN) return sin(x)
  if (operation == SINH) return sinh(x)
  return tan(x)
}

// @ts-ignore: decorator
@inline
function mapWide<T>(operation: Operation, x: usize, y: usize, n: usize): void {
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16) {
    const input = v128.load(x + i)
    if (sizeof<T>() == 8) v128.store(y + i, applyWide(operation, input))
    else v128.store(y + i, rounded(applyWide(operation, lowHalf(input)), applyWide(operation, highHalf(input))))
  }
}
export function atan_float32(x: usize, y: usize, n: usize): void {
  mapWide<f32>(ATAN, x, y, n)
}
export function atan_float64(x: usize, y: usize, n: usize): void {
  mapWide<f64>(ATAN, x, y, n)
}
export function cos_float32(x: usize, y: usize, n: usize): void {
  mapWide<f32>(COS, x, y, n)
}
export function cos_float64(x: usize, y: usize, n: usize): void {
  mapWide<f64>(COS, x, y, n)
}
export function cosh_float32(x: usize, y: usize, n: usize): void {
  mapWide<f32>(COSH, x, y, n)
}
export function cosh_float64(x: usize, y: usize, n: usize): void {
  mapWide<f64>(COSH, x, y, n)
}
export function erf_float32(x: usize, y: usize, n: usize): void {
  mapWide<f32>(ERF, x, y, n)
}
export function erf_float64(x: usize, y: usize, n: usize): void {
  mapWide<f64>(ERF, x, y, n)
}
export function expm1_float32(x: usize, y: usize, n: usize): void {
  mapWide<f32>(EXPM1, x, y, n)
}
export function expm1_float64(x: usize, y: usize, n: usize): void {
  mapWide<f64>(EXPM1, x, y, n)
}
export function log10_float32(x: usize, y: usize, n: usize): void {
  mapWide<f32>(LOG10, x, y, n)
}
export function log10_float64(x: usize, y: usize, n: usize): void {
  mapWide<f64>(LOG10, x, y, n)
}
export function log1p_float32(x: usize, y: usize, n: usize): void {
  mapWide<f32>(LOG1P, x, y, n)
}
export function log1p_float64(x: usize, y: usize, n: usize): void {
  mapWide<f64>(LOG1P, x, y, n)
}
export function log2_float32(x: usize, y: usize, n: usize): void {
  mapWide<f32>(LOG2, x, y, n)
}
export function log2_float64(x: usize, y: usize, n: usize): void {
  mapWide<f64>(LOG2, x, y, n)
}
export function sin_float32(x: usize, y: usize, n: usize): void {
  mapWide<f32>(SIN, x, y, n)
}
export function sin_float64(x: usize, y: usize, n: usize): void {
  mapWide<f64>(SIN, x, y, n)
}
export function sinh_float32(x: usize, y: usize, n: usize): void {
  mapWide<f32>(SINH, x, y, n)
}
export function sinh_float64(x: usize, y: usize, n: usize): void {
  mapWide<f64>(SINH, x, y, n)
}
export function tan_float32(x: usize, y: usize, n: usize): void {
  mapWide<f32>(TAN, x, y, n)
}
export function tan_float64(x: usize, y: usize, n: usize): void {
  mapWide<f64>(TAN, x, y, n)
}
