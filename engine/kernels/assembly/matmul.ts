// C = A·B, Aᵀ·B or A·Bᵀ for row-major matrices, C being m × n and the inner dimension k. Every element of C is the
// sum of its products in the order of k, each product and each sum rounded once: bit for bit the plain triple loop.
//
// B is packed into panels [k][two vectors]; tiles of 4 rows × one panel stay in registers over k, which is cut into
// blocks that fit the first-level cache. Aᵀ is packed into panels [k][4] too.
// See K. Goto, R. van de Geijn, Anatomy of High-Performance Matrix Multiplication, ACM TOMS 34 (2008).

const ROWS: usize = 4
const BLOCK: usize = 512

/** Bytes that `matmul` needs in `scratch`: a block of B in panels, a panel of Aᵀ, a tile. */
// @ts-ignore: decorator
@inline
function scratchSize<T>(n: usize, k: usize): usize {
  const depth = k < BLOCK ? k : BLOCK
  const columns = 32 / sizeof<T>()
  return ((n + columns - 1) / columns) * depth * 32 + depth * ROWS * sizeof<T>() + ROWS * 32 + 16
}
export function matmulScratch_float32(n: usize, k: usize): usize {
  return scratchSize<f32>(n, k)
}
export function matmulScratch_float64(n: usize, k: usize): usize {
  return scratchSize<f64>(n, k)
}

// @ts-ignore: decorator
@inline
function matmul<T>(
  a: usize, b: usize, c: usize, m: usize, n: usize, k: usize, transposeA: bool, transposeB: bool, scratch: usize): void {
  const columns: usize = 32 / sizeof<T>()
  const panels = (n + columns - 1) / columns
  const cStep = n * sizeof<T>()
  if (k == 0) memory.fill(c, 0, m * cStep)
  for (let k0: usize = 0; k0 < k; k0 += BLOCK) {
    const depth = k - k0 < BLOCK ? k - k0 : BLOCK
    const panelSize = depth * 32
    const packedA = scratch + panels * panelSize
    const tileC = packedA + depth * ROWS * sizeof<T>()
    if (transposeB) packTransposed<T>(b + k0 * sizeof<T>(), scratch, n, k, depth)
    else pack<T>(b + k0 * cStep, scratch, n, depth)
    for (let i: usize = 0; i < m; i += ROWS) {
      const rows = m - i < ROWS ? m - i : ROWS
      if (transposeA) packRows<T>(a + (k0 * m + i) * sizeof<T>(), packedA, m, rows, depth)
      const aRow = a + (i * k + k0) * sizeof<T>()
      for (let j: usize = 0; j < panels; j++) {
        const cTile = c + i * cStep + j * 32
        const width = (j + 1) * columns <= n ? columns : n - j * columns
        const whole = rows == ROWS && width == columns
        const target = whole ? cTile : tileC
        const targetStep = whole ? cStep : 32
        if (!whole && k0) for (let r: usize = 0; r < rows; r++) memory.copy(tileC + r * 32, cTile + r * cStep, width * sizeof<T>())
        if (transposeA)
          tile<T>(packedA, sizeof<T>(), ROWS, ROWS * sizeof<T>(), scratch + j * panelSize, depth, target, targetStep, k0 == 0)
        else
          tile<T>(aRow, k * sizeof<T>(), rows, sizeof<T>(), scratch + j * panelSize, depth, target, targetStep, k0 == 0)
        if (!whole) for (let r: usize = 0; r < rows; r++) memory.copy(cTile + r * cStep, tileC + r * 32, width * sizeof<T>())
      }
    }
  }
}

