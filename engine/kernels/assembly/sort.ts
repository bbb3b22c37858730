// Counts of the digits of each pass, for 6 passes of 11 bits or 8 passes of 8.
const COUNTS = memory.data(6 * 2048 * 4, 16)
// From this length on, passes over all elements are faster than comparing them with each other.
const LONG: usize = 24

// Rows of n elements: y[o, j] is the place of the j-th smallest of row o, plus o · step. Equal elements stay in order,
// NaN comes last. `scratch` has room for n 32-bit integers.
// @ts-ignore: decorator
@inline
function argsort<T>(x: usize, y: usize, scratch: usize, outer: usize, n: usize, step: usize): void {
  for (let o: usize = 0; o < outer; o++, x += n * sizeof<T>(), y += n * 4) {
    if (n < LONG) insert<T>(x, y, n)
    else distribute<T>(x, y, scratch, n)
    const start = <u32>(o * step)
    if (start) for (let i: usize = 0; i < n; i++) store<u32>(y + (i << 2), load<u32>(y + (i << 2)) + start)
  }
}

// Each element is put behind those before it that are not larger.
function insert<T>(x: usize, y: usize, n: usize): void {
  for (let i: usize = 0; i < n; i++) {
    const value = load<T>(x + i * sizeof<T>())
    let at = y + (i << 2)
    for (; at > y; at -= 4) {
      const before = load<u32>(at - 4)
      if (!isBefore<T>(value, load<T>(x + before * sizeof<T>()))) break
      store<u32>(at, before)
    }
    store<u32>(at, <u32>i)
  }
}

// @ts-ignore: decorator
@inline
function isBefore<T>(a: T, b: T): bool {
  return a < b || (b != b && a == a)
}

// By one digit of the keys after the other, from the lowest: the places of equal digits stay in order. A digit that all
// have in common is passed over.
function distribute<T>(x: usize, y: usize, scratch: usize, n: usize): void {
  const bits: usize = n < 4096 ? 8 : 11
  const mask: u64 = (1 << bits) - 1
  const passes = (sizeof<T>() * 8 + bits - 1) / bits
  memory.fill(COUNTS, 0, passes << (bits + 2))
  for (let i: usize = 0; i < n; i++) {
    let key = keyOf<T>(load<T>(x + i * sizeof<T>()))
    for (let pass: usize = 0; pass < passes; pass++, key >>= bits) {
      const count = COUNTS + (((pass << bits) + <usize>(key & mask)) << 2)
      store<u32>(count, load<u32>(count) + 1)
    }
    store<u32>(y + (i << 2), <u32>i)
  }
  let from = y
  let to = scratch
  for (let pass: usize = 0; pass < passes; pass++) {
    const shift = pass * bits
    const counts = COUNTS + (pass << (bits + 2))
    const common = <usize>((keyOf<T>(load<T>(x)) >> shift) & mask)
    if (load<u32>(counts + (common << 2)) == <u32>n) continue
    let next: u32 = 0
    for (let count = counts, end = counts + (4 << bits); count < end; count += 4) {
      const many = load<u32>(count)
      store<u32>(count, next)
      next += many
    }
    for (let i: usize = 0; i < n; i++) {
      const place = load<u32>(from + (i << 2))
      const count = counts + (<usize>((keyOf<T>(load<T>(x + place * sizeof<T>())) >> shift) & mask) << 2)
      const at = load<u32>(count)
      store<u32>(count, at + 1)
      store<u32>(to + (at << 2), place)
    }
    const swap = from
    from = to
    to = swap
  }
  if (from != y) memory.copy(y, from, n << 2)
}

// Integers in the order of the numbers: 0 and −0 have the same, every NaN the largest.
// @ts-ignore: decorator
@inline
function keyOf<T>(x: T): u64 {
  if (sizeof<T>() == 4) {
    const bits = reinterpret<u32>(<f32>x + 0)
    return <u64>(x != x ? u32.MAX_VALUE : bits >> 31 ? ~bits : bits | 0x80000000)
  }
  const bits = reinterpret<u64>(<f64>x + 0)
  return x != x ? u64.MAX_VALUE : bits >> 63 ? ~bits : bits | 0x8000000000000000
}

export function argsort_float32(x: usize, y: usize, scratch: usize, outer: usize, n: usize, step: usize): void {
  argsort<f32>(x, y, scratch, outer, n, step)
}
export function argsort_float64(x: usize, y: usize, scratch: usize, outer: usize, n: usize, step: usize): void {
  argsort<f64>(x, y, scratch, outer, n, step)
}
