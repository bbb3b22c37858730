import { atan, cos, sin, tan } from './float64/circular'
import { erf } from './float64/error'
import { expm1 } from './float64/exponential'
import { cosh, sinh } from './float64/hyperbolic'
import { highHalf, lowHalf, rounded } from './float64/lanes'
import { log1p, log2, log10 } from './float64/logarithm'
import { gelu } from './float64/normal'

// y = f(x) for n elements, computed in f64 and rounded once: within 1 ulp of f32, rarely more than half of one.

type Operation = i32
const ATAN: Operation = 0
const COS: Operation = 1
const COSH: Operation = 2
const ERF: Operation = 3
const EXPM1: Operation = 4
const GELU: Operation = 5
const LOG10: Operation = 6
const LOG1P: Operation = 7
const LOG2: Operation = 8
const SIN: Operation = 9
const SINH: Operation = 10
const TAN: Operation = 11

// @ts-ignore: decorator
@inline
function apply(operation: Operation, x: v128): v128 {
  if (operation == ATAN) return atan(x)
  if (operation == COS) return cos(x)
  if (operation == COSH) return cosh(x)
  if (operation == ERF) return erf(x)
  if (operation == EXPM1) return expm1(x)
  if (operation == GELU) return gelu(x)
  if (operation == LOG10) return log10(x)
  if (operation == LOG1P) return log1p(x)
  if (operation == LOG2) return log2(x)
  if (operation == SIN) return sin(x)
  if (operation == SINH) return sinh(x)
  return tan(x)
}

// @ts-ignore: decorator
@inline
function map<T>(operation: Operation, x: usize, y: usize, n: usize): void {
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16) {
    const input = v128.load(x + i)
    if (sizeof<T>() == 8) v128.store(y + i, apply(operation, input))
    else v128.store(y + i, rounded(apply(operation, lowHalf(input)), apply(operation, highHalf(input))))
  }
}
export function atan_float32(x: usize, y: usize, n: usize): void {
  map<f32>(ATAN, x, y, n)
}
export function atan_float64(x: usize, y: usize, n: usize): void {
  map<f64>(ATAN, x, y, n)
}
export function cos_float32(x: usize, y: usize, n: usize): void {
  map<f32>(COS, x, y, n)
}
export function cos_float64(x: usize, y: usize, n: usize): void {
  map<f64>(COS, x, y, n)
}
export function cosh_float32(x: usize, y: usize, n: usize): void {
  map<f32>(COSH, x, y, n)
}
export function cosh_float64(x: usize, y: usize, n: usize): void {
  map<f64>(COSH, x, y, n)
}
export function erf_float32(x: usize, y: usize, n: usize): void {
  map<f32>(ERF, x, y, n)
}
export function erf_float64(x: usize, y: usize, n: usize): void {
  map<f64>(ERF, x, y, n)
}
export function expm1_float32(x: usize, y: usize, n: usize): void {
  map<f32>(EXPM1, x, y, n)
}
export function expm1_float64(x: usize, y: usize, n: usize): void {
  map<f64>(EXPM1, x, y, n)
}
export function gelu_float32(x: usize, y: usize, n: usize): void {
  map<f32>(GELU, x, y, n)
}
export function gelu_float64(x: usize, y: usize, n: usize): void {
  map<f64>(GELU, x, y, n)
}
export function log10_float32(x: usize, y: usize, n: usize): void {
  map<f32>(LOG10, x, y, n)
}
export function log10_float64(x: usize, y: usize, n: usize): void {
  map<f64>(LOG10, x, y, n)
}
export function log1p_float32(x: usize, y: usize, n: usize): void {
  map<f32>(LOG1P, x, y, n)
}
export function log1p_float64(x: usize, y: usize, n: usize): void {
  map<f64>(LOG1P, x, y, n)
}
export function log2_float32(x: usize, y: usize, n: usize): void {
  map<f32>(LOG2, x, y, n)
}
export function log2_float64(x: usize, y: usize, n: usize): void {
  map<f64>(LOG2, x, y, n)
}
export function sin_float32(x: usize, y: usize, n: usize): void {
  map<f32>(SIN, x, y, n)
}
export function sin_float64(x: usize, y: usize, n: usize): void {
  map<f64>(SIN, x, y, n)
}
export function sinh_float32(x: usize, y: usize, n: usize): void {
  map<f32>(SINH, x, y, n)
}
export function sinh_float64(x: usize, y: usize, n: usize): void {
  map<f64>(SINH, x, y, n)
}
export function tan_float32(x: usize, y: usize, n: usize): void {
  map<f32>(TAN, x, y, n)
}
export function tan_float64(x: usize, y: usize, n: usize): void {
  map<f64>(TAN, x, y, n)
}
