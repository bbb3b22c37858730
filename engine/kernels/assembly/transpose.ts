// y[j, i] = x[i, j]; x is rows × columns. Moves bits, so that one kernel serves all types of a size.
// @ts-ignore: decorator
@inline
function transpose<T>(x: usize, y: usize, rows: usize, columns: usize): void {
  for (let i: usize = 0; i < rows; i++)
    for (let j: usize = 0; j < columns; j++, x += sizeof<T>()) store<T>(y + (j * rows + i) * sizeof<T>(), load<T>(x))
}
export function transpose_float32(x: usize, y: usize, rows: usize, columns: usize): void {
  transpose<u32>(x, y, rows, columns)
}
export function transpose_float64(x: usize, y: usize, rows: usize, columns: usize): void {
  transpose<u64>(x, y, rows, columns)
}
