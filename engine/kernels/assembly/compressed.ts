import { isFinite } from './sparse'

// Matrices of bytes, most of them zero, such as images with their background left out. Row i is the entries from
// starts[i] to starts[i + 1], in the order of columns, each a column · 256 + a byte.

/** How many of the bytes are not zero. */
export function countNonzero(x: usize, size: usize): usize {
  let zeros: usize = 0
  for (let i: usize = 0; i < size; i += 16)
    zeros += <usize>popcnt(i8x16.bitmask(i8x16.eq(v128.load(x + i), i8x16.splat(0))) & bitsBelow(size - i))
  return size - zeros
}

/** Copies bytes. */
export function copy(source: usize, target: usize, bytes: usize): void {
  memory.copy(target, source, bytes)
}

/** Writes starts and entries. */
export function compress(x: usize, starts: usize, entries: usize, rows: usize, columns: usize): void {
  let entry = entries
  for (let i: usize = 0; i < rows; i++, x += columns) {
    store<u32>(starts + (i << 2), (entry - entries) >> 2)
    for (let j: usize = 0; j < columns; j += 16) {
      let set = ~i8x16.bitmask(i8x16.eq(v128.load(x + j), i8x16.splat(0))) & bitsBelow(columns - j)
      for (; set; set &= set - 1, entry += 4) {
        const column = j + <usize>ctz(set)
        store<u32>(entry, (<u32>column << 8) | <u32>load<u8>(x + column))
      }
    }
  }
  store<u32>(starts + (rows << 2), (entry - entries) >> 2)
}

// The lowest n of 16 bits.
// @ts-ignore: decorator
@inline
function bitsBelow(n: usize): i32 {
  return n >= 16 ? 0xffff : (1 << <i32>n) - 1
}

// C = A·B, where row i of A is row indices[i] of the matrix of bytes, divided by the divisor, and B has n columns.
// What is left out changes no bit of the result, as long as B is finite: sums begin with +0, and adding ±0 to them
// leaves them alone. Returns false, and does nothing, if B is not. `quotients` is for the 256 bytes divided.
// @ts-ignore: decorator
@inline
function multiplyCompressed<T>(
  starts: usize, entries: usize, indices: usize, divisor: T, b: usize, c: usize, rows: usize, n: usize, k: usize,
  quotients: usize): bool {
  if (!isFinite<T>(b, n * k)) return false
  divideAll<T>(quotients, divisor)
  const row = n * sizeof<T>()
  for (let i: usize = 0; i < rows; i++, c += row) {
    if (i % ROWS_AT_ONCE == 0) touch(starts, entries, indices + (i << 2), min(rows - i, ROWS_AT_ONCE), c)
    const start = starts + (<usize>load<u32>(indices + (i << 2)) << 2)
    const from = entries + (<usize>load<u32>(start) << 2)
    const to = entries + (<usize>load<u32>(start, 4) << 2)
    let at: usize = 0
    for (; at + 160 <= row; at += 160) gatherTen<T>(from, to, b + at, row, c + at, quotients)
    for (; at + 80 <= row; at += 80) gatherFive<T>(from, to, b + at, row, c + at, quotients)
    for (; at + 16 <= row; at += 16) gatherOne<T>(from, to, b + at, row, c + at, quotients)
    // The last vector may overlap the one before: what both compute is the same.
    if (at < row) gatherOne<T>(from, to, b + row - 16, row, c + row - 16, quotients)
  }
  return true
}

// C = Aᵀ·B for the same A, of k columns, and `rows` rows of B: each entry adds its share to a row of C, in the order
// of A's rows. False if B is not finite.
// @ts-ignore: decorator
@inline
function scatterCompressed<T>(
  starts: usize, entries: usize, indices: usize, divisor: T, b: usize, c: usize, rows: usize, n: usize, k: usize,
  quotients: usize): bool {
  if (!isFinite<T>(b, n * rows)) return false
  divideAll<T>(quotients, divisor)
  const row = n * sizeof<T>()
  memory.fill(c, 0, k * row)
  for (let i: usize = 0; i < rows; i++, b += row) {
    const start = starts + (<usize>load<u32>(indices + (i << 2)) << 2)
    const from = entries + (<usize>load<u32>(start) << 2)
    const to = entries + (<usize>load<u32>(start, 4) << 2)
    let at: usize = 0
    for (; at + 80 <= row; at += 80) scatterFive<T>(from, to, b + at, row, c + at, quotients)
    for (; at + 16 <= row; at += 16) scatterOne<T>(from, to, b + at, row, c + at, quotients)
    for (; at < row; at += sizeof<T>()) scatterElement<T>(from, to, load<T>(b + at), row, c + at, quotients)
  }
  return true
}

