import { multiplyGathered } from './compressed.ts'
import { empty } from './creation.ts'
import { kernel } from './kernels/instance.ts'
import { allocate, free } from './memory.ts'
import { formatShape, type Shape } from './shape.ts'
import { record } from './tape.ts'
import { type Float, floating, type Tensor } from './tensor.ts'

/**
 * The matrix product A·B of (m, k) and (k, n) as (m, n). A vector is a row on the left and a column on the right, and
 * its axis of length 1 is dropped from the result, as in NumPy: (k) · (k, n) is (n), (k) · (k) is a scalar.
 *
 * Each element is the sum of its products in the order of k, each product and sum rounded once.
 */
export function matmul(A: Tensor, B: Tensor): Tensor<Float> {
  const [a, b] = [floating(A), floating(B)]
  if (a.dtype !== b.dtype) throw new Error(`invalid dtypes; cast one to the other: ${a.dtype} and ${b.dtype}`)
  const [m, k] = a.shape.length === 1 ? [1, a.shape[0]!] : (a.shape as [number, number])
  const [kB, n] = b.shape.length === 1 ? [b.shape[0]!, 1] : (b.shape as [number, number])
  if (k !== kB || !isMatrix(a.shape) || !isMatrix(b.shape))
    throw new Error(`invalid shapes; cannot multiply ${formatShape(a.shape)} by ${formatShape(b.shape)}`)
  const shape = [...(a.shape.length === 1 ? [] : [m]), ...(b.shape.length === 1 ? [] : [n])]
  return record(
    product(a, b, { m, n, k, shape }),
    [a, g => product(g, b, { m, n: k, k: n, shape: a.shape, transposeB: true })],
    [b, g => product(a, g, { m: k, n, k: m, shape: b.shape, transposeA: true })],
  )
}

interface Product {
  readonly m: number
  readonly n: number
  /** The length of the axis that is summed over. */
  readonly k: number
  readonly shape: Shape
  /** A is stored as (k, m). */
  readonly transposeA?: boolean
  /** B is stored as (n, k). */
  readonly transposeB?: boolean
}

/** A·B for known lengths, not recorded for differentiation. */
export function product(a: Tensor<Float>, b: Tensor<Float>, options: Product): Tensor<Float> {
  const { m, n, k, shape, transposeA = false, transposeB = false } = options
  const c = empty(a.dtype, shape)
  if (!transposeB && multiplyGathered(a, b, c, n, transposeA)) return c
  const bytes = kernel('matmulScratch', a.dtype)(m, n, k)
  const scratch = allocate(bytes)
  kernel('matmul', a.dtype)(a.pointer, b.pointer, c.pointer, m, n, k, transposeA, transposeB, scratch)
  free(scratch, bytes)
  return c
}

function isMatrix(shape: Shape): boolean {
  return shape.length === 1 || shape.length === 2
}
