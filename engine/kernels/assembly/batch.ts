const ROWS_AT_ONCE: usize = 64

// y[i, :] = x[indices[i], :] / divisor, from bytes to floats; a quotient is rounded once.
// @ts-ignore: decorator
@inline
function gather<T>(x: usize, indices: usize, y: usize, rows: usize, columns: usize, divisor: T): void {
  for (let i: usize = 0; i < rows; i++, y += columns * sizeof<T>()) {
    if (i % ROWS_AT_ONCE == 0) touch(x, indices + (i << 2), min(rows - i, ROWS_AT_ONCE), columns, y)
    const row = x + <usize>load<i32>(indices + (i << 2)) * columns
    let j: usize = 0
    if (sizeof<T>() == 4)
      for (const vector = f32x4.splat(<f32>divisor); j + 16 <= columns; j += 16)
        divideBytes(v128.load(row + j), vector, y + (j << 2))
    for (; j < columns; j++) store<T>(y + j * sizeof<T>(), <T>load<u8>(row + j) / divisor)
  }
}

// Reads a byte of each cache line of some rows. Rows drawn at random are in no cache: this way the processor asks for
// many lines at a time instead of waiting for one after the other. What is read has to be used: it goes to y, which is
// written over.
function touch(x: usize, indices: usize, rows: usize, columns: usize, y: usize): void {
  let bytes: u32 = 0
  for (const end = indices + (rows << 2); indices < end; indices += 4)
    for (let j: usize = 0; j < columns; j += 64) bytes |= load<u8>(x + <usize>load<i32>(indices) * columns + j)
  store<u8>(y, bytes)
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
