import { transposeInto } from './block'

// A·B and Aᵀ·B where most of A is zero, such as the background of images: products with zeros are left out. That
// changes no bit of the result, as long as B is finite: sums begin with +0, and adding ±0 to them leaves them alone.

const ROWS_AT_ONCE: usize = 16
// As many sums, the vectors that go into them and a factor fit the registers.
const VECTORS_AT_ONCE: usize = 5

/** Whether leaving out zeros is right and worth it: B is finite, and a sample of A holds less than 30 % other values. */
// @ts-ignore: decorator
@inline
export function isSparse<T>(a: usize, b: usize, m: usize, n: usize, k: usize): bool {
  const size = m * k
  return (
    n * sizeof<T>() >= VECTORS_AT_ONCE * 16 && size >= 4096 && sampleNonzero<T>(a, size) < 0.3 && isFinite<T>(b, k * n)
  )
}

/** Bytes that `sparseMatmul` needs in `scratch`: the columns of the nonzero elements of a row, rows of Aᵀ. */
// @ts-ignore: decorator
@inline
export function sparseScratchSize<T>(k: usize): usize {
  return (k + 16) * 4 + ROWS_AT_ONCE * k * sizeof<T>()
}

// @ts-ignore: decorator
@inline
export function sparseMatmul<T>(
  a: usize, b: usize, c: usize, m: usize, n: usize, k: usize, transposeA: bool, scratch: usize): void {
  const rowA = k * sizeof<T>()
  if (!transposeA) return multiplyRows<T>(a, b, c, m, n, k, scratch)
  const rows = scratch + (k + 16) * 4
  for (let i: usize = 0; i < m; i += ROWS_AT_ONCE) {
    const count = min(m - i, ROWS_AT_ONCE)
    transposeInto<T>(a + i * sizeof<T>(), m * sizeof<T>(), rows, rowA, k, count)
    multiplyRows<T>(rows, b, c + i * n * sizeof<T>(), count, n, k, scratch)
  }
}

function multiplyRows<T>(a: usize, b: usize, c: usize, m: usize, n: usize, k: usize, indices: usize): void {
  const rowA = k * sizeof<T>()
  const rowB = n * sizeof<T>()
  const last = rowB - VECTORS_AT_ONCE * 16
  for (const end = c + m * rowB; c < end; a += rowA, c += rowB) {
    const indicesEnd = nonzeroIndices<T>(a, k, indices)
    for (let at: usize = 0; at < last; at += VECTORS_AT_ONCE * 16)
      sumRows<T>(a, b + at, rowB, indices, indicesEnd, c + at)
    // This may overlap the one before: what both compute is the same.
    sumRows<T>(a, b + last, rowB, indices, indicesEnd, c + last)
  }
}

// Five vectors of c: the sum of a[index] · b[index, :] over the indices.
function sumRows<T>(a: usize, b: usize, row: usize, indices: usize, end: usize, c: usize): void {
  let c0 = v128.splat<T>(0)
  let c1 = c0
  let c2 = c0
  let c3 = c0
  let c4 = c0
  for (; indices < end; indices += 4) {
    const index: usize = load<u32>(indices)
    const x = v128.load_splat<T>(a + index * sizeof<T>())
    const y = b + index * row
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

// For each set of four lanes: which they are, in order.
const LANES = memory.data<u32>([
  0, 0, 0, 0,  0, 0, 0, 0,  1, 0, 0, 0,  0, 1, 0, 0,  2, 0, 0, 0,  0, 2, 0, 0,  1, 2, 0, 0,  0, 1, 2, 0,
  3, 0, 0, 0,  0, 3, 0, 0,  1, 3, 0, 0,  0, 1, 3, 0,  2, 3, 0, 0,  0, 2, 3, 0,  1, 2, 3, 0,  0, 1, 2, 3,
])

// Writes where a row of k elements is not zero, and returns the end of what it wrote. It does not branch on what it
// finds: no processor could predict it.
// @ts-ignore: decorator
@inline
function nonzeroIndices<T>(row: usize, k: usize, indices: usize): usize {
  let i: usize = 0
  for (; i + 4 <= k; i += 4) {
    const set = nonzeroLanes<T>(row + i * sizeof<T>())
    v128.store(indices, i32x4.add(i32x4.splat(<i32>i), v128.load(LANES + (<usize>set << 4))))
    indices += <usize>popcnt(set) << 2
  }
  for (; i < k; i++)
    if (load<T>(row + i * sizeof<T>()) != 0) {
      store<u32>(indices, <u32>i)
      indices += 4
    }
  return indices
}

// Which of four elements are not zero, as bits.
// @ts-ignore: decorator
@inline
function nonzeroLanes<T>(x: usize): i32 {
  const zero = v128.splat<T>(0)
  const set = v128.ne<T>(v128.load(x), zero)
  if (sizeof<T>() == 4) return v128.bitmask<i32>(set)
  return v128.bitmask<i64>(set) | (v128.bitmask<i64>(v128.ne<T>(v128.load(x, 16), zero)) << 2)
}

// The share of nonzero elements in 128 evenly spaced runs of 16.
// @ts-ignore: decorator
@inline
function sampleNonzero<T>(x: usize, size: usize): f32 {
  const step = ((size - 16) / 127) * sizeof<T>()
  let nonzero = 0
  for (let run = 0; run < 128; run++, x += step)
    for (let i: usize = 0; i < 16; i += 4) nonzero += popcnt(nonzeroLanes<T>(x + i * sizeof<T>()))
  return <f32>nonzero / 2048
}

// x − x is +0, and NaN of what is not finite.
// @ts-ignore: decorator
@inline
export function isFinite<T>(x: usize, n: usize): bool {
  let differences = v128.splat<T>(0)
  const end = x + n * sizeof<T>()
  for (; x + 64 <= end; x += 64) {
    const low = v128.or(differenceOf<T>(x), differenceOf<T>(x + 16))
    differences = v128.or(differences, v128.or(low, v128.or(differenceOf<T>(x + 32), differenceOf<T>(x + 48))))
  }
  if (v128.any_true(differences)) return false
  for (; x < end; x += sizeof<T>()) if (load<T>(x) - load<T>(x) != 0) return false
  return true
}

// @ts-ignore: decorator
@inline
function differenceOf<T>(x: usize): v128 {
  return v128.sub<T>(v128.load(x), v128.load(x))
}
