import { exponential, logarithm } from './elementary'

// @ts-ignore: decorator
@inline
function exp<T>(x: usize, y: usize, n: usize): void {
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16) v128.store(y + i, exponential<T>(v128.load(x + i)))
}
export function exp_float32(x: usize, y: usize, n: usize): void {
  exp<f32>(x, y, n)
}
export function exp_float64(x: usize, y: usize, n: usize): void {
  exp<f64>(x, y, n)
}

// @ts-ignore: decorator
@inline
function log<T>(x: usize, y: usize, n: usize): void {
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16) v128.store(y + i, logarithm<T>(v128.load(x + i)))
}
export function log_float32(x: usize, y: usize, n: usize): void {
  log<f32>(x, y, n)
}
export function log_float64(x: usize, y: usize, n: usize): void {
  log<f64>(x, y, n)
}
