// y[i, :] = x[indices[i], :] / divisor, from bytes to floats; a quotient is rounded once.
// @ts-ignore: decorator
@inline
function gather<T>(x: usize, indices: usize, y: usize, rows: usize, columns: usize, divisor: T): void {
  for (let i: usize = 0; i < rows; i++, y += columns * sizeof<T>()) {
    const source = x + <usize>load<i32>(indices + (i << 2)) * columns
    for (let j: usize = 0; j < columns; j++) store<T>(y + j * sizeof<T>(), <T>load<u8>(source + j) / divisor)
  }
}
export function gather_float32(x: usize, indices: usize, y: usize, rows: usize, columns: usize, divisor: f32): void {
  gather<f32>(x, indices, y, rows, columns, divisor)
}
export function gather_float64(x: usize, indices: usize, y: usize, rows: usize, columns: usize, divisor: f64): void {
  gather<f64>(x, indices, y, rows, columns, divisor)
}
