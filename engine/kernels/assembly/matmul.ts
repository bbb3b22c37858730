import { isNarrow, narrowMatmul, narrowScratchSize } from './narrow'
import { isSparse, sparseMatmul, sparseScratchSize } from './sparse'
import { packColumns, TILE_ROWS, TILE_WIDTH, tile } from './tile'

// C = A·B, Aᵀ·B or A·Bᵀ for row-major matrices, C being m × n and the inner dimension k. Every element of C is the
// sum of its products in the order of k, each product and each sum rounded once: bit for bit the plain triple loop.
//
// Both operands are packed in blocks: A into panels [k][4 rows], B into panels [k][2 vectors], filled up with zeros.
// A tile of C, 4 rows × 2 vectors, stays in registers while k runs through a block; a panel of B stays in the
// first-level cache and a block of A in the second.
// See K. Goto, R. van de Geijn, Anatomy of High-Performance Matrix Multiplication, ACM TOMS 34 (2008).

const BLOCK_ROWS: usize = 128
const BLOCK_DEPTH: usize = 256

// Bytes needed in `scratch`: a block of B, a block of A, a tile of C; or what the other ways need.
// @ts-ignore: decorator
@inline
function scratchSize<T>(m: usize, n: usize, k: usize): usize {
  const depth = min(k, BLOCK_DEPTH)
  const blocks = (panelsOf<T>(n) * TILE_WIDTH + (min(m, BLOCK_ROWS) + 3) * sizeof<T>()) * depth
  return max(blocks + TILE_ROWS * TILE_WIDTH, max(sparseScratchSize<T>(k), narrowScratchSize<T>(n, k)))
}
export function matmulScratch_float32(m: usize, n: usize, k: usize): usize {
  return scratchSize<f32>(m, n, k)
}
export function matmulScratch_float64(m: usize, n: usize, k: usize): usize {
  return scratchSize<f64>(m, n, k)
}

// @ts-ignore: decorator
@inline
function panelsOf<T>(n: usize): usize {
  return (n * sizeof<T>() + TILE_WIDTH - 1) / TILE_WIDTH
}

// @ts-ignore: decorator
@inline
function matmul<T>(
  a: usize, b: usize, c: usize, m: usize, n: usize, k: usize, transposeA: bool, transposeB: bool, scratch: usize): void {
  if (!transposeB && isSparse<T>(a, b, m, n, k)) return sparseMatmul<T>(a, b, c, m, n, k, transposeA, scratch)
  if (isNarrow<T>(n, k)) return narrowMatmul<T>(a, b, c, m, n, k, transposeA, transposeB, scratch)
  const row = n * sizeof<T>()
  const panels = panelsOf<T>(n)
  if (k == 0) memory.fill(c, 0, m * row)
  for (let k0: usize = 0; k0 < k; k0 += BLOCK_DEPTH) {
    const depth = min(k - k0, BLOCK_DEPTH)
    const blockA = scratch + panels * depth * TILE_WIDTH
    const edge = blockA + (min(m, BLOCK_ROWS) + 3) * depth * sizeof<T>()
    if (transposeB) packColumns<T>(b + k0 * sizeof<T>(), scratch, n, k, depth, TILE_WIDTH / sizeof<T>())
    else packRows<T>(b + k0 * row, scratch, n, n, depth, TILE_WIDTH)
    for (let i0: usize = 0; i0 < m; i0 += BLOCK_ROWS) {
      const rows = min(m - i0, BLOCK_ROWS)
      if (transposeA) packRows<T>(a + (k0 * m + i0) * sizeof<T>(), blockA, rows, m, depth, TILE_ROWS * sizeof<T>())
      else packColumns<T>(a + (i0 * k + k0) * sizeof<T>(), blockA, rows, k, depth, TILE_ROWS)
      for (let j: usize = 0; j < panels; j++) {
        const panel = scratch + j * depth * TILE_WIDTH
        const width = min(row - j * TILE_WIDTH, TILE_WIDTH)
        for (let i: usize = 0; i < rows; i += TILE_ROWS) {
          const corner = c + (i0 + i) * row + j * TILE_WIDTH
          const height = min(rows - i, TILE_ROWS)
          if (height == TILE_ROWS && width == TILE_WIDTH)
            tile<T>(blockA + i * depth * sizeof<T>(), panel, depth, corner, row, k0 == 0)
          else {
            if (k0) copyRows<T>(corner, row, edge, TILE_WIDTH, height, width)
            tile<T>(blockA + i * depth * sizeof<T>(), panel, depth, edge, TILE_WIDTH, k0 == 0)
            copyRows<T>(edge, TILE_WIDTH, corner, row, height, width)
          }
        }
      }
    }
  }
}

// Panels `width` bytes wide of `depth` rows that are n elements long and `step` elements apart.
// @ts-ignore: decorator
@inline
function packRows<T>(x: usize, panel: usize, n: usize, step: usize, depth: usize, width: usize): void {
  for (let left = n * sizeof<T>(); ; left -= width, x += width) {
    const whole = left >= width
    for (let i: usize = 0, at = x; i < depth; i++, at += step * sizeof<T>(), panel += width)
      if (whole) {
        v128.store(panel, v128.load(at))
        if (width > 16) v128.store(panel, v128.load(at, 16), 16)
      } else {
        v128.store(panel, v128.splat<T>(0))
        if (width > 16) v128.store(panel, v128.splat<T>(0), 16)
        copy<T>(panel, at, left)
      }
    if (left <= width) break
  }
}

function copyRows<T>(source: usize, sourceRow: usize, target: usize, targetRow: usize, rows: usize, width: usize): void {
  for (let i: usize = 0; i < rows; i++) copy<T>(target + i * targetRow, source + i * sourceRow, width)
}

// memory.copy takes longer for a few elements.
// @ts-ignore: decorator
@inline
function copy<T>(target: usize, source: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += sizeof<T>()) store<T>(target + i, load<T>(source + i))
}

export function matmul_float32(
  a: usize, b: usize, c: usize, m: usize, n: usize, k: usize, transposeA: bool, transposeB: bool, scratch: usize): void {
  matmul<f32>(a, b, c, m, n, k, transposeA, transposeB, scratch)
}
export function matmul_float64(
  a: usize, b: usize, c: usize, m: usize, n: usize, k: usize, transposeA: bool, transposeB: bool, scratch: usize): void {
  matmul<f64>(a, b, c, m, n, k, transposeA, transposeB, scratch)
}
