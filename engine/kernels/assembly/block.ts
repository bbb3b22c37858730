// y[j, i] = x[i, j] for rows × columns elements of x; rows of x lie xStep bytes apart, those of y yStep bytes.
// T is a type of the elements' size: bits are moved.
// @ts-ignore: decorator
@inline
export function transposeInto<T>(
  x: usize, xStep: usize, y: usize, yStep: usize, rows: usize, columns: usize): void {
  const lanes: usize = 16 / sizeof<T>()
  const evenRows = rows - (rows % lanes)
  const evenColumns = columns - (columns % lanes)
  for (let i: usize = 0; i < rows; i++) {
    if (i < evenRows && i % lanes == 0)
      for (let j: usize = 0; j < evenColumns; j += lanes)
        transposeSquare<T>(x + i * xStep + j * sizeof<T>(), xStep, y + j * yStep + i * sizeof<T>(), yStep)
    for (let j = i < evenRows ? evenColumns : 0; j < columns; j++)
      store<T>(y + j * yStep + i * sizeof<T>(), load<T>(x + i * xStep + j * sizeof<T>()))
  }
}

// A square with a side of one vector.
// @ts-ignore: decorator
@inline
function transposeSquare<T>(x: usize, xStep: usize, y: usize, yStep: usize): void {
  const a = v128.load(x)
  const b = v128.load(x + xStep)
  if (sizeof<T>() == 8) {
    v128.store(y, v128.shuffle<u64>(a, b, 0, 2))
    v128.store(y + yStep, v128.shuffle<u64>(a, b, 1, 3))
    return
  }
  const c = v128.load(x + 2 * xStep)
  const d = v128.load(x + 3 * xStep)
  const ab = v128.shuffle<u32>(a, b, 0, 4, 1, 5)
  const cd = v128.shuffle<u32>(c, d, 0, 4, 1, 5)
  v128.store(y, v128.shuffle<u64>(ab, cd, 0, 2))
  v128.store(y + yStep, v128.shuffle<u64>(ab, cd, 1, 3))
  const abHigh = v128.shuffle<u32>(a, b, 2, 6, 3, 7)
  const cdHigh = v128.shuffle<u32>(c, d, 2, 6, 3, 7)
  v128.store(y + 2 * yStep, v128.shuffle<u64>(abHigh, cdHigh, 0, 2))
  v128.store(y + 3 * yStep, v128.shuffle<u64>(abHigh, cdHigh, 1, 3))
}