const ROWS_AT_ONCE: usize = 64

// Reads an entry of each cache line of some rows. Rows drawn at random are in no cache: this way the processor asks for
// many lines at a time instead of waiting for one after the other. What is read has to be used: it goes to c, which is
// written over.
function touch(starts: usize, entries: usize, indices: usize, rows: usize, c: usize): void {
  let read: u32 = 0
  for (const end = indices + (rows << 2); indices < end; indices += 4) {
    const start = starts + (<usize>load<u32>(indices) << 2)
    const to = load<u32>(start, 4)
    for (let at = load<u32>(start); at < to; at += 16) read |= load<u32>(entries + (<usize>at << 2))
  }
  store<u32>(c, read)
}

// @ts-ignore: decorator
@inline
function divideAll<T>(quotients: usize, divisor: T): void {
  for (let byte: usize = 0; byte < 256; byte++) store<T>(quotients + byte * sizeof<T>(), <T>byte / divisor)
}

// @ts-ignore: decorator
@inline
function quotientOf<T>(quotients: usize, entry: u32): usize {
  return quotients + <usize>(entry & 255) * sizeof<T>()
}

// Ten sums, a factor and four of the vectors that go into them fit the registers. The loop may be left between them,
// though no entry is of a byte 0: without these exits V8 loads all ten vectors at once and spills registers.
function gatherTen<T>(from: usize, to: usize, b: usize, row: usize, c: usize, quotients: usize): void {
  let c0 = v128.splat<T>(0)
  let c1 = c0
  let c2 = c0
  let c3 = c0
  let c4 = c0
  let c5 = c0
  let c6 = c0
  let c7 = c0
  let c8 = c0
  let c9 = c0
  for (; from < to; from += 4) {
    const entry = load<u32>(from)
    const x = v128.load_splat<T>(quotientOf<T>(quotients, entry))
    const y = b + <usize>(entry >> 8) * row
    c0 = v128.add<T>(c0, v128.mul<T>(x, v128.load(y)))
    c1 = v128.add<T>(c1, v128.mul<T>(x, v128.load(y, 16)))
    c2 = v128.add<T>(c2, v128.mul<T>(x, v128.load(y, 32)))
    c3 = v128.add<T>(c3, v128.mul<T>(x, v128.load(y, 48)))
    if (entry == 0) break
    c4 = v128.add<T>(c4, v128.mul<T>(x, v128.load(y, 64)))
    c5 = v128.add<T>(c5, v128.mul<T>(x, v128.load(y, 80)))
    c6 = v128.add<T>(c6, v128.mul<T>(x, v128.load(y, 96)))
    if ((entry & 255) == 0) break
    c7 = v128.add<T>(c7, v128.mul<T>(x, v128.load(y, 112)))
    c8 = v128.add<T>(c8, v128.mul<T>(x, v128.load(y, 128)))
    c9 = v128.add<T>(c9, v128.mul<T>(x, v128.load(y, 144)))
  }
  v128.store(c, c0)
  v128.store(c, c1, 16)
  v128.store(c, c2, 32)
  v128.store(c, c3, 48)
  v128.store(c, c4, 64)
  v128.store(c, c5, 80)
  v128.store(c, c6, 96)
  v128.store(c, c7, 112)
  v128.store(c, c8, 128)
  v128.store(c, c9, 144)
}

