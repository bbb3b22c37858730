import { copyBytes } from './region'

/** y[o, i] = x[o, indices[i]] for x of outer × n and y of outer × count rows of some bytes, moved as they are. */
export function takeRows(
  x: usize, indices: usize, y: usize, outer: usize, n: usize, count: usize, row: usize): void {
  for (let o: usize = 0; o < outer; o++, x += n * row)
    for (let i: usize = 0; i < count; i++, y += row) {
      const from = x + <usize>load<i32>(indices + (i << 2)) * row
      if (row == 4) store<u32>(y, load<u32>(from))
      else if (row == 8) store<u64>(y, load<u64>(from))
      else copyBytes(from, y, row)
    }
}

// y[o, indices[i]] += x[o, i], in order: the transpose of takeRows, into zeros. Rows are `inner` elements long.
// @ts-ignore: decorator
@inline
function addRows<T>(x: usize, indices: usize, y: usize, outer: usize, n: usize, count: usize, inner: usize): void {
  const row = inner * sizeof<T>()
  memory.fill(y, 0, outer * n * row)
  for (let o: usize = 0; o < outer; o++, y += n * row)
    for (let i: usize = 0; i < count; i++, x += row) {
      const into = y + <usize>load<i32>(indices + (i << 2)) * row
      let j: usize = 0
      for (; j + 16 <= row; j += 16) v128.store(into + j, v128.add<T>(v128.load(into + j), v128.load(x + j)))
      for (; j < row; j += sizeof<T>()) store<T>(into + j, load<T>(into + j) + load<T>(x + j))
    }
}
export function addRows_float32(
  x: usize, indices: usize, y: usize, outer: usize, n: usize, count: usize, inner: usize): void {
  addRows<f32>(x, indices, y, outer, n, count, inner)
}
export function addRows_float64(
  x: usize, indices: usize, y: usize, outer: usize, n: usize, count: usize, inner: usize): void {
  addRows<f64>(x, indices, y, outer, n, count, inner)
}

/** y[o, i] = x[o, places[o, i], i] for x of outer × n × inner elements of 1, 4 or 8 bytes. */
export function pick(x: usize, places: usize, y: usize, outer: usize, n: usize, inner: usize, bytes: usize): void {
  if (bytes == 4) pickElements<u32>(x, places, y, outer, n, inner)
  else if (bytes == 8) pickElements<u64>(x, places, y, outer, n, inner)
  else pickElements<u8>(x, places, y, outer, n, inner)
}

// @ts-ignore: decorator
@inline
function pickElements<T>(x: usize, places: usize, y: usize, outer: usize, n: usize, inner: usize): void {
  for (let o: usize = 0; o < outer; o++, x += n * inner * sizeof<T>())
    for (let i: usize = 0; i < inner; i++, places += 4, y += sizeof<T>())
      store<T>(y, load<T>(x + (<usize>load<i32>(places) * inner + i) * sizeof<T>()))
}

// x[o, places[o, i], i] = y[o, i], else 0: the transpose of pick.
// @ts-ignore: decorator
@inline
function place<T>(y: usize, places: usize, x: usize, outer: usize, n: usize, inner: usize): void {
  memory.fill(x, 0, outer * n * inner * sizeof<T>())
  for (let o: usize = 0; o < outer; o++, x += n * inner * sizeof<T>())
    for (let i: usize = 0; i < inner; i++, places += 4, y += sizeof<T>())
      store<T>(x + (<usize>load<i32>(places) * inner + i) * sizeof<T>(), load<T>(y))
}
export function place_float32(y: usize, places: usize, x: usize, outer: usize, n: usize, inner: usize): void {
  place<f32>(y, places, x, outer, n, inner)
}
export function place_float64(y: usize, places: usize, x: usize, outer: usize, n: usize, inner: usize): void {
  place<f64>(y, places, x, outer, n, inner)
}
