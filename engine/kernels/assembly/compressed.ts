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

/**
 * Reads an entry of each cache line of some rows. Rows drawn at random are in no cache: this way the processor asks for
 * many lines at a time instead of waiting for one after the other. Rows that follow one another it reads ahead by itself.
 * What is read has to be used, or it would not be: it is returned.
 */
export function readAhead(starts: usize, entries: usize, indices: usize, rows: usize, columns: usize): u32 {
  const blocks = blocksOf(columns)
  let read: u32 = 0
  let last: u32 = 0
  for (const end = indices + (rows << 2); indices < end; indices += 4) {
    const row = load<u32>(indices)
    const follows = row == last + 1
    last = row
    if (follows) continue
    const start = startOf(starts, indices, blocks, 0)
    const to = entryOf(entries, start + (blocks << 2))
    for (let at = entryOf(entries, start); at < to; at += 64) read |= load<u8>(at)
  }
  return read
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
      const start = startOf(starts, indices + (i << 2), blocks, block)
      const from = entryOf(entries, start)
      const to = entryOf(entries, start + 4)
      if (from == to) continue
      let at: usize = 0
      for (; at + 160 <= row; at += 160) gather<T>(10, from, to, b + at, row, y + at, quotients, lastLanes(16))
      for (; at + 80 <= row; at += 80) gather<T>(5, from, to, b + at, row, y + at, quotients, lastLanes(16))
      for (; at < row; at += 16) {
        const place = min(at, row - 16)
        gather<T>(1, from, to, b + place, row, y + place, quotients, lastLanes(min(row - at, 16)))
      }
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
      for (; at + 160 <= row; at += 160) scatter<T>(10, from, to, x + at, row, c + at, quotients, lastLanes(16))
      for (; at + 80 <= row; at += 80) scatter<T>(5, from, to, x + at, row, c + at, quotients, lastLanes(16))
      for (; at < row; at += 16) {
        const place = min(at, row - 16)
        scatter<T>(1, from, to, x + place, row, c + place, quotients, lastLanes(min(row - at, 16)))
      }
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

// Adds to one, five or ten vectors of c what the entries of a row of A contribute, to those lanes of a single one that
// are told. Ten sums, a factor and four of the vectors that go into them fit the registers: the loop may be left between
// them, though no address is 0, because without these exits V8 loads all ten at once and spills registers.
// @ts-ignore: decorator
@inline
function gather<T>(
  count: i32, from: usize, to: usize, b: usize, row: usize, c: usize, quotients: usize, lanes: v128): void {
  let c0 = v128.load(c)
  let c1 = c0
  let c2 = c0
  let c3 = c0
  let c4 = c0
  let c5 = c0
  let c6 = c0
  let c7 = c0
  let c8 = c0
  let c9 = c0
  if (count > 1) {
    c1 = v128.load(c, 16)
    c2 = v128.load(c, 32)
    c3 = v128.load(c, 48)
    c4 = v128.load(c, 64)
  }
  if (count > 5) {
    c5 = v128.load(c, 80)
    c6 = v128.load(c, 96)
    c7 = v128.load(c, 112)
    c8 = v128.load(c, 128)
    c9 = v128.load(c, 144)
  }
  for (; from < to; from += ENTRY) {
    const entry: u32 = load<u16>(from)
    const quotient = quotientOf<T>(quotients, entry)
    const x = v128.load_splat<T>(quotient)
    const y = rowOf(b, entry, row)
    c0 = v128.add<T>(c0, v128.mul<T>(x, v128.load(y)))
    if (count > 1) {
      c1 = v128.add<T>(c1, v128.mul<T>(x, v128.load(y, 16)))
      c2 = v128.add<T>(c2, v128.mul<T>(x, v128.load(y, 32)))
      c3 = v128.add<T>(c3, v128.mul<T>(x, v128.load(y, 48)))
      if (count > 5 && y == 0) break
      c4 = v128.add<T>(c4, v128.mul<T>(x, v128.load(y, 64)))
    }
    if (count > 5) {
      c5 = v128.add<T>(c5, v128.mul<T>(x, v128.load(y, 80)))
      c6 = v128.add<T>(c6, v128.mul<T>(x, v128.load(y, 96)))
      if (quotient == 0) break
      c7 = v128.add<T>(c7, v128.mul<T>(x, v128.load(y, 112)))
      c8 = v128.add<T>(c8, v128.mul<T>(x, v128.load(y, 128)))
      c9 = v128.add<T>(c9, v128.mul<T>(x, v128.load(y, 144)))
    }
  }
  v128.store(c, count > 1 ? c0 : v128.bitselect(c0, v128.load(c), lanes))
  if (count > 1) {
    v128.store(c, c1, 16)
    v128.store(c, c2, 32)
    v128.store(c, c3, 48)
    v128.store(c, c4, 64)
  }
  if (count > 5) {
    v128.store(c, c5, 80)
    v128.store(c, c6, 96)
    v128.store(c, c7, 112)
    v128.store(c, c8, 128)
    v128.store(c, c9, 144)
  }
}

// Adds to the rows of c what one, five or ten vectors of a row of B contribute to them. Lanes of a single one that are
// not told get 0 · x: that is ±0, and changes no sum that began with +0.
// @ts-ignore: decorator
@inline
function scatter<T>(
  count: i32, from: usize, to: usize, b: usize, row: usize, c: usize, quotients: usize, lanes: v128): void {
  const b0 = count > 1 ? v128.load(b) : v128.and(v128.load(b), lanes)
  const b1 = count > 1 ? v128.load(b, 16) : b0
  const b2 = count > 1 ? v128.load(b, 32) : b0
  const b3 = count > 1 ? v128.load(b, 48) : b0
  const b4 = count > 1 ? v128.load(b, 64) : b0
  const b5 = count > 5 ? v128.load(b, 80) : b0
  const b6 = count > 5 ? v128.load(b, 96) : b0
  const b7 = count > 5 ? v128.load(b, 112) : b0
  const b8 = count > 5 ? v128.load(b, 128) : b0
  const b9 = count > 5 ? v128.load(b, 144) : b0
  for (; from < to; from += ENTRY) {
    const entry: u32 = load<u16>(from)
    const x = v128.load_splat<T>(quotientOf<T>(quotients, entry))
    const y = rowOf(c, entry, row)
    v128.store(y, v128.add<T>(v128.load(y), v128.mul<T>(x, b0)))
    if (count > 1) {
      v128.store(y, v128.add<T>(v128.load(y, 16), v128.mul<T>(x, b1)), 16)
      v128.store(y, v128.add<T>(v128.load(y, 32), v128.mul<T>(x, b2)), 32)
      v128.store(y, v128.add<T>(v128.load(y, 48), v128.mul<T>(x, b3)), 48)
      v128.store(y, v128.add<T>(v128.load(y, 64), v128.mul<T>(x, b4)), 64)
    }
    if (count > 5) {
      v128.store(y, v128.add<T>(v128.load(y, 80), v128.mul<T>(x, b5)), 80)
      v128.store(y, v128.add<T>(v128.load(y, 96), v128.mul<T>(x, b6)), 96)
      v128.store(y, v128.add<T>(v128.load(y, 112), v128.mul<T>(x, b7)), 112)
      v128.store(y, v128.add<T>(v128.load(y, 128), v128.mul<T>(x, b8)), 128)
      v128.store(y, v128.add<T>(v128.load(y, 144), v128.mul<T>(x, b9)), 144)
    }
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
