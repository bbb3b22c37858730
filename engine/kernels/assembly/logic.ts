// Bytes that are 0 or 1.

/** z = x and y */
export function logicalAnd(x: usize, y: usize, z: usize, n: usize): void {
  for (let i: usize = 0; i < n; i += 16) v128.store(z + i, v128.and(v128.load(x + i), v128.load(y + i)))
}

/** z = x or y */
export function logicalOr(x: usize, y: usize, z: usize, n: usize): void {
  for (let i: usize = 0; i < n; i += 16) v128.store(z + i, v128.or(v128.load(x + i), v128.load(y + i)))
}

/** y = not x */
export function logicalNot(x: usize, y: usize, n: usize): void {
  for (let i: usize = 0; i < n; i += 16) v128.store(y + i, v128.xor(v128.load(x + i), i8x16.splat(1)))
}

/** Of x with the shape (outer, n, inner) over n: whether any byte is 1, or, if `sought` is 0, whether all are. */
export function holds(x: usize, y: usize, outer: usize, n: usize, inner: usize, sought: bool): void {
  memory.fill(y, <u8>!sought, outer * inner)
  for (const end = y + outer * inner; y < end; y += inner)
    if (inner == 1) {
      store<u8>(y, isFound(x, n, sought) == sought)
      x += n
    } else
      for (let k: usize = 0; k < n; k++, x += inner)
        for (let i: usize = 0; i < inner; i++) {
          const value = load<u8>(x + i)
          store<u8>(y + i, sought ? load<u8>(y + i) | value : load<u8>(y + i) & value)
        }
}

function isFound(x: usize, n: usize, sought: bool): bool {
  const end = x + n
  for (; x + 16 <= end; x += 16) {
    const bytes = v128.load(x)
    if (sought ? v128.any_true(bytes) : !i8x16.all_true(bytes)) return true
  }
  for (; x < end; x++) if (load<u8>(x) == <u8>sought) return true
  return false
}
