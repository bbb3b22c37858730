import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { multiply } from './arithmetic.ts'
import { gatheredRows } from './compressed.ts'
import { assign, outside, tensor } from './creation.ts'
import { grad } from './gradient.ts'
import { matmul } from './matmul.ts'
import { integers, normal, seeded, uniform } from './random.ts'
import { sum } from './reduction.ts'
import { type Float, scope, type Tensor, view } from './tensor.ts'

// Bytes of which a share is not zero.
function bytes(seed: number, rows: number, columns: number, density: number): Tensor<'uint8'> {
  const kept = uniform(seeded(seed), [rows * columns]).data
  const values = integers(seeded(seed + 1), 256, [rows * columns]).data
  return tensor(
    Uint8Array.from(values, (value, i) => (kept[i]! < density ? value : 0)),
    { shape: [rows, columns] },
  )
}

// The same rows, and looked at, so that they are plain floats.
function denseRows(X: Tensor<'uint8'>, indices: Tensor<'int32'>, divisor: number, dtype: Float): Tensor<Float> {
  const rows = gatheredRows(X, indices, divisor, dtype)
  expect(rows.data.length).toBe(rows.shape[0]! * X.shape[1]!)
  expect(rows.gathered).toBeUndefined()
  return rows
}

// The bits of A·B and Aᵀ·dC.
const products = (A: Tensor, B: Tensor, dC: Tensor) =>
  [matmul(A, B), grad((B: Tensor) => sum(multiply(matmul(A, B), dC)))(B)].map(({ data }) =>
    Buffer.from(data.buffer).toString('hex'),
  )

describe('rows of bytes that are mostly zero', () => {
  test('are the bytes, divided', () => {
    const X = tensor(Uint8Array.of(0, 51, 0, 255, 0, 0), { shape: [3, 2] })
    const rows = gatheredRows(X, tensor(Int32Array.of(1, 0, 1)), 255, 'float64')
    expect([...rows.data]).toEqual([0, 1, 0, 0.2, 0, 1])
  })

  test('multiply bit for bit as plain floats do', () => {
    const length = (max: number) => fc.integer({ min: 1, max })
    // Columns are compressed 256 at a time.
    const columns = fc.oneof(
      { weight: 4, arbitrary: length(70) },
      { weight: 1, arbitrary: fc.integer({ min: 250, max: 600 }) },
    )
    const shapes = [length(30), columns, length(60), fc.constantFrom<Float>('float32', 'float64')] as const
    fc.assert(
      fc.property(...shapes, fc.constantFrom(0, 0.1, 0.25, 0.6), length(1000), (m, k, n, dtype, density, seed) =>
        scope(() => {
          const X = bytes(seed, 40, k, density)
          const indices = integers(seeded(seed), 40, [m])
          const [B, dC] = [normal(seeded(seed + 2), [k, n], { dtype }), normal(seeded(seed + 3), [m, n], { dtype })]
          const A = gatheredRows(X, indices, 255, dtype)
          const found = products(A, B, dC)
          expect(found).toEqual(products(denseRows(X, indices, 255, dtype), B, dC))
        }),
      ),
      { numRuns: 60 },
    )
  })

  test('are not looked at for a product, unless their zeros meet infinity', () => {
    const X = bytes(1, 20, 50, 0.1)
    const A = gatheredRows(X, integers(seeded(1), 20, [10]), 255, 'float32')
    const B = normal(seeded(2), [50, 8])
    matmul(A, B)
    expect(A.gathered).toBeDefined()
    view(B)[3] = Infinity
    const dense = denseRows(X, integers(seeded(1), 20, [10]), 255, 'float32')
    expect(matmul(A, B).data).toEqual(matmul(dense, B).data)
    expect([...matmul(A, B).data].some(Number.isNaN)).toBe(true)
  })

  test('multiply without being copied from outside of the memory', () => {
    const X = bytes(1, 3000, 400, 0.2)
    const Y = outside(X.data, X.shape)
    const indices = integers(seeded(1), 3000, [50])
    const B = normal(seeded(2), [400, 8])
    const product = (X: Tensor<'uint8'>) => matmul(gatheredRows(X, indices, 255, 'float32'), B).data
    expect(product(Y)).toEqual(product(X))
    expect(Y.outside).toBeDefined()
    const elements = X.data
    expect(Y.data.every((byte, i) => byte === elements[i])).toBe(true)
    expect(Y.outside).toBeUndefined()
    assign(Y, 7, 4, 0)
    assign(X, 7, 4, 0)
    expect(product(Y)).toEqual(product(X))
    expect(() => outside(Uint8Array.of(1, 2), [3])).toThrow('invalid shape; it does not hold 2 values: (3,)')
  })

  test('do not grow the memory when they are looked at: views stay good', () => {
    const X = bytes(1, 20, 50_000, 0.5)
    const A = gatheredRows(X, tensor(Int32Array.of(...Array(20).keys())), 1, 'float64')
    const before = view(X)
    expect(A.data.length).toBe(1_000_000)
    expect(before.length).toBe(1_000_000)
  })

  test('follow what is assigned to the bytes and to themselves', () => {
    const X = bytes(1, 20, 50, 0.1)
    const indices = tensor(Int32Array.of(4))
    const B = normal(seeded(2), [50, 8])
    const before = matmul(gatheredRows(X, indices, 1, 'float32'), B).data
    assign(X, 7, 4, 0)
    const after = gatheredRows(X, indices, 1, 'float32')
    expect(matmul(after, B).data).not.toEqual(before)
    expect(matmul(after, B).data).toEqual(matmul(denseRows(X, indices, 1, 'float32'), B).data)
    assign(after, 0)
    expect([...matmul(after, B).data].every(value => value === 0)).toBe(true)
  })
})
