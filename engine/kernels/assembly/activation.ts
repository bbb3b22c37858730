import { exponential, logarithmOfOnePlus } from './elementary'
import { erfc } from './float64/error'
import { exp } from './float64/exponential'
import { constant, highHalf, lowHalf, rounded } from './float64/lanes'

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

// y ← y + b, or max(y + b, 0) if rectified, where b is added to each of the rows. The last vector of a row may spill
// into the next one, whose beginning is put back.
// @ts-ignore: decorator
@inline
function addBias<T>(y: usize, b: usize, rows: usize, columns: usize, rectified: bool): void {
  const least = v128.splat<T>(rectified ? 0 : -Infinity)
  const row = columns * sizeof<T>()
  for (const end = y + rows * row; y < end; y += row) {
    const next = v128.load(y + row)
    for (let j: usize = 0; j < row; j += 16)
      v128.store(y + j, v128.pmax<T>(v128.add<T>(v128.load(y + j), v128.load(b + j)), least))
    v128.store(y + row, next)
  }
}
export function addBias_float32(y: usize, b: usize, rows: usize, columns: usize, rectified: bool): void {
  addBias<f32>(y, b, rows, columns, rectified)
}
export function addBias_float64(y: usize, b: usize, rows: usize, columns: usize, rectified: bool): void {
  addBias<f64>(y, b, rows, columns, rectified)
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

// dx = dy (1 − y²)
// @ts-ignore: decorator
@inline
function tanhGradient<T>(y: usize, dy: usize, dx: usize, n: usize): void {
  const one = v128.splat<T>(1)
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16) {
    const output = v128.load(y + i)
    v128.store(dx + i, v128.mul<T>(v128.load(dy + i), v128.sub<T>(one, v128.mul<T>(output, output))))
  }
}
export function tanhGradient_float32(y: usize, dy: usize, dx: usize, n: usize): void {
  tanhGradient<f32>(y, dy, dx, n)
}
export function tanhGradient_float64(y: usize, dy: usize, dx: usize, n: usize): void {
  tanhGradient<f64>(y, dy, dx, n)
}

// y = 1 where x > 0, else 0
// @ts-ignore: decorator
@inline
function step<T>(x: usize, y: usize, n: usize): void {
  const zero = v128.splat<T>(0)
  const one = v128.splat<T>(1)
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16)
    v128.store(y + i, v128.and(one, v128.gt<T>(v128.load(x + i), zero)))
}
export function step_float32(x: usize, y: usize, n: usize): void {
  step<f32>(x, y, n)
}
export function step_float64(x: usize, y: usize, n: usize): void {
  step<f64>(x, y, n)
}

// y = x where x > 0, else slope · x
// @ts-ignore: decorator
@inline
function leakyRelu<T>(x: usize, y: usize, slope: T, n: usize): void {
  const zero = v128.splat<T>(0)
  const factor = v128.splat<T>(slope)
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16) {
    const input = v128.load(x + i)
    v128.store(y + i, v128.bitselect(input, v128.mul<T>(input, factor), v128.gt<T>(input, zero)))
  }
}
export function leakyRelu_float32(x: usize, y: usize, slope: f32, n: usize): void {
  leakyRelu<f32>(x, y, slope, n)
}
export function leakyRelu_float64(x: usize, y: usize, slope: f64, n: usize): void {
  leakyRelu<f64>(x, y, slope, n)
}

// dx = dy where x > 0, else slope · dy
// @ts-ignore: decorator
@inline
function leakyReluGradient<T>(x: usize, dy: usize, dx: usize, slope: T, n: usize): void {
  const zero = v128.splat<T>(0)
  const factor = v128.splat<T>(slope)
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16) {
    const gradient = v128.load(dy + i)
    const positive = v128.gt<T>(v128.load(x + i), zero)
    v128.store(dx + i, v128.bitselect(gradient, v128.mul<T>(gradient, factor), positive))
  }
}
export function leakyReluGradient_float32(x: usize, dy: usize, dx: usize, slope: f32, n: usize): void {
  leakyReluGradient<f32>(x, dy, dx, slope, n)
}
export function leakyReluGradient_float64(x: usize, dy: usize, dx: usize, slope: f64, n: usize): void {
  leakyReluGradient<f64>(x, dy, dx, slope, n)
}

