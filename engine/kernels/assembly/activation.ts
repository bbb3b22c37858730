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
