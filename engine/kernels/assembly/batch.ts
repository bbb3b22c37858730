// y[i, :] = x[indices[i], :] / divisor, from bytes to floats; a quotient is rounded once.
// @ts-ignore: decorator
@inline
function gather<T>(x: usize, indices: usize, y: usize, rows: usize, columns: usize, divisor: T): void {
  for (let i: usize = 0; i < rows; i++, y += columns * sizeof<T>()) {
    const source = x + <usize>load<i32>(indices + (i << 2)) * columns
    let j: usize = 0
    if (sizeof<T>() == 4)
      for (const vector = f32x4.splat(<f32>divisor); j + 16 <= columns; j += 16)
        divideBytes(v128.load(source + j), vector, y + (j << 2))
    for (; j < columns; j++) store<T>(y + j * sizeof<T>(), <T>load<u8>(source + j) / divisor)
  }
}

// Divisions take long, and most bytes of an image are background.
// @ts-ignore: decorator
@inline
function divideBytes(bytes: v128, divisor: v128, y: usize): void {
  if (!v128.any_true(bytes)) {
    v128.store(y, bytes)
    v128.store(y, bytes, 16)
    v128.store(y, bytes, 32)
    v128.store(y, bytes, 48)
    return
  }
  const low = i16x8.extend_low_i8x16_u(bytes)
  const high = i16x8.extend_high_i8x16_u(bytes)
  v128.store(y, f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(low)), divisor))
  v128.store(y, f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(low)), divisor), 16)
  v128.store(y, f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(high)), divisor), 32)
  v128.store(y, f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(high)), divisor), 48)
}

export function gather_float32(x: usize, indices: usize, y: usize, rows: usize, columns: usize, divisor: f32): void {
  gather<f32>(x, indices, y, rows, columns, divisor)
}
export function gather_float64(x: usize, indices: usize, y: usize, rows: usize, columns: usize, divisor: f64): void {
  gather<f64>(x, indices, y, rows, columns, divisor)
}