// y = log(1 + exp(x)) = max(x, 0) + log(1 + exp(−|x|))
// @ts-ignore: decorator
@inline
function softplus<T>(x: usize, y: usize, n: usize): void {
  const zero = v128.splat<T>(0)
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16) {
    const input = v128.load(x + i)
    const power = exponential<T>(v128.neg<T>(v128.abs<T>(input)))
    v128.store(y + i, v128.add<T>(v128.pmax<T>(input, zero), logarithmOfOnePlus<T>(power)))
  }
}
export function softplus_float32(x: usize, y: usize, n: usize): void {
  softplus<f32>(x, y, n)
}
export function softplus_float64(x: usize, y: usize, n: usize): void {
  softplus<f64>(x, y, n)
}

// y = x Φ(x) with Φ(x) = ½ erfc(−x / √2), computed in f64
// @ts-ignore: decorator
@inline
function gelu<T>(x: usize, y: usize, n: usize): void {
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16) {
    const input = v128.load(x + i)
    if (sizeof<T>() == 8) v128.store(y + i, geluOf(input))
    else v128.store(y + i, rounded(geluOf(lowHalf(input)), geluOf(highHalf(input))))
  }
}
function geluOf(x: v128): v128 {
  const share = normalDistribution(x)
  // Not −Infinity · 0.
  return v128.andnot(f64x2.mul(x, share), f64x2.eq(share, f64x2.splat(0)))
}
export function gelu_float32(x: usize, y: usize, n: usize): void {
  gelu<f32>(x, y, n)
}
export function gelu_float64(x: usize, y: usize, n: usize): void {
  gelu<f64>(x, y, n)
}

// dx = dy (Φ(x) + x φ(x)) with φ(x) = exp(−½ x²) / √2π, computed in f64
// @ts-ignore: decorator
@inline
function geluGradient<T>(x: usize, dy: usize, dx: usize, n: usize): void {
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16) {
    const input = v128.load(x + i)
    const gradient = v128.load(dy + i)
    if (sizeof<T>() == 8) v128.store(dx + i, f64x2.mul(gradient, geluSlope(input)))
    else {
      const low = f64x2.mul(lowHalf(gradient), geluSlope(lowHalf(input)))
      v128.store(dx + i, rounded(low, f64x2.mul(highHalf(gradient), geluSlope(highHalf(input)))))
    }
  }
}
function geluSlope(x: v128): v128 {
  const exponent = f64x2.mul(f64x2.mul(constant(NORMAL), x), x)
  const density = f64x2.mul(exp(exponent), constant(NORMAL, 1))
  const some = f64x2.gt(density, f64x2.splat(0))
  return f64x2.add(normalDistribution(x), v128.bitselect(f64x2.mul(x, density), density, some))
}
export function geluGradient_float32(x: usize, dy: usize, dx: usize, n: usize): void {
  geluGradient<f32>(x, dy, dx, n)
}
export function geluGradient_float64(x: usize, dy: usize, dx: usize, n: usize): void {
  geluGradient<f64>(x, dy, dx, n)
}

// −½, 1/√2π, −1/√2 and ½.
const NORMAL = memory.data<f64>([-0.5, 0.3989422804014327, -0.7071067811865476, 0.5])

// @ts-ignore: decorator
@inline
function normalDistribution(x: v128): v128 {
  return f64x2.mul(constant(NORMAL, 3), erfc(f64x2.mul(x, constant(NORMAL, 2))))
}
