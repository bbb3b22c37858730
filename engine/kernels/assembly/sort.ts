// Rows of n elements: y[o, j] is the place of the j-th smallest of row o, plus o · step. Equal elements stay in order,
// NaN comes last. Runs of 1, 2, 4, … elements are merged from y to `scratch`, of n 32-bit integers, and back.
// @ts-ignore: decorator
@inline
function argsort<T>(x: usize, y: usize, scratch: usize, outer: usize, n: usize, step: usize): void {
  for (let o: usize = 0; o < outer; o++, x += n * sizeof<T>(), y += n * 4) {
    for (let i: usize = 0; i < n; i++) store<u32>(y + (i << 2), <u32>i)
    let from = y
    let to = scratch
    for (let length: usize = 1; length < n; length *= 2) {
      for (let start: usize = 0; start < n; start += 2 * length)
        merge<T>(x, from, to, start, min(start + length, n), min(start + 2 * length, n))
      const swap = from
      from = to
      to = swap
    }
    for (let i: usize = 0; i < n; i++) store<u32>(y + (i << 2), load<u32>(from + (i << 2)) + <u32>(o * step))
  }
}

// @ts-ignore: decorator
@inline
function merge<T>(x: usize, from: usize, to: usize, start: usize, middle: usize, end: usize): void {
  let i = start
  let j = middle
  for (let k = start; k < end; k++) {
    const first = load<u32>(from + (i << 2))
    const second = load<u32>(from + (j << 2))
    const right = i >= middle || (j < end && isBefore<T>(load<T>(x + second * sizeof<T>()), load<T>(x + first * sizeof<T>())))
    store<u32>(to + (k << 2), right ? second : first)
    if (right) j++
    else i++
  }
}

// @ts-ignore: decorator
@inline
function isBefore<T>(a: T, b: T): bool {
  return a < b || (b != b && a == a)
}

export function argsort_float32(x: usize, y: usize, scratch: usize, outer: usize, n: usize, step: usize): void {
  argsort<f32>(x, y, scratch, outer, n, step)
}
export function argsort_float64(x: usize, y: usize, scratch: usize, outer: usize, n: usize, step: usize): void {
  argsort<f64>(x, y, scratch, outer, n, step)
}
