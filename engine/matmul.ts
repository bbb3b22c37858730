import { multiply } from './arithmetic.ts'
import { expand, reduce, reshaped } from './broadcast.ts'
import { multiplyGathered } from './compressed.ts'
import { empty, tensor, zeros } from './creation.ts'
import { kernel } from './kernels/instance.ts'
import { reshape, transpose } from './layout.ts'
import { allocate, free } from './memory.ts'
import { broadcastShapes, formatShape, type Shape, sameShape, size } from './shape.ts'
import { expandDims } from './slicing.ts'
import { isRecording, record } from './tape.ts'
import { bytesPerElement, type Float, floating, scope, type Tensor, tensorOf } from './tensor.ts'

/**
 * The matrix product A·B of (…, m, k) and (…, k, n) as (…, m, n): a product for each matrix of the leading axes, which
 * broadcast. A vector is a row on the left and a column on the right, and its axis of length 1 is dropped from the
 * result, as in NumPy: (k) · (k, n) is (n), (k) · (k) is a scalar, (…, m, k) · (k) is (…, m).
 *
 * Each element is the sum of its products in the order of k, each product and sum rounded once.
 *
 * @throws Error of scalars, of different dtypes, and of shapes that do not fit.
 */
export function matmul(A: Tensor, B: Tensor): Tensor<Float> {
  const [a, b] = [floating(A, 'matmul'), floating(B, 'matmul')]
  if (a.dtype !== b.dtype)
    throw new Error(`invalid dtypes; matmul takes two of one dtype, cast first: ${a.dtype} and ${b.dtype}`)
  const factors = factorsOf(a.shape, b.shape)
  return record(
    products(a, b, factors),
    [a, g => (isRecording() ? composedGradients(a, b, g)[0] : gradientOfA(g, b, factors, a.shape))],
    [b, g => (isRecording() ? composedGradients(a, b, g)[1] : gradientOfB(a, g, factors, b.shape))],
  )
}

// dC·Bᵀ, summed over what A was repeated along.
function gradientOfA(dC: Tensor<Float>, b: Tensor<Float>, factors: Factors, shape: Shape): Tensor<Float> {
  const { m, n, k, leadA, leadB, lead } = factors
  const options = { m, n: k, k: n, leadA: lead, leadB, lead, transposeB: true }
  if (sameShape(lead, leadA)) return products(dC, b, { ...options, shape })
  return scope(() => reshaped(reduce(products(dC, b, { ...options, shape: [...lead, m, k] }), [...leadA, m, k]), shape))
}

// Aᵀ·dC, summed over what B was repeated along.
function gradientOfB(a: Tensor<Float>, dC: Tensor<Float>, factors: Factors, shape: Shape): Tensor<Float> {
  const { m, n, k, leadA, leadB, lead } = factors
  if (size(leadB) === 1) return product(a, dC, { m: k, n, k: size(lead) * m, shape, transposeA: true })
  const options = { m: k, n, k: m, leadA, leadB: lead, lead, transposeA: true }
  if (sameShape(lead, leadB)) return products(a, dC, { ...options, shape })
  return scope(() => reshaped(reduce(products(a, dC, { ...options, shape: [...lead, k, n] }), [...leadB, k, n]), shape))
}

// Both by functions that are recorded, for when they are to be differentiated themselves: of a vector as the matrix
// that it stands for.
function composedGradients(
  a: Tensor<Float>,
  b: Tensor<Float>,
  g: Tensor<Float>,
): readonly [Tensor<Float>, Tensor<Float>] {
  const A = a.shape.length === 1 ? expandDims(a, 0) : a
  const B = b.shape.length === 1 ? expandDims(b, 1) : b
  const column = b.shape.length === 1 ? expandDims(g, g.shape.length) : g
  const G = a.shape.length === 1 ? expandDims(column, column.shape.length - 1) : column
  const [dA, dB] = [matmul(G, swapped(B)), matmul(swapped(A), G)]
  return [reshape(reduce(dA, A.shape), a.shape), reshape(reduce(dB, B.shape), b.shape)]
}

function swapped(x: Tensor<Float>): Tensor<Float> {
  const rank = x.shape.length
  return transpose(x, [...Array(rank - 2).keys(), rank - 1, rank - 2])
}

