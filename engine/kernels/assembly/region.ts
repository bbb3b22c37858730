/**
 * y[i] = x[i] for every index i of some axes, at `axes`: for each its length and the bytes from one element to the next
 * in x and in y, as 32-bit integers. Elements are of 1, 4 or 8 bytes, and are moved as they are.
 */
export function copyRegion(x: usize, y: usize, axes: usize, rank: usize, bytes: usize): void {
  if (bytes == 4) copyAxes<u32>(x, y, axes, rank)
  else if (bytes == 8) copyAxes<u64>(x, y, axes, rank)
  else copyAxes<u8>(x, y, axes, rank)
}

function copyAxes<T>(x: usize, y: usize, axes: usize, rank: usize): void {
  const n = load<u32>(axes)
  const xStep = load<i32>(axes, 4)
  const yStep = load<i32>(axes, 8)
  if (rank == 1) return copyAxis<T>(x, y, n, xStep, yStep)
  for (let i: u32 = 0; i < n; i++, x += xStep, y += yStep) copyAxes<T>(x, y, axes + 12, rank - 1)
}

function copyAxis<T>(x: usize, y: usize, n: u32, xStep: i32, yStep: i32): void {
  const end = y + n * sizeof<T>()
  if (yStep != sizeof<T>()) for (let i: u32 = 0; i < n; i++, x += xStep, y += yStep) store<T>(y, load<T>(x))
  else if (xStep == sizeof<T>()) copyBytes(x, y, n * sizeof<T>())
  else if (xStep == 0) {
    const value = load<T>(x)
    for (const vector = v128.splat<T>(value); y + 16 <= end; y += 16) v128.store(y, vector)
    for (; y < end; y += sizeof<T>()) store<T>(y, value)
  } else for (; y < end; x += xStep, y += sizeof<T>()) store<T>(y, load<T>(x))
}

/** memory.copy, which takes long to begin, only of many bytes. */
// @ts-ignore: decorator
@inline
export function copyBytes(x: usize, y: usize, bytes: usize): void {
  if (bytes >= 256) return memory.copy(y, x, bytes)
  const end = y + bytes
  for (; y + 16 <= end; x += 16, y += 16) v128.store(y, v128.load(x))
  for (; y + 4 <= end; x += 4, y += 4) store<u32>(y, load<u32>(x))
  for (; y < end; x++, y++) store<u8>(y, load<u8>(x))
}
