import { transposeInto } from './block'

export const TILE_ROWS: usize = 4
/** Two vectors, in bytes. */
export const TILE_WIDTH: usize = 32

// C[4 rows, 2 vectors] += panel of A · panel of B, four steps of k a turn.
//
// The arithmetic fills the processor only where every operand is loaded just before its use, and V8 puts a block's loads
// wherever they fit its own schedule. It works a block through from the end, in the order of the variables that leave
// it: hence each step stands in a block of its own, which it leaves by a merge, and goes from the last row to the first
// but in the step that ends the loop, which V8 sees the other way about. Where both pointers are needed before the first
// block, V8 widens them to 64 bits once a turn. `a` moves by additions, since an offset costs a splat from memory an
// instruction of its own.
export function tile<T>(a: usize, b: usize, depth: usize, c: usize, row: usize, first: bool): void {
  let c00 = v128.splat<T>(0)
  let c01 = c00
  let c10 = c00
  let c11 = c00
  let c20 = c00
  let c21 = c00
  let c30 = c00
  let c31 = c00
  if (!first) {
    c00 = v128.load(c)
    c01 = v128.load(c, 16)
    c10 = v128.load(c + row)
    c11 = v128.load(c + row, 16)
    c20 = v128.load(c + 2 * row)
    c21 = v128.load(c + 2 * row, 16)
    c30 = v128.load(c + 3 * row)
    c31 = v128.load(c + 3 * row, 16)
  }
  let b0 = c00
  let b1 = c00
  let x = c00
  const rowOfA: usize = TILE_ROWS * sizeof<T>()
  for (let left = <isize>depth; ; left -= 4, a += 4 * rowOfA, b += 4 * TILE_WIDTH) {
    b1 = v128.load(b, 16)
    b0 = v128.load(b)
    x = v128.load_splat<T>(a, 3 * sizeof<T>())
    if (left > 0) {
      c31 = v128.add<T>(c31, v128.mul<T>(x, b1))
      c30 = v128.add<T>(c30, v128.mul<T>(x, b0))
      x = v128.load_splat<T>(a, 2 * sizeof<T>())
      c21 = v128.add<T>(c21, v128.mul<T>(x, b1))
      c20 = v128.add<T>(c20, v128.mul<T>(x, b0))
      x = v128.load_splat<T>(a, 1 * sizeof<T>())
      c11 = v128.add<T>(c11, v128.mul<T>(x, b1))
      c10 = v128.add<T>(c10, v128.mul<T>(x, b0))
      x = v128.load_splat<T>(a)
      c01 = v128.add<T>(c01, v128.mul<T>(x, b1))
      c00 = v128.add<T>(c00, v128.mul<T>(x, b0))
    }
    if (left > 1) {
      b1 = v128.load(b, 48)
      b0 = v128.load(b, 32)
      x = v128.load_splat<T>(a + 1 * rowOfA, 3 * sizeof<T>())
      c31 = v128.add<T>(c31, v128.mul<T>(x, b1))
      c30 = v128.add<T>(c30, v128.mul<T>(x, b0))
      x = v128.load_splat<T>(a + 1 * rowOfA, 2 * sizeof<T>())
      c21 = v128.add<T>(c21, v128.mul<T>(x, b1))
      c20 = v128.add<T>(c20, v128.mul<T>(x, b0))
      x = v128.load_splat<T>(a + 1 * rowOfA, 1 * sizeof<T>())
      c11 = v128.add<T>(c11, v128.mul<T>(x, b1))
      c10 = v128.add<T>(c10, v128.mul<T>(x, b0))
      x = v128.load_splat<T>(a + 1 * rowOfA)
      c01 = v128.add<T>(c01, v128.mul<T>(x, b1))
      c00 = v128.add<T>(c00, v128.mul<T>(x, b0))
    }
    if (left > 2) {
      b1 = v128.load(b, 80)
      b0 = v128.load(b, 64)
      x = v128.load_splat<T>(a + 2 * rowOfA, 3 * sizeof<T>())
      c31 = v128.add<T>(c31, v128.mul<T>(x, b1))
      c30 = v128.add<T>(c30, v128.mul<T>(x, b0))
      x = v128.load_splat<T>(a + 2 * rowOfA, 2 * sizeof<T>())
      c21 = v128.add<T>(c21, v128.mul<T>(x, b1))
      c20 = v128.add<T>(c20, v128.mul<T>(x, b0))
      x = v128.load_splat<T>(a + 2 * rowOfA, 1 * sizeof<T>())
      c11 = v128.add<T>(c11, v128.mul<T>(x, b1))
      c10 = v128.add<T>(c10, v128.mul<T>(x, b0))
      x = v128.load_splat<T>(a + 2 * rowOfA)
      c01 = v128.add<T>(c01, v128.mul<T>(x, b1))
      c00 = v128.add<T>(c00, v128.mul<T>(x, b0))
    }
    if (left > 3) {
      b0 = v128.load(b, 96)
      b1 = v128.load(b, 112)
      x = v128.load_splat<T>(a + 3 * rowOfA)
      c00 = v128.add<T>(c00, v128.mul<T>(x, b0))
      c01 = v128.add<T>(c01, v128.mul<T>(x, b1))
      x = v128.load_splat<T>(a + 3 * rowOfA, 1 * sizeof<T>())
      c10 = v128.add<T>(c10, v128.mul<T>(x, b0))
      c11 = v128.add<T>(c11, v128.mul<T>(x, b1))
      x = v128.load_splat<T>(a + 3 * rowOfA, 2 * sizeof<T>())
      c20 = v128.add<T>(c20, v128.mul<T>(x, b0))
      c21 = v128.add<T>(c21, v128.mul<T>(x, b1))
      x = v128.load_splat<T>(a + 3 * rowOfA, 3 * sizeof<T>())
      c30 = v128.add<T>(c30, v128.mul<T>(x, b0))
      c31 = v128.add<T>(c31, v128.mul<T>(x, b1))
    }
    if (left <= 4) break
  }
  v128.store(c, c00)
  v128.store(c, c01, 16)
  v128.store(c + row, c10)
  v128.store(c + row, c11, 16)
  v128.store(c + 2 * row, c20)
  v128.store(c + 2 * row, c21, 16)
  v128.store(c + 3 * row, c30)
  v128.store(c + 3 * row, c31, 16)
}

// Panels of `width` columns, `depth` elements long, of the transposed matrix: its n rows lie `step` elements apart.
// @ts-ignore: decorator
@inline
export function packColumns<T>(x: usize, panel: usize, n: usize, step: usize, depth: usize, width: usize): void {
  const panelSize = depth * width * sizeof<T>()
  for (let j: usize = 0; j < n; j += width, panel += panelSize, x += width * step * sizeof<T>()) {
    if (j + width > n) memory.fill(panel, 0, panelSize)
    transposeInto<T>(x, step * sizeof<T>(), panel, width * sizeof<T>(), min(n - j, width), depth)
  }
}
