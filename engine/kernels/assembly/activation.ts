import { exponential } from './elementary'

// y = max(x, 0)
// @ts-ignore: decorator
@inline
function relu<T>(x: usize, y: usize, n: usize): void {
  const zero = v128.splat<T>(0)
  // In this operand order pmax keeps NaN.
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16)
    v128.store(y + i, v128.pmax<T>(v128.load(x + i), zero))
}
export function relu_float32(x: usize, y: usize, n: usize): void {
  relu<f32>(x, y, n)
}
export function relu_float64(x: usize, y: usize, n: usize): void {
  relu<f64>(x, y, n)
}

// dx = dy where y > 0, else 0
// @ts-ignore: decorator
@inline
function reluGradient<T>(y: usize, dy: usize, dx: usize, n: usize): void {
  const zero = v128.splat<T>(0)
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16)
    v128.store(dx + i, v128.and(v128.load(dy + i), v128.gt<T>(v128.load(y + i), zero)))
}
export function reluGradient_float32(y: usize, dy: usize, dx: usize, n: usize): void {
  reluGradient<f32>(y, dy, dx, n)
}
export function reluGradient_float64(y: usize, dy: usize, dx: usize, n: usize): void {
  reluGradient<f64>(y, dy, dx, n)
}

// y = 1 / (1 + exp(−x))
// @ts-ignore: decorator
@inline
function sigmoid<T>(x: usize, y: usize, n: usize): void {
  const one = v128.splat<T>(1)
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16)
    v128.store(y + i, v128.div<T>(one, v128.add<T>(one, exponential<T>(v128.neg<T>(v128.load(x + i))))))
}
export function sigmoid_float32(x: usize, y: usize, n: usize): void {
  sigmoid<f32>(x, y, n)
}
export function sigmoid_float64(x: usize, y: usize, n: usize): void {
  sigmoid<f64>(x, y, n)
}

// dx = dy y (1 − y)
// @ts-ignore: decorator
@inline
function sigmoidGradient<T>(y: usize, dy: usize, dx: usize, n: usize): void {
  const one = v128.splat<T>(1)
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16) {
    const output = v128.load(y + i)
    v128.store(dx + i, v128.mul<T>(v128.mul<T>(v128.load(dy + i), output), v128.sub<T>(one, output)))
  }
}
export function sigmoidGradient_float32(y: usize, dy: usize, dx: usize, n: usize): void {
  sigmoidGradient<f32>(y, dy, dx, n)
}
export function sigmoidGradient_float64(y: usize, dy: usize, dx: usize, n: usize): void {
  sigmoidGradient<f64>(y, dy, dx, n)
}
