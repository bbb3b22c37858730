import { kernel, kernels } from './kernels/instance.ts'
import { allocate, buffer, free } from './memory.ts'
import { size } from './shape.ts'
import { bytesPerElement, type Compressed, type Float, Tensor } from './tensor.ts'

/**
 * The rows of a matrix of bytes at `indices` as floats, divided. They are made only once somebody looks at them: a
 * product takes bytes of which most are zero, such as those of images, from a compressed copy of the matrix instead.
 */
export function gatheredRows(
  source: Tensor<'uint8'>,
  indices: Tensor<'int32'>,
  divisor: number,
  dtype: Float,
): Tensor<Float> {
  const [rows = 0] = indices.shape
  const [, ...row] = source.shape
  const bytes = rows * 4
  const copy = allocate(bytes)
  kernels().copy(indices.pointer, copy, bytes)
  return new Tensor(dtype, [rows, ...row], {
    source,
    indices: copy,
    divisor,
    fill: address => kernel('gather', dtype)(source.pointer, copy, address, rows, size(row), divisor),
    release: () => free(copy, bytes),
  })
}

/**
 * C = A·B or Aᵀ·B, bit for bit as `matmul` makes it, if A is rows of bytes that are worth compressing: then zeros are
 * left out. Returns whether it did: not if B holds Infinity or NaN, which times 0 is NaN.
 *
 * @param columns of B and C
 */
export function multiplyGathered(
  A: Tensor<Float>,
  B: Tensor<Float>,
  C: Tensor<Float>,
  columns: number,
  transposeA: boolean,
): boolean {
  const { gathered, dtype } = A
  if (!gathered || A.shape.length !== 2) return false
  const [rows, k] = A.shape as [number, number]
  if (columns * bytesPerElement(dtype) < VECTOR) return false
  const { source, indices, divisor } = gathered
  const { data } = source.compressedBy(() => compress(source))
  if (!data) return false
  // More rows than these would push one another out of the cache.
  if (!transposeA) kernels().readAhead(data.starts, data.entries, indices, Math.min(rows, 1000), k)
  const bytes = 256 * bytesPerElement(dtype)
  const quotients = allocate(bytes)
  const done = kernel(
    transposeA ? 'scatterCompressed' : 'multiplyCompressed',
    dtype,
  )(...([data.starts, data.entries, indices, divisor, B.pointer, C.pointer, rows, columns, k, quotients] as const))
  free(quotients, bytes)
  return done !== 0
}

const VECTOR = 16

// A copy takes two bytes an entry, and is worth it if less than 30 % are not zero.
function compress(X: Tensor): Compressed {
  const [rows, columns] = X.shape as [number, number]
  const blocks = kernels().blocksOf(columns)
  const most = Math.floor(0.3 * rows * columns)
  // Some rows at a time: a kernel that V8 has compiled better meanwhile is taken at its next call.
  const rowsAtOnce = Math.max(1, Math.floor(1_000_000 / columns))
  const slice = X.outside ? allocate(rowsAtOnce * columns) : 0
  const bytes = [4 * (rows * blocks + 1), 2 * (most + rowsAtOnce * columns)] as const
  const [starts, entries] = [allocate(bytes[0]), allocate(bytes[1])]
  const release = () => {
    free(starts, bytes[0])
    free(entries, bytes[1])
  }
  let count = 0
  for (let from = 0; from < rows && count <= most; from += rowsAtOnce) {
    const n = Math.min(rowsAtOnce, rows - from)
    const x = X.outside ? slice : X.pointer + from * columns
    if (X.outside)
      new Uint8Array(buffer(), x, n * columns).set(X.outside.subarray(from * columns, (from + n) * columns))
    count = kernels().compress(x, starts + 4 * from * blocks, entries, count, n, columns)
  }
  if (X.outside) free(slice, rowsAtOnce * columns)
  if (count <= most) return { data: { starts, entries }, release }
  release()
  return { release: () => {} }
}