// As many sums, the vectors that go into them and a factor fit the registers.
function gatherFive<T>(from: usize, to: usize, b: usize, row: usize, c: usize, quotients: usize): void {
  let c0 = v128.splat<T>(0)
  let c1 = c0
  let c2 = c0
  let c3 = c0
  let c4 = c0
  for (; from < to; from += 4) {
    const entry = load<u32>(from)
    const x = v128.load_splat<T>(quotientOf<T>(quotients, entry))
    const y = b + <usize>(entry >> 8) * row
    c0 = v128.add<T>(c0, v128.mul<T>(x, v128.load(y)))
    c1 = v128.add<T>(c1, v128.mul<T>(x, v128.load(y, 16)))
    c2 = v128.add<T>(c2, v128.mul<T>(x, v128.load(y, 32)))
    c3 = v128.add<T>(c3, v128.mul<T>(x, v128.load(y, 48)))
    c4 = v128.add<T>(c4, v128.mul<T>(x, v128.load(y, 64)))
  }
  v128.store(c, c0)
  v128.store(c, c1, 16)
  v128.store(c, c2, 32)
  v128.store(c, c3, 48)
  v128.store(c, c4, 64)
}

function gatherOne<T>(from: usize, to: usize, b: usize, row: usize, c: usize, quotients: usize): void {
  let sum = v128.splat<T>(0)
  for (; from < to; from += 4) {
    const entry = load<u32>(from)
    const x = v128.load_splat<T>(quotientOf<T>(quotients, entry))
    sum = v128.add<T>(sum, v128.mul<T>(x, v128.load(b + <usize>(entry >> 8) * row)))
  }
  v128.store(c, sum)
}

function scatterFive<T>(from: usize, to: usize, b: usize, row: usize, c: usize, quotients: usize): void {
  const b0 = v128.load(b)
  const b1 = v128.load(b, 16)
  const b2 = v128.load(b, 32)
  const b3 = v128.load(b, 48)
  const b4 = v128.load(b, 64)
  for (; from < to; from += 4) {
    const entry = load<u32>(from)
    const x = v128.load_splat<T>(quotientOf<T>(quotients, entry))
    const y = c + <usize>(entry >> 8) * row
    v128.store(y, v128.add<T>(v128.load(y), v128.mul<T>(x, b0)))
    v128.store(y, v128.add<T>(v128.load(y, 16), v128.mul<T>(x, b1)), 16)
    v128.store(y, v128.add<T>(v128.load(y, 32), v128.mul<T>(x, b2)), 32)
    v128.store(y, v128.add<T>(v128.load(y, 48), v128.mul<T>(x, b3)), 48)
    v128.store(y, v128.add<T>(v128.load(y, 64), v128.mul<T>(x, b4)), 64)
  }
}

function scatterOne<T>(from: usize, to: usize, b: usize, row: usize, c: usize, quotients: usize): void {
  const vector = v128.load(b)
  for (; from < to; from += 4) {
    const entry = load<u32>(from)
    const x = v128.load_splat<T>(quotientOf<T>(quotients, entry))
    const y = c + <usize>(entry >> 8) * row
    v128.store(y, v128.add<T>(v128.load(y), v128.mul<T>(x, vector)))
  }
}

function scatterElement<T>(from: usize, to: usize, factor: T, row: usize, c: usize, quotients: usize): void {
  for (; from < to; from += 4) {
    const entry = load<u32>(from)
    const y = c + <usize>(entry >> 8) * row
    store<T>(y, load<T>(y) + load<T>(quotientOf<T>(quotients, entry)) * factor)
  }
}

export function multiplyCompressed_float32(
  starts: usize, entries: usize, indices: usize, divisor: f32, b: usize, c: usize, rows: usize, n: usize, k: usize,
  quotients: usize): bool {
  return multiplyCompressed<f32>(starts, entries, indices, divisor, b, c, rows, n, k, quotients)
}
export function multiplyCompressed_float64(
  starts: usize, entries: usize, indices: usize, divisor: f64, b: usize, c: usize, rows: usize, n: usize, k: usize,
  quotients: usize): bool {
  return multiplyCompressed<f64>(starts, entries, indices, divisor, b, c, rows, n, k, quotients)
}
export function scatterCompressed_float32(
  starts: usize, entries: usize, indices: usize, divisor: f32, b: usize, c: usize, rows: usize, n: usize, k: usize,
  quotients: usize): bool {
  return scatterCompressed<f32>(starts, entries, indices, divisor, b, c, rows, n, k, quotients)
}
export function scatterCompressed_float64(
  starts: usize, entries: usize, indices: usize, divisor: f64, b: usize, c: usize, rows: usize, n: usize, k: usize,
  quotients: usize): bool {
  return scatterCompressed<f64>(starts, entries, indices, divisor, b, c, rows, n, k, quotients)
}
