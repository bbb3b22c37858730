import { isFinite } from './sparse'

// Matrices of bytes, most of them zero, such as images with their background left out. Columns are taken in blocks of
// 256. An entry is two bytes: an element that is not zero, and the place of its column in the block. Those of row i and
// block j, in the order of columns, are the ones from starts[i · blocks + j] to the start that follows.

const BLOCK: usize = 256
const ENTRY: usize = 2

/** Blocks of as many columns. */
export function blocksOf(columns: usize): usize {
  return (columns + BLOCK - 1) / BLOCK
}

/** Copies bytes. */
export function copy(source: usize, target: usize, bytes: usize): void {
  memory.copy(target, source, bytes)
}

/** Writes starts and entries of rows that follow `count` entries of others, and returns how many there are then. */
export function compress(
  x: usize, starts: usize, entries: usize, count: usize, rows: usize, columns: usize): usize {
  let entry = entries + count * ENTRY
  for (const end = x + rows * columns; x < end; x += columns)
    for (let block: usize = 0; block < columns; block += BLOCK, starts += 4) {
      store<u32>(starts, <u32>((entry - entries) / ENTRY))
      const width = min(columns - block, BLOCK)
      for (let j: usize = 0; j < width; j += 16) {
        let set = ~i8x16.bitmask(i8x16.eq(v128.load(x + block + j), i8x16.splat(0))) & bitsBelow(width - j)
        for (; set; set &= set - 1, entry += ENTRY) {
          const column = j + <usize>ctz(set)
          store<u8>(entry, load<u8>(x + block + column))
          store<u8>(entry, <u8>column, 1)
        }
      }
    }
  store<u32>(starts, <u32>((entry - entries) / ENTRY))
  return (entry - entries) / ENTRY
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
//
// One block after the other, because its rows of B fit the first-level cache, and all of B may not.
// @ts-ignore: decorator
@inline
function multiplyCompressed<T>(
  starts: usize, entries: usize, indices: usize, divisor: T, b: usize, c: usize, rows: usize, n: usize, k: usize,
  quotients: usize): bool {
  if (!isFinite<T>(b, n * k)) return false
  divideAll<T>(quotients, divisor)
  const row = n * sizeof<T>()
  const blocks = blocksOf(k)
  memory.fill(c, 0, rows * row)
  for (let block: usize = 0; block < blocks; block++, b += BLOCK * row)
    for (let i: usize = 0, y = c; i < rows; i++, y += row) {
      if (block == 0 && i % ROWS_AT_ONCE == 0)
        touch(starts, entries, indices + (i << 2), min(rows - i, ROWS_AT_ONCE), blocks, quotients + 256 * sizeof<T>())
      const start = startOf(starts, indices + (i << 2), blocks, block)
      const from = entryOf(entries, start)
      const to = entryOf(entries, start + 4)
      if (from == to) continue
      let at: usize = 0
      for (; at + 160 <= row; at += 160) gatherTen<T>(from, to, b + at, row, y + at, quotients)
      for (; at + 80 <= row; at += 80) gatherFive<T>(from, to, b + at, row, y + at, quotients)
      for (; at + 16 <= row; at += 16) gatherOne<T>(from, to, b + at, row, y + at, quotients, lastLanes(16))
      if (at < row) gatherOne<T>(from, to, b + row - 16, row, y + row - 16, quotients, lastLanes(row - at))
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
  const blocks = blocksOf(k)
  memory.fill(c, 0, k * row)
  for (let block: usize = 0; block < blocks; block++, c += BLOCK * row)
    for (let i: usize = 0, x = b; i < rows; i++, x += row) {
      const start = startOf(starts, indices + (i << 2), blocks, block)
      const from = entryOf(entries, start)
      const to = entryOf(entries, start + 4)
      if (from == to) continue
      let at: usize = 0
      for (; at + 160 <= row; at += 160) scatterTen<T>(from, to, x + at, row, c + at, quotients)
      for (; at + 80 <= row; at += 80) scatterFive<T>(from, to, x + at, row, c + at, quotients)
      for (; at + 16 <= row; at += 16) scatterOne<T>(from, to, x + at, row, c + at, quotients, lastLanes(16))
      if (at < row) scatterOne<T>(from, to, x + row - 16, row, c + row - 16, quotients, lastLanes(row - at))
    }
  return true
}

// The address of the start of a block of a row, whose index lies at `index`.
// @ts-ignore: decorator
@inline
function startOf(starts: usize, index: usize, blocks: usize, block: usize): usize {
  return starts + ((<usize>load<u32>(index) * blocks + block) << 2)
}

// @ts-ignore: decorator
@inline
function entryOf(entries: usize, start: usize): usize {
  return entries + <usize>load<u32>(start) * ENTRY
}

const ROWS_AT_ONCE: usize = 64

// Reads an entry of each cache line of some rows. Rows drawn at random are in no cache: this way the processor asks for
// many lines at a time instead of waiting for one after the other. What is read has to be used: it goes to `sink`.
function touch(starts: usize, entries: usize, indices: usize, rows: usize, blocks: usize, sink: usize): void {
  let read: u32 = 0
  for (const end = indices + (rows << 2); indices < end; indices += 4) {
    const start = startOf(starts, indices, blocks, 0)
    const to = entryOf(entries, start + (blocks << 2))
    for (let at = entryOf(entries, start); at < to; at += 64) read |= load<u8>(at)
  }
  store<u32>(sink, read)
}

// @ts-ignore: decorator
@inline
function divideAll<T>(quotients: usize, divisor: T): void {
  for (let byte: usize = 0; byte < 256; byte++) store<T>(quotients + byte * sizeof<T>(), <T>byte / divisor)
}

// The address of an entry's quotient.
// @ts-ignore: decorator
@inline
function quotientOf<T>(quotients: usize, entry: u32): usize {
  return quotients + <usize>(entry & 255) * sizeof<T>()
}

// The address of an entry's row among those of its block.
// @ts-ignore: decorator
@inline
function rowOf(block: usize, entry: u32, row: usize): usize {
  return block + <usize>(entry >> 8) * row
}

const LANES = memory.data<u64>([0, 0, -1, -1])

// Whole lanes of as many bytes at a vector's end. The last vector of a row may overlap the one before, whose lanes it
// has to leave alone.
// @ts-ignore: decorator
@inline
function lastLanes(bytes: usize): v128 {
  return v128.load(LANES + bytes)
}

// Ten sums, a factor and four of the vectors that go into them fit the registers. The loop may be left between them,
// though no address is 0: without these exits V8 loads all ten vectors at once and spills registers.
function gatherTen<T>(from: usize, to: usize, b: usize, row: usize, c: usize, quotients: usize): void {
  let c0 = v128.load(c)
  let c1 = v128.load(c, 16)
  let c2 = v128.load(c, 32)
  let c3 = v128.load(c, 48)
  let c4 = v128.load(c, 64)
  let c5 = v128.load(c, 80)
  let c6 = v128.load(c, 96)
  let c7 = v128.load(c, 112)
  let c8 = v128.load(c, 128)
  let c9 = v128.load(c, 144)
  for (; from < to; from += ENTRY) {
    const entry: u32 = load<u16>(from)
    const quotient = quotientOf<T>(quotients, entry)
    const x = v128.load_splat<T>(quotient)
    const y = rowOf(b, entry, row)
    c0 = v128.add<T>(c0, v128.mul<T>(x, v128.load(y)))
    c1 = v128.add<T>(c1, v128.mul<T>(x, v128.load(y, 16)))
    c2 = v128.add<T>(c2, v128.mul<T>(x, v128.load(y, 32)))
    c3 = v128.add<T>(c3, v128.mul<T>(x, v128.load(y, 48)))
    if (y == 0) break
    c4 = v128.add<T>(c4, v128.mul<T>(x, v128.load(y, 64)))
    c5 = v128.add<T>(c5, v128.mul<T>(x, v128.load(y, 80)))
    c6 = v128.add<T>(c6, v128.mul<T>(x, v128.load(y, 96)))
    if (quotient == 0) break
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
  let c0 = v128.load(c)
  let c1 = v128.load(c, 16)
  let c2 = v128.load(c, 32)
  let c3 = v128.load(c, 48)
  let c4 = v128.load(c, 64)
  for (; from < to; from += ENTRY) {
    const entry: u32 = load<u16>(from)
    const x = v128.load_splat<T>(quotientOf<T>(quotients, entry))
    const y = rowOf(b, entry, row)
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

function gatherOne<T>(
  from: usize, to: usize, b: usize, row: usize, c: usize, quotients: usize, lanes: v128): void {
  const old = v128.load(c)
  let sum = old
  for (; from < to; from += ENTRY) {
    const entry: u32 = load<u16>(from)
    const x = v128.load_splat<T>(quotientOf<T>(quotients, entry))
    sum = v128.add<T>(sum, v128.mul<T>(x, v128.load(rowOf(b, entry, row))))
  }
  v128.store(c, v128.bitselect(sum, old, lanes))
}

function scatterTen<T>(from: usize, to: usize, b: usize, row: usize, c: usize, quotients: usize): void {
  const b0 = v128.load(b)
  const b1 = v128.load(b, 16)
  const b2 = v128.load(b, 32)
  const b3 = v128.load(b, 48)
  const b4 = v128.load(b, 64)
  const b5 = v128.load(b, 80)
  const b6 = v128.load(b, 96)
  const b7 = v128.load(b, 112)
  const b8 = v128.load(b, 128)
  const b9 = v128.load(b, 144)
  for (; from < to; from += ENTRY) {
    const entry: u32 = load<u16>(from)
    const x = v128.load_splat<T>(quotientOf<T>(quotients, entry))
    const y = rowOf(c, entry, row)
    v128.store(y, v128.add<T>(v128.load(y), v128.mul<T>(x, b0)))
    v128.store(y, v128.add<T>(v128.load(y, 16), v128.mul<T>(x, b1)), 16)
    v128.store(y, v128.add<T>(v128.load(y, 32), v128.mul<T>(x, b2)), 32)
    v128.store(y, v128.add<T>(v128.load(y, 48), v128.mul<T>(x, b3)), 48)
    v128.store(y, v128.add<T>(v128.load(y, 64), v128.mul<T>(x, b4)), 64)
    v128.store(y, v128.add<T>(v128.load(y, 80), v128.mul<T>(x, b5)), 80)
    v128.store(y, v128.add<T>(v128.load(y, 96), v128.mul<T>(x, b6)), 96)
    v128.store(y, v128.add<T>(v128.load(y, 112), v128.mul<T>(x, b7)), 112)
    v128.store(y, v128.add<T>(v128.load(y, 128), v128.mul<T>(x, b8)), 128)
    v128.store(y, v128.add<T>(v128.load(y, 144), v128.mul<T>(x, b9)), 144)
  }
}

function scatterFive<T>(from: usize, to: usize, b: usize, row: usize, c: usize, quotients: usize): void {
  const b0 = v128.load(b)
  const b1 = v128.load(b, 16)
  const b2 = v128.load(b, 32)
  const b3 = v128.load(b, 48)
  const b4 = v128.load(b, 64)
  for (; from < to; from += ENTRY) {
    const entry: u32 = load<u16>(from)
    const x = v128.load_splat<T>(quotientOf<T>(quotients, entry))
    const y = rowOf(c, entry, row)
    v128.store(y, v128.add<T>(v128.load(y), v128.mul<T>(x, b0)))
    v128.store(y, v128.add<T>(v128.load(y, 16), v128.mul<T>(x, b1)), 16)
    v128.store(y, v128.add<T>(v128.load(y, 32), v128.mul<T>(x, b2)), 32)
    v128.store(y, v128.add<T>(v128.load(y, 48), v128.mul<T>(x, b3)), 48)
    v128.store(y, v128.add<T>(v128.load(y, 64), v128.mul<T>(x, b4)), 64)
  }
}

// Lanes left alone get 0 · x: that is ±0, and changes no sum that began with +0.
function scatterOne<T>(
  from: usize, to: usize, b: usize, row: usize, c: usize, quotients: usize, lanes: v128): void {
  const vector = v128.and(v128.load(b), lanes)
  for (; from < to; from += ENTRY) {
    const entry: u32 = load<u16>(from)
    const x = v128.load_splat<T>(quotientOf<T>(quotients, entry))
    const y = rowOf(c, entry, row)
    v128.store(y, v128.add<T>(v128.load(y), v128.mul<T>(x, vector)))
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
