// c[i] = a[i % an] ∘ b[i % bn] as a byte, 0 or 1, for i < n, where an and bn are n, or the size of a suffix of the
// result's shape, or 1.

type Relation = i32
const EQUAL: Relation = 0
const LESS: Relation = 1
const LESS_EQUAL: Relation = 2
const NOT_EQUAL: Relation = 3

// @ts-ignore: decorator
@inline
function compareVectors<T>(relation: Relation, a: v128, b: v128, c: usize): void {
  let holds = v128.ne<T>(a, b)
  if (relation == EQUAL) holds = v128.eq<T>(a, b)
  else if (relation == LESS) holds = v128.lt<T>(a, b)
  else if (relation == LESS_EQUAL) holds = v128.le<T>(a, b)
  // One bit a lane, spread to one byte a lane.
  if (sizeof<T>() == 4) store<u32>(c, (<u32>i32x4.bitmask(holds) * 0x00204081) & 0x01010101)
  else store<u16>(c, <u16>((<u32>i64x2.bitmask(holds) * 0x81) & 0x0101))
}

// @ts-ignore: decorator
@inline
function compare<T>(relation: Relation, a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  const lanes: usize = 16 / sizeof<T>()
  if (an == 1 || bn == 1) {
    const first = v128.load_splat<T>(a)
    const second = v128.load_splat<T>(b)
    for (let i: usize = 0; i < n; i += lanes) {
      const left = an == 1 ? first : v128.load(a + i * sizeof<T>())
      const right = bn == 1 ? second : v128.load(b + i * sizeof<T>())
      compareVectors<T>(relation, left, right, c + i)
    }
    return
  }
  // One operand is repeated. A row's last bytes may spill into the next row, which is then written over them.
  const row = an < bn ? an : bn
  const aStep: usize = an < n ? 0 : row * sizeof<T>()
  const bStep: usize = bn < n ? 0 : row * sizeof<T>()
  for (const end = c + n; c < end; c += row, a += aStep, b += bStep)
    for (let i: usize = 0; i < row; i += lanes)
      compareVectors<T>(relation, v128.load(a + i * sizeof<T>()), v128.load(b + i * sizeof<T>()), c + i)
}
export function equal_float32(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  compare<f32>(EQUAL, a, b, c, n, an, bn)
}
export function equal_float64(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  compare<f64>(EQUAL, a, b, c, n, an, bn)
}
export function less_float32(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  compare<f32>(LESS, a, b, c, n, an, bn)
}
export function less_float64(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  compare<f64>(LESS, a, b, c, n, an, bn)
}
export function lessEqual_float32(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  compare<f32>(LESS_EQUAL, a, b, c, n, an, bn)
}
export function lessEqual_float64(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  compare<f64>(LESS_EQUAL, a, b, c, n, an, bn)
}
export function notEqual_float32(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  compare<f32>(NOT_EQUAL, a, b, c, n, an, bn)
}
export function notEqual_float64(a: usize, b: usize, c: usize, n: usize, an: usize, bn: usize): void {
  compare<f64>(NOT_EQUAL, a, b, c, n, an, bn)
}

// y[i] = a[i · aStep] where the byte at condition[i] is not 0, else b[i · bStep]: a step is 1, or 0 of a scalar.
// @ts-ignore: decorator
@inline
function where<T>(condition: usize, a: usize, b: usize, y: usize, n: usize, aStep: usize, bStep: usize): void {
  aStep *= sizeof<T>()
  bStep *= sizeof<T>()
  for (const end = condition + n; condition < end; condition++, a += aStep, b += bStep, y += sizeof<T>())
    store<T>(y, load<u8>(condition) ? load<T>(a) : load<T>(b))
}
export function where_float32(
  condition: usize, a: usize, b: usize, y: usize, n: usize, aStep: usize, bStep: usize): void {
  where<f32>(condition, a, b, y, n, aStep, bStep)
}
export function where_float64(
  condition: usize, a: usize, b: usize, y: usize, n: usize, aStep: usize, bStep: usize): void {
  where<f64>(condition, a, b, y, n, aStep, bStep)
}
export function where_int32(
  condition: usize, a: usize, b: usize, y: usize, n: usize, aStep: usize, bStep: usize): void {
  where<i32>(condition, a, b, y, n, aStep, bStep)
}
export function where_uint8(
  condition: usize, a: usize, b: usize, y: usize, n: usize, aStep: usize, bStep: usize): void {
  where<u8>(condition, a, b, y, n, aStep, bStep)
}
