import { transposeInto } from './block'

// C = A·B where B has few columns and stays in the first-level cache: nothing is worth packing. Two rows of C, up to
// five vectors wide, stay in registers while k runs.

/** Whether the right side is narrow and small. Its rows have to fill a vector. */
// @ts-ignore: decorator
@inline
export function isNarrow<T>(n: usize, k: usize): bool {
  const row = n * sizeof<T>()
  return row >= 16 && row <= 160 && k * row <= 16384
}

/** Bytes that `narrowMatmul` needs in `scratch`: Bᵀ. */
// @ts-ignore: decorator
@inline
export function narrowScratchSize<T>(n: usize, k: usize): usize {
  return isNarrow<T>(n, k) ? n * k * sizeof<T>() : 0
}

// @ts-ignore: decorator
@inline
export function narrowMatmul<T>(
  a: usize, b: usize, c: usize, m: usize, n: usize, k: usize, transposeA: bool, transposeB: bool, scratch: usize): void {
  const row = n * sizeof<T>()
  if (transposeB) {
    transposeInto<T>(b, k * sizeof<T>(), scratch, row, n, k)
    b = scratch
  }
  const down = (transposeA ? <usize>1 : k) * sizeof<T>()
  const along = (transposeA ? m : <usize>1) * sizeof<T>()
  for (let i: usize = 0; i < m; i += 2, a += 2 * down, c += 2 * row) {
    // An odd last row is computed twice.
    const single = i + 1 == m
    const a1 = single ? a : a + down
    const next = single ? <usize>0 : row
    let at: usize = 0
    for (; row - at > 80; at += 80) sumFive<T>(a, a1, along, b + at, row, k, c + at, next, 64)
    // The last vector may overlap the one before: what both compute is the same.
    const left = row - at
    const last = left - 16
    if (left > 64) sumFive<T>(a, a1, along, b + at, row, k, c + at, next, last)
    else if (left > 48) sumFour<T>(a, a1, along, b + at, row, k, c + at, next, last)
    else if (left > 32) sumThree<T>(a, a1, along, b + at, row, k, c + at, next, last)
    else if (left > 16) sumTwo<T>(a, a1, along, b + at, row, k, c + at, next, last)
    else sumTwo<T>(a, a1, along, b + row - 16, row, k, c + row - 16, next, 0)
  }
}

function sumFive<T>(
  a0: usize, a1: usize, along: usize, b: usize, row: usize, k: usize, c: usize, next: usize, last: usize): void {
  sumPair<T>(5, a0, a1, along, b, row, k, c, next, last)
}
function sumFour<T>(
  a0: usize, a1: usize, along: usize, b: usize, row: usize, k: usize, c: usize, next: usize, last: usize): void {
  sumPair<T>(4, a0, a1, along, b, row, k, c, next, last)
}
function sumThree<T>(
  a0: usize, a1: usize, along: usize, b: usize, row: usize, k: usize, c: usize, next: usize, last: usize): void {
  sumPair<T>(3, a0, a1, along, b, row, k, c, next, last)
}
function sumTwo<T>(
  a0: usize, a1: usize, along: usize, b: usize, row: usize, k: usize, c: usize, next: usize, last: usize): void {
  sumPair<T>(2, a0, a1, along, b, row, k, c, next, last)
}

// As many vectors of two rows of C. For four and five the loop may be left in between, though no address is 0: without
// these exits V8 loads all vectors at once and spills registers.
// @ts-ignore: decorator
@inline
function sumPair<T>(
  count: i32, a0: usize, a1: usize, along: usize, b: usize, row: usize, k: usize, c: usize, next: usize, last: usize): void {
  let x0 = v128.splat<T>(0)
  let x1 = x0
  let x2 = x0
  let x3 = x0
  let x4 = x0
  let y0 = x0
  let y1 = x0
  let y2 = x0
  let y3 = x0
  let y4 = x0
  for (const end = b + k * row; b < end; b += row, a0 += along, a1 += along) {
    const x = v128.load_splat<T>(a0)
    const y = v128.load_splat<T>(a1)
    const b0 = v128.load(b)
    x0 = v128.add<T>(x0, v128.mul<T>(x, b0))
    y0 = v128.add<T>(y0, v128.mul<T>(y, b0))
    if (count > 2) {
      const b1 = v128.load(b, 16)
      x1 = v128.add<T>(x1, v128.mul<T>(x, b1))
      y1 = v128.add<T>(y1, v128.mul<T>(y, b1))
    }
    if (count > 3) {
      if (a0 == 0) break
      const b2 = v128.load(b, 32)
      x2 = v128.add<T>(x2, v128.mul<T>(x, b2))
      y2 = v128.add<T>(y2, v128.mul<T>(y, b2))
    }
    if (count > 4) {
      const b3 = v128.load(b, 48)
      x3 = v128.add<T>(x3, v128.mul<T>(x, b3))
      y3 = v128.add<T>(y3, v128.mul<T>(y, b3))
      if (a1 == 0) break
    }
    const b4 = v128.load(b + last)
    x4 = v128.add<T>(x4, v128.mul<T>(x, b4))
    y4 = v128.add<T>(y4, v128.mul<T>(y, b4))
  }
  v128.store(c, x0)
  if (count > 2) v128.store(c, x1, 16)
  if (count > 3) v128.store(c, x2, 32)
  if (count > 4) v128.store(c, x3, 48)
  v128.store(c + last, x4)
  v128.store(c + next, y0)
  if (count > 2) v128.store(c + next, y1, 16)
  if (count > 3) v128.store(c + next, y2, 32)
  if (count > 4) v128.store(c + next, y3, 48)
  v128.store(c + next + last, y4)
}
