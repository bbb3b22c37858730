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

// The place of the first of the largest (smallest) elements; NaN counts as more extreme than any number.
// @ts-ignore: decorator
@inline
function find<T>(extreme: Extreme, x: usize, y: usize, outer: usize, n: usize, inner: usize): void {
  const row = inner * sizeof<T>()
  for (let o: usize = 0; o < outer; o++, x += n * row, y += inner * 4)
    if (inner == 1) store<i32>(y, findInRow<T>(extreme, x, n))
    else if (isFloat<T>()) findInColumns<T>(extreme, x, y, n, inner)
    else
      for (let i: usize = 0; i < inner; i++)
        store<i32>(y + i * 4, findFrom<T>(extreme, x + i * sizeof<T>(), row, load<T>(x + i * sizeof<T>()), 0, 1, n))
}

// The place after those from k to n are looked at, of which the first lies at x, `step` bytes apart.
// @ts-ignore: decorator
@inline
function findFrom<T>(extreme: Extreme, x: usize, step: usize, found: T, at: usize, k: usize, n: usize): i32 {
  for (; k < n; k++) {
    const value = load<T>(x + k * step)
    if ((extreme == LARGEST ? value > found : value < found) || (value != value && found == found)) {
      found = value
      at = k
    }
  }
  return <i32>at
}

// Among contiguous elements: first what it is, then where. The last vector may overlap the one before. There is no branch
// on elements, which no processor could predict.
// @ts-ignore: decorator
@inline
function findInRow<T>(extreme: Extreme, x: usize, n: usize): i32 {
  const last = (n - 16 / sizeof<T>()) * sizeof<T>()
  if (!isFloat<T>() || n * sizeof<T>() < 16) return findFrom<T>(extreme, x, sizeof<T>(), load<T>(x), 0, 1, n)
  let found = v128.load(x + last)
  let nan = v128.ne<T>(found, found)
  for (let i: usize = 0; i < last; i += 16) {
    const values = v128.load(x + i)
    found = furthest<T>(extreme, found, values)
    nan = v128.or(nan, v128.ne<T>(values, values))
  }
  found = furthest<T>(extreme, found, v128.shuffle<u64>(found, found, 1, 0))
  if (sizeof<T>() == 4) found = furthest<T>(extreme, found, v128.shuffle<u32>(found, found, 1, 0, 3, 2))
  const none = !v128.any_true(nan)
  let i: usize = 0
  let lanes = lanesOf<T>(v128.load(x), found, none)
  while (!lanes) {
    i = min(i + 16, last)
    lanes = lanesOf<T>(v128.load(x + i), found, none)
  }
  return <i32>(i / sizeof<T>()) + ctz(lanes)
}

// The larger (smaller) of two, anything if one is NaN.
// @ts-ignore: decorator
@inline
function furthest<T>(extreme: Extreme, a: v128, b: v128): v128 {
  return extreme == LARGEST ? v128.pmax<T>(a, b) : v128.pmin<T>(a, b)
}

// Which lanes are what was found, if no element is NaN, or else which are, as bits.
// @ts-ignore: decorator
@inline
function lanesOf<T>(x: v128, found: v128, none: bool): i32 {
  const same = none ? v128.eq<T>(x, found) : v128.ne<T>(x, x)
  return sizeof<T>() == 4 ? v128.bitmask<i32>(same) : v128.bitmask<i64>(same)
}

// Each lane looks at a column, four vectors at a time. The last places may spill into the next row, which is then written
// over.
// @ts-ignore: decorator
@inline
function findInColumns<T>(extreme: Extreme, x: usize, y: usize, n: usize, inner: usize): void {
  const row = inner * sizeof<T>()
  const places: usize = 64 / sizeof<T>()
  const one = sizeof<T>() == 4 ? i32x4.splat(1) : i64x2.splat(1)
  let i: usize = 0
  for (; i + 64 <= row; i += 64, y += 4 * places) {
    let found0 = v128.load(x + i)
    let found1 = v128.load(x + i, 16)
    let found2 = v128.load(x + i, 32)
    let found3 = v128.load(x + i, 48)
    let at0 = i32x4.splat(0)
    let at1 = at0
    let at2 = at0
    let at3 = at0
    let k = at0
    for (let from = x + row + i, end = x + n * row; from < end; from += row) {
      k = sizeof<T>() == 4 ? i32x4.add(k, one) : i64x2.add(k, one)
      const more0 = isMore<T>(extreme, v128.load(from), found0)
      found0 = v128.bitselect(v128.load(from), found0, more0)
      at0 = v128.bitselect(k, at0, more0)
      const more1 = isMore<T>(extreme, v128.load(from, 16), found1)
      found1 = v128.bitselect(v128.load(from, 16), found1, more1)
      at1 = v128.bitselect(k, at1, more1)
      const more2 = isMore<T>(extreme, v128.load(from, 32), found2)
      found2 = v128.bitselect(v128.load(from, 32), found2, more2)
      at2 = v128.bitselect(k, at2, more2)
      const more3 = isMore<T>(extreme, v128.load(from, 48), found3)
      found3 = v128.bitselect(v128.load(from, 48), found3, more3)
      at3 = v128.bitselect(k, at3, more3)
    }
    storePlaces<T>(y, at0)
    storePlaces<T>(y + places, at1)
    storePlaces<T>(y + 2 * places, at2)
    storePlaces<T>(y + 3 * places, at3)
  }
  for (; i < row; i += 16, y += places) {
    let found = v128.load(x + i)
    let at = i32x4.splat(0)
    let k = at
    for (let from = x + row + i, end = x + n * row; from < end; from += row) {
      k = sizeof<T>() == 4 ? i32x4.add(k, one) : i64x2.add(k, one)
      const more = isMore<T>(extreme, v128.load(from), found)
      found = v128.bitselect(v128.load(from), found, more)
      at = v128.bitselect(k, at, more)
    }
    storePlaces<T>(y, at)
  }
}

// @ts-ignore: decorator
@inline
function storePlaces<T>(y: usize, at: v128): void {
  if (sizeof<T>() == 4) v128.store(y, at)
  else v128.store64_lane(y, v128.shuffle<u32>(at, at, 0, 2, 0, 2), 0)
}

// @ts-ignore: decorator
@inline
function isMore<T>(extreme: Extreme, values: v128, found: v128): v128 {
  const beyond = extreme == LARGEST ? v128.gt<T>(values, found) : v128.lt<T>(values, found)
  return v128.or(beyond, v128.andnot(v128.ne<T>(values, values), v128.ne<T>(found, found)))
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
