// x has the shape (outer, n, inner) and is reduced over n.

// Of contiguous elements (inner = 1), four vectors of partial sums take turns; then they are added as
// (0 + 1) + (2 + 3), their lanes from the first to the last, and what is left over one by one.
// Otherwise rows are added from the first to the last.
// @ts-ignore: decorator
@inline
function sum<T>(x: usize, y: usize, outer: usize, n: usize, inner: usize): void {
  const row = inner * sizeof<T>()
  if (inner == 1) {
    const length = n * sizeof<T>()
    for (const end = y + outer * sizeof<T>(); y < end; y += sizeof<T>(), x += length) store<T>(y, total<T>(x, length))
    return
  }
  for (let o: usize = 0; o < outer; o++, y += row) {
    for (let i: usize = 0; i < row; i += 16) v128.store(y + i, v128.load(x + i))
    x += row
    for (let k: usize = 1; k < n; k++, x += row)
      for (let i: usize = 0; i < row; i += 16) v128.store(y + i, v128.add<T>(v128.load(y + i), v128.load(x + i)))
  }
}

// @ts-ignore: decorator
@inline
function total<T>(x: usize, length: usize): T {
  let a = v128.splat<T>(0)
  let b = v128.splat<T>(0)
  let c = v128.splat<T>(0)
  let d = v128.splat<T>(0)
  let i: usize = 0
  for (; i + 64 <= length; i += 64) {
    a = v128.add<T>(a, v128.load(x + i))
    b = v128.add<T>(b, v128.load(x + i, 16))
    c = v128.add<T>(c, v128.load(x + i, 32))
    d = v128.add<T>(d, v128.load(x + i, 48))
  }
  const lanes = v128.add<T>(v128.add<T>(a, b), v128.add<T>(c, d))
  let result = v128.extract_lane<T>(lanes, 0) + v128.extract_lane<T>(lanes, 1)
  if (sizeof<T>() == 4) {
    result += v128.extract_lane<T>(lanes, 2 % (16 / <u8>sizeof<T>()))
    result += v128.extract_lane<T>(lanes, 3 % (16 / <u8>sizeof<T>()))
  }
  for (; i < length; i += sizeof<T>()) result += load<T>(x + i)
  return result
}
export function sum_float32(x: usize, y: usize, outer: usize, n: usize, inner: usize): void {
  sum<f32>(x, y, outer, n, inner)
}
export function sum_float64(x: usize, y: usize, outer: usize, n: usize, inner: usize): void {
  sum<f64>(x, y, outer, n, inner)
}

// Integers are added to f64, exactly up to 2⁵³.
// @ts-ignore: decorator
@inline
function sumIntegers<T>(x: usize, y: usize, outer: usize, n: usize, inner: usize): void {
  memory.fill(y, 0, outer * inner * 8)
  for (let o: usize = 0; o < outer; o++, y += inner * 8)
    if (inner == 1) {
      let total: i64 = 0
      for (const end = x + n * sizeof<T>(); x < end; x += sizeof<T>()) total += <i64>load<T>(x)
      store<f64>(y, <f64>total)
    } else
      for (let k: usize = 0; k < n; k++)
        for (let i: usize = 0; i < inner; i++, x += sizeof<T>())
          store<f64>(y + i * 8, load<f64>(y + i * 8) + <f64>load<T>(x))
}
export function sum_int32(x: usize, y: usize, outer: usize, n: usize, inner: usize): void {
  sumIntegers<i32>(x, y, outer, n, inner)
}
export function sum_uint8(x: usize, y: usize, outer: usize, n: usize, inner: usize): void {
  sumIntegers<u8>(x, y, outer, n, inner)
}

type Extreme = i32
const LARGEST: Extreme = 0
const SMALLEST: Extreme = 1

