import { highHalf, lowHalf, rounded } from './float64/lanes'
import { geluSlope } from './float64/normal'

// dx = dy · f'(x) for n elements, of y = f(x), or of x where y does not tell f'(x).

type Derivative = i32
const GELU: Derivative = 0
const RELU: Derivative = 1
const SIGMOID: Derivative = 2
const TANH: Derivative = 3

// @ts-ignore: decorator
@inline
function apply<T>(f: Derivative, y: v128, dy: v128): v128 {
  if (f == GELU) {
    if (sizeof<T>() == 8) return f64x2.mul(dy, geluSlope(y))
    const low = f64x2.mul(lowHalf(dy), geluSlope(lowHalf(y)))
    return rounded(low, f64x2.mul(highHalf(dy), geluSlope(highHalf(y))))
  }
  if (f == RELU) return v128.and(dy, v128.gt<T>(y, v128.splat<T>(0)))
  const one = v128.splat<T>(1)
  // y (1 − y), and 1 − y²
  if (f == SIGMOID) return v128.mul<T>(v128.mul<T>(dy, y), v128.sub<T>(one, y))
  return v128.mul<T>(dy, v128.sub<T>(one, v128.mul<T>(y, y)))
}

// @ts-ignore: decorator
@inline
function map<T>(f: Derivative, y: usize, dy: usize, dx: usize, n: usize): void {
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16)
    v128.store(dx + i, apply<T>(f, v128.load(y + i), v128.load(dy + i)))
}
export function geluGradient_float32(y: usize, dy: usize, dx: usize, n: usize): void {
  map<f32>(GELU, y, dy, dx, n)
}
export function geluGradient_float64(y: usize, dy: usize, dx: usize, n: usize): void {
  map<f64>(GELU, y, dy, dx, n)
}
export function reluGradient_float32(y: usize, dy: usize, dx: usize, n: usize): void {
  map<f32>(RELU, y, dy, dx, n)
}
export function reluGradient_float64(y: usize, dy: usize, dx: usize, n: usize): void {
  map<f64>(RELU, y, dy, dx, n)
}
export function sigmoidGradient_float32(y: usize, dy: usize, dx: usize, n: usize): void {
  map<f32>(SIGMOID, y, dy, dx, n)
}
export function sigmoidGradient_float64(y: usize, dy: usize, dx: usize, n: usize): void {
  map<f64>(SIGMOID, y, dy, dx, n)
}
export function tanhGradient_float32(y: usize, dy: usize, dx: usize, n: usize): void {
  map<f32>(TANH, y, dy, dx, n)
}
export function tanhGradient_float64(y: usize, dy: usize, dx: usize, n: usize): void {
  map<f64>(TANH, y, dy, dx, n)
}
