import { transposeInto } from './block'

export const TILE_ROWS: usize = 4
/** Two vectors, in bytes. */
export const TILE_WIDTH: usize = 32

// C[4 rows, 2 vectors] += panel of A · panel of B, four steps of k a turn. The loop may be left after each of them:
// without these exits V8 loads the operands of all four at once and spills registers. `a` moves on after each, since an
// offset costs a splat from memory an instruction of its own.
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
  for (; ; depth -= 4, b += 4 * TILE_WIDTH) {
    b0 = v128.load(b)
    b1 = v128.load(b, 16)
    x = v128.load_splat<T>(a)
    c00 = v128.add<T>(c00, v128.mul<T>(x, b0))
    c01 = v128.add<T>(c01, v128.mul<T>(x, b1))
    x = v128.load_splat<T>(a, 1 * sizeof<T>())
    c10 = v128.add<T>(c10, v128.mul<T>(x, b0))
    c11 = v128.add<T>(c11, v128.mul<T>(x, b1))
    x = v128.load_splat<T>(a, 2 * sizeof<T>())
    c20 = v128.add<T>(c20, v128.mul<T>(x, b0))
    c21 = v128.add<T>(c21, v128.mul<T>(x, b1))
    x = v128.load_splat<T>(a, 3 * sizeof<T>())
    c30 = v128.add<T>(c30, v128.mul<T>(x, b0))
    c31 = v128.add<T>(c31, v128.mul<T>(x, b1))
    if (depth == 1) break
    a += TILE_ROWS * sizeof<T>()
    b0 = v128.load(b, 32)
    b1 = v128.load(b, 48)
    x = v128.load_splat<T>(a)
    c00 = v128.add<T>(c00, v128.mul<T>(x, b0))
    c01 = v128.add<T>(c01, v128.mul<T>(x, b1))
    x = v128.load_splat<T>(a, 1 * sizeof<T>())
    c10 = v128.add<T>(c10, v128.mul<T>(x, b0))
    c11 = v128.add<T>(c11, v128.mul<T>(x, b1))
    x = v128.load_splat<T>(a, 2 * sizeof<T>())
    c20 = v128.add<T>(c20, v128.mul<T>(x, b0))
    c21 = v128.add<T>(c21, v128.mul<T>(x, b1))
    x = v128.load_splat<T>(a, 3 * sizeof<T>())
    c30 = v128.add<T>(c30, v128.mul<T>(x, b0))
    c31 = v128.add<T>(c31, v128.mul<T>(x, b1))
    if (depth == 2) break
    a += TILE_ROWS * sizeof<T>()
    b0 = v128.load(b, 64)
    b1 = v128.load(b, 80)
    x = v128.load_splat<T>(a)
    c00 = v128.add<T>(c00, v128.mul<T>(x, b0))
    c01 = v128.add<T>(c01, v128.mul<T>(x, b1))
    x = v128.load_splat<T>(a, 1 * sizeof<T>())
    c10 = v128.add<T>(c10, v128.mul<T>(x, b0))
    c11 = v128.add<T>(c11, v128.mul<T>(x, b1))
    x = v128.load_splat<T>(a, 2 * sizeof<T>())
    c20 = v128.add<T>(c20, v128.mul<T>(x, b0))
    c21 = v128.add<T>(c21, v128.mul<T>(x, b1))
    x = v128.load_splat<T>(a, 3 * sizeof<T>())
    c30 = v128.add<T>(c30, v128.mul<T>(x, b0))
    c31 = v128.add<T>(c31, v128.mul<T>(x, b1))
    if (depth == 3) break
    a += TILE_ROWS * sizeof<T>()
    b0 = v128.load(b, 96)
    b1 = v128.load(b, 112)
    x = v128.load_splat<T>(a)
    c00 = v128.add<T>(c00, v128.mul<T>(x, b0))
    c01 = v128.add<T>(c01, v128.mul<T>(x, b1))
    x = v128.load_splat<T>(a, 1 * sizeof<T>())
    c10 = v128.add<T>(c10, v128.mul<T>(x, b0))
    c11 = v128.add<T>(c11, v128.mul<T>(x, b1))
    x = v128.load_splat<T>(a, 2 * sizeof<T>())
    c20 = v128.add<T>(c20, v128.mul<T>(x, b0))
    c21 = v128.add<T>(c21, v128.mul<T>(x, b1))
    x = v128.load_splat<T>(a, 3 * sizeof<T>())
    c30 = v128.add<T>(c30, v128.mul<T>(x, b0))
    c31 = v128.add<T>(c31, v128.mul<T>(x, b1))
    if (depth == 4) break
    a += TILE_ROWS * sizeof<T>()
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