// The first of the largest (smallest) elements; NaN counts as more extreme than any number.
// @ts-ignore: decorator
@inline
function find<T>(extreme: Extreme, x: usize, y: usize, outer: usize, n: usize, inner: usize): void {
  const row = inner * sizeof<T>()
  const length = n * sizeof<T>()
  if (inner == 1 && length >= 16) {
    for (const end = y + (outer << 2); y < end; y += 4, x += length) store<i32>(y, findInRow<T>(extreme, x, length))
    return
  }
  for (let o: usize = 0; o < outer; o++, x += n * row)
    for (let i: usize = 0; i < inner; i++, y += 4) {
      const column = x + i * sizeof<T>()
      let found = load<T>(column)
      let at: usize = 0
      for (let k: usize = 1; k < n && found == found; k++) {
        const value = load<T>(column + k * row)
        if ((extreme == LARGEST ? value > found : value < found) || value != value) {
          found = value
          at = k
        }
      }
      store<i32>(y, <i32>at)
    }
}
// The same among contiguous elements that fill a vector: the last one may overlap the one before. What V8 and its
// processor would have to guess, element by element, is found without a branch.
// @ts-ignore: decorator
@inline
function findInRow<T>(extreme: Extreme, x: usize, length: usize): i32 {
  const last = length - 16
  let found = v128.load(x + last)
  for (let i: usize = 0; i < last; i += 16) found = moreExtreme<T>(extreme, found, v128.load(x + i))
  found = moreExtreme<T>(extreme, found, v128.shuffle<u64>(found, found, 1, 0))
  if (sizeof<T>() == 4) found = moreExtreme<T>(extreme, found, v128.shuffle<u32>(found, found, 1, 0, 3, 2))
  let i: usize = 0
  let lanes = lanesOf<T>(v128.load(x), found)
  while (!lanes) {
    i = min(i + 16, last)
    lanes = lanesOf<T>(v128.load(x + i), found)
  }
  return <i32>(i / sizeof<T>()) + ctz(lanes)
}

// Which lanes are what was found, as bits. NaN, which is in all lanes of `found` if there is one, equals nothing.
// @ts-ignore: decorator
@inline
function lanesOf<T>(x: v128, found: v128): i32 {
  const same = v128.or(v128.eq<T>(x, found), v128.ne<T>(x, x))
  return sizeof<T>() == 4 ? v128.bitmask<i32>(same) : v128.bitmask<i64>(same)
}

// @ts-ignore: decorator
@inline
function moreExtreme<T>(extreme: Extreme, a: v128, b: v128): v128 {
  return extreme == LARGEST ? v128.max<T>(a, b) : v128.min<T>(a, b)
}

export function argmax_float32(x: usize, y: usize, outer: usize, n: usize, inner: usize): void {
  find<f32>(LARGEST, x, y, outer, n, inner)
}
export function argmax_float64(x: usize, y: usize, outer: usize, n: usize, inner: usize): void {
  find<f64>(LARGEST, x, y, outer, n, inner)
}
export function argmin_float32(x: usize, y: usize, outer: usize, n: usize, inner: usize): void {
  find<f32>(SMALLEST, x, y, outer, n, inner)
}
export function argmin_float64(x: usize, y: usize, outer: usize, n: usize, inner: usize): void {
  find<f64>(SMALLEST, x, y, outer, n, inner)
}
export function argmax_int32(x: usize, y: usize, outer: usize, n: usize, inner: usize): void {
  find<i32>(LARGEST, x, y, outer, n, inner)
}
export function argmax_uint8(x: usize, y: usize, outer: usize, n: usize, inner: usize): void {
  find<u8>(LARGEST, x, y, outer, n, inner)
}
export function argmin_int32(x: usize, y: usize, outer: usize, n: usize, inner: usize): void {
  find<i32>(SMALLEST, x, y, outer, n, inner)
}
export function argmin_uint8(x: usize, y: usize, outer: usize, n: usize, inner: usize): void {
  find<u8>(SMALLEST, x, y, outer, n, inner)
}

// y[k] = x[0] + … + x[k] over n, each partial sum rounded once; from the last to the first, if `reverse`.
// @ts-ignore: decorator
@inline
function cumulativeSum<T>(x: usize, y: usize, outer: usize, n: usize, inner: usize, reverse: bool): void {
  const row = inner * sizeof<T>()
  const step = reverse ? -<isize>row : <isize>row
  for (let o: usize = 0; o < outer; o++, x += n * row, y += n * row)
    for (let i: usize = 0; i < row; i += sizeof<T>()) {
      let at: usize = (reverse ? (n - 1) * row : 0) + i
      let total: T = 0
      for (let k: usize = 0; k < n; k++, at += step) {
        total += load<T>(x + at)
        store<T>(y + at, total)
      }
    }
}
export function cumulativeSum_float32(
  x: usize, y: usize, outer: usize, n: usize, inner: usize, reverse: bool): void {
  cumulativeSum<f32>(x, y, outer, n, inner, reverse)
}
export function cumulativeSum_float64(
  x: usize, y: usize, outer: usize, n: usize, inner: usize, reverse: bool): void {
  cumulativeSum<f64>(x, y, outer, n, inner, reverse)
}