/** The outer product of vectors: (m) and (n) give (m, n), aᵢ bⱼ. */
export function outer(a: Tensor, b: Tensor): Tensor<Float> {
  for (const x of [a, b]) tensorOf(x, 'outer')
  if (a.shape.length !== 1 || b.shape.length !== 1)
    throw new Error(`invalid shapes of outer; not two vectors: ${formatShape(a.shape)} and ${formatShape(b.shape)}`)
  return multiply(expandDims(a, 1), b)
}

interface Factors {
  readonly m: number
  readonly n: number
  /** The length of the axis that is summed over. */
  readonly k: number
  /** The leading axes of A, of B, and those that both broadcast to. */
  readonly leadA: Shape
  readonly leadB: Shape
  readonly lead: Shape
  /** That of the result. */
  readonly shape: Shape
}

function factorsOf(a: Shape, b: Shape): Factors {
  const wrong = () => new Error(`invalid shapes; cannot multiply ${formatShape(a)} by ${formatShape(b)}`)
  if (a.length === 0 || b.length === 0) throw wrong()
  const [m, k] = (a.length === 1 ? [1, a[0]] : a.slice(-2)) as [number, number]
  const [kB, n] = (b.length === 1 ? [b[0], 1] : b.slice(-2)) as [number, number]
  const [leadA, leadB] = [a.slice(0, -2), b.slice(0, -2)]
  if (k !== kB || !leadA.every((length, i) => fits(length, leadB[i - leadA.length + leadB.length]))) throw wrong()
  const lead = broadcastShapes('matmul', leadA, leadB)
  return {
    m,
    n,
    k,
    leadA,
    leadB,
    lead,
    shape: [...lead, ...(a.length === 1 ? [] : [m]), ...(b.length === 1 ? [] : [n])],
  }
}

function fits(a: number, b = 1): boolean {
  return a === b || a === 1 || b === 1
}

// A product for each index of the leading axes.
function products(
  a: Tensor<Float>,
  b: Tensor<Float>,
  { leadA, leadB, lead, ...options }: Factors & Pick<Product, 'transposeA' | 'transposeB'>,
): Tensor<Float> {
  const { m, n, k, shape, transposeA = false, transposeB = false } = options
  // One right side multiplies the rows of all matrices at once.
  if (size(leadB) === 1 && !transposeA) return product(a, b, { ...options, m: size(lead) * m })
  if (m * n * k === 0) return zeros(shape, { dtype: a.dtype })
  const c = empty(a.dtype, shape)
  const element = bytesPerElement(a.dtype)
  const [fromA, fromB] = [placesOf(leadA, lead), placesOf(leadB, lead)]
  const bytes = kernel('matmulScratch', a.dtype)(m, n, k)
  const scratch = allocate(bytes)
  const multiply = kernel('matmul', a.dtype)
  for (let i = 0; i < fromA.length; i++) {
    const [A, B] = [a.pointer + fromA[i]! * m * k * element, b.pointer + fromB[i]! * k * n * element]
    multiply(A, B, c.pointer + i * m * n * element, m, n, k, transposeA, transposeB, scratch)
  }
  free(scratch, bytes)
  return c
}

// Which matrix of `own` leading axes stands at each index of those that they broadcast to.
function placesOf(own: Shape, lead: Shape): Int32Array {
  return scope(
    () =>
      expand(
        tensor(
          Int32Array.from({ length: size(own) }, (_, i) => i),
          { shape: own },
        ),
        lead,
      ).data,
  )
}

interface Product extends Pick<Factors, 'm' | 'n' | 'k' | 'shape'> {
  /** A is stored as (k, m). */
  readonly transposeA?: boolean
  /** B is stored as (n, k). */
  readonly transposeB?: boolean
}

/** A·B for known lengths, not recorded for differentiation. */
export function product(a: Tensor<Float>, b: Tensor<Float>, options: Product): Tensor<Float> {
  const { m, n, k, shape, transposeA = false, transposeB = false } = options
  if (m * n * k === 0) return zeros(shape, { dtype: a.dtype })
  const c = empty(a.dtype, shape)
  if (!transposeB && multiplyGathered(a, b, c, n, transposeA)) return c
  const bytes = kernel('matmulScratch', a.dtype)(m, n, k)
  const scratch = allocate(bytes)
  kernel('matmul', a.dtype)(a.pointer, b.pointer, c.pointer, m, n, k, transposeA, transposeB, scratch)
  free(scratch, bytes)
  return c
}
