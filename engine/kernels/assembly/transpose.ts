import { transposeInto } from './block'

// y[j, i] = x[i, j]; x is rows × columns. Serves all types of a size.
export function transpose_float32(x: usize, y: usize, rows: usize, columns: usize): void {
  transposeInto<u32>(x, columns * 4, y, rows * 4, rows, columns)
}
export function transpose_float64(x: usize, y: usize, rows: usize, columns: usize): void {
  transposeInto<u64>(x, columns * 8, y, rows * 8, rows, columns)
}