// C[0…3][panel] += A[0…3][0…depth) · panel. Rows past the last repeat it.
// @ts-ignore: decorator
@inline
function tile<T>(
  a: usize, aStep: usize, rows: usize, kStep: usize, panel: usize, depth: usize, c: usize, cStep: usize, fresh: bool): void {
  let a0 = a
  let a1 = rows > 1 ? a0 + aStep : a0
  let a2 = rows > 2 ? a1 + aStep : a1
  let a3 = rows > 3 ? a2 + aStep : a2
  const c1 = c + cStep
  const c2 = c1 + cStep
  const c3 = c2 + cStep
  let c00 = v128.splat<T>(0)
  let c01 = c00
  let c10 = c00
  let c11 = c00
  let c20 = c00
  let c21 = c00
  let c30 = c00
  let c31 = c00
  if (!fresh) {
    c00 = v128.load(c)
    c01 = v128.load(c, 16)
    c10 = v128.load(c1)
    c11 = v128.load(c1, 16)
    c20 = v128.load(c2)
    c21 = v128.load(c2, 16)
    c30 = v128.load(c3)
    c31 = v128.load(c3, 16)
  }
  for (const end = panel + depth * 32; ; ) {
    const b0 = v128.load(panel)
    const b1 = v128.load(panel, 16)
    const x0 = v128.load_splat<T>(a0)
    c00 = v128.add<T>(c00, v128.mul<T>(x0, b0))
    c01 = v128.add<T>(c01, v128.mul<T>(x0, b1))
    const x1 = v128.load_splat<T>(a1)
    c10 = v128.add<T>(c10, v128.mul<T>(x1, b0))
    c11 = v128.add<T>(c11, v128.mul<T>(x1, b1))
    const x2 = v128.load_splat<T>(a2)
    c20 = v128.add<T>(c20, v128.mul<T>(x2, b0))
    c21 = v128.add<T>(c21, v128.mul<T>(x2, b1))
    const x3 = v128.load_splat<T>(a3)
    c30 = v128.add<T>(c30, v128.mul<T>(x3, b0))
    c31 = v128.add<T>(c31, v128.mul<T>(x3, b1))
    panel += 32
    if (panel == end) break
    a0 += kStep
    a1 += kStep
    a2 += kStep
    a3 += kStep
  }
  v128.store(c, c00)
  v128.store(c, c01, 16)
  v128.store(c1, c10)
  v128.store(c1, c11, 16)
  v128.store(c2, c20)
  v128.store(c2, c21, 16)
  v128.store(c3, c30)
  v128.store(c3, c31, 16)
}

// Panels of B (depth × n): the last one is filled up with zeros.
// @ts-ignore: decorator
@inline
function pack<T>(b: usize, panel: usize, n: usize, depth: usize): void {
  const columns: usize = 32 / sizeof<T>()
  const row = n * sizeof<T>()
  for (let j: usize = 0; j < n; j += columns, b += 32) {
    if (j + columns <= n)
      for (let i: usize = 0, at = b; i < depth; i++, at += row, panel += 32) {
        v128.store(panel, v128.load(at))
        v128.store(panel, v128.load(at, 16), 16)
      }
    else {
      const rest = (n - j) * sizeof<T>()
      for (let i: usize = 0, at = b; i < depth; i++, at += row, panel += 32) {
        memory.fill(panel, 0, 32)
        memory.copy(panel, at, rest)
      }
    }
  }
}

// Panels of Bᵀ, where B is n × k and `b` its first column taken.
// @ts-ignore: decorator
@inline
function packTransposed<T>(b: usize, panel: usize, n: usize, k: usize, depth: usize): void {
  const columns: usize = 32 / sizeof<T>()
  for (let j: usize = 0; j < n; j += columns)
    for (let i: usize = 0; i < depth; i++)
      for (let l: usize = 0; l < columns; l++, panel += sizeof<T>())
        store<T>(panel, j + l < n ? load<T>(b + ((j + l) * k + i) * sizeof<T>()) : 0)
}

// Four columns of A (k × m) as [depth][4]: columns past the last are filled with zeros.
// @ts-ignore: decorator
@inline
function packRows<T>(a: usize, panel: usize, m: usize, rows: usize, depth: usize): void {
  const row = m * sizeof<T>()
  for (let i: usize = 0; i < depth; i++, a += row)
    for (let l: usize = 0; l < ROWS; l++, panel += sizeof<T>()) store<T>(panel, l < rows ? load<T>(a + l * sizeof<T>()) : 0)
}

export function matmul_float32(
  a: usize, b: usize, c: usize, m: usize, n: usize, k: usize, transposeA: bool, transposeB: bool, scratch: usize): void {
  matmul<f32>(a, b, c, m, n, k, transposeA, transposeB, scratch)
}
export function matmul_float64(
  a: usize, b: usize, c: usize, m: usize, n: usize, k: usize, transposeA: bool, transposeB: bool, scratch: usize): void {
  matmul<f64>(a, b, c, m, n, k, transposeA, transposeB, scratch)
}
