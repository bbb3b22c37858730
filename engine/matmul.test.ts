import fc from 'fast-check'
import { expect, test } from 'vitest'
import { multiply } from './arithmetic.ts'
import { ones, tensor, zeros } from './creation.ts'
import { grad } from './gradient.ts'
import { reshape, transpose } from './layout.ts'
import { matmul } from './matmul.ts'
import { normal, seeded, uniform } from './random.ts'
import { sum } from './reduction.ts'
import { type Shape, size } from './shape.ts'
import { broadcastTo, slice } from './slicing.ts'
import { type Float, scope, type Tensor, view } from './tensor.ts'

function tripleLoop(A: Tensor, B: Tensor): ArrayLike<number> {
  const [[m, k], [, n]] = [A.shape as [number, number], B.shape as [number, number]]
  const [a, b] = [A.data, B.data]
  const round = A.dtype === 'float32' ? Math.fround : (x: number) => x
  const c = A.dtype === 'float32' ? new Float32Array(m * n) : new Float64Array(m * n)
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++)
      for (let l = 0; l < k; l++) c[i * n + j] = round(c[i * n + j]! + round(a[i * k + l]! * b[l * n + j]!))
  return c
}

function matrix(seed: number, m: number, n: number, dtype: Float, density = 1): Tensor<Float> {
  const X = normal(seeded(seed), [m, n], { dtype })
  const kept = uniform(seeded(seed + 1), [m, n]).data
  view(X).forEach((_, i) => {
    if (kept[i]! >= density) view(X)[i] = 0
  })
  return X
}

// A·B, and through their gradients dC·Bᵀ and Aᵀ·dC.
function expectTripleLoops(m: number, n: number, k: number, dtype: Float, density: number) {
  scope(() => {
    const [A, B, dC] = [matrix(1, m, k, dtype, density), matrix(2, k, n, dtype), matrix(3, m, n, dtype)]
    expect(matmul(A, B).data).toEqual(tripleLoop(A, B))
    const gradient = grad(([A, B]: readonly [Tensor, Tensor]) => sum(multiply(matmul(A, B), dC)))([A, B])
    expect(gradient[0].data).toEqual(tripleLoop(dC, transpose(B)))
    expect(gradient[1].data).toEqual(tripleLoop(transpose(A), dC))
  })
}

test('products of any shape are bit for bit the plain triple loop', () => {
  const length = fc.integer({ min: 1, max: 40 })
  const dtype = fc.constantFrom<Float>('float32', 'float64')
  const density = fc.constantFrom(0.1, 1)
  fc.assert(fc.property(length, length, length, dtype, density, expectTripleLoops), { numRuns: 60 })
})

test.each<[m: number, n: number, k: number, dtype: Float, density: number]>([
  [130, 20, 300, 'float32', 1],
  [131, 9, 257, 'float64', 1],
  [33, 40, 102, 'float32', 1],
  [7, 10, 40, 'float64', 1],
  [100, 40, 784, 'float32', 0.2],
  [100, 23, 90, 'float32', 0.1],
  [70, 11, 130, 'float64', 0.1],
])('blocks and zeros: %i × %i over %i, %s, %f nonzero', expectTripleLoops)

test('zeros are not skipped where they meet infinity', () => {
  const A = zeros([100, 100])
  const B = ones([100, 40])
  view(B)[7] = Infinity
  const c = matmul(A, B).data
  expect([c[6], c[7], c[47]]).toEqual([0, NaN, NaN])
})

test('a vector is a row on the left and a column on the right', () => {
  const W = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ])
  expect(matmul(tensor([1, 10]), W)).toMatchObject({ shape: [3], data: Float32Array.of(41, 52, 63) })
  expect(matmul(W, tensor([1, 10, 100]))).toMatchObject({ shape: [2], data: Float32Array.of(321, 654) })
  expect(matmul(tensor([1, 2]), tensor([3, 4]))).toMatchObject({ shape: [], data: Float32Array.of(11) })
  expect(matmul(zeros([2, 0]), zeros([0, 1]))).toMatchObject({ shape: [2, 1], data: Float32Array.of(0, 0) })
})

// Shapes by the length of each leading axis: absent, 1 or full, on each side.
const sides = fc.constantFrom<readonly (0 | 1)[]>([], [1], [0], [0, 1], [1, 0], [1, 1], [0, 0])

test('leading axes broadcast: each matrix is the product of those at its place', () => {
  const check = (lengths: [number, number], m: number, n: number, k: number, left: Shape, right: Shape) => {
    const leadOf = (side: Shape) => side.map((full, i) => (full ? lengths[i + 2 - side.length]! : 1))
    scope(() => {
      const A = normal(seeded(1), [...leadOf(left), m, k])
      const B = normal(seeded(2), [...leadOf(right), k, n])
      const C = matmul(A, B)
      const lead = C.shape.slice(0, -2)
      const [wholeA, wholeB] = [broadcastTo(A, [...lead, m, k]), broadcastTo(B, [...lead, k, n])]
      const matrices = (X: Tensor) => reshape(X, [size(lead), ...X.shape.slice(-2)])
      for (let i = 0; i < size(lead); i++)
        expect(slice(matrices(C), i).data).toEqual(tripleLoop(slice(matrices(wholeA), i), slice(matrices(wholeB), i)))
    })
  }
  const length = fc.integer({ min: 1, max: 9 })
  fc.assert(fc.property(fc.tuple(length, length), length, length, length, sides, sides, check), { numRuns: 50 })
})

test('without rows, columns or terms', () => {
  const shapeOf = (a: Shape, b: Shape) => matmul(ones(a), ones(b)).shape
  expect(shapeOf([1, 100], [100, 0])).toEqual([1, 0])
  expect(shapeOf([0, 3, 4], [4, 5])).toEqual([0, 3, 5])
  expect(shapeOf([2, 3, 0], [2, 0, 1])).toEqual([2, 3, 1])
  expect(sum(matmul(ones([2, 3, 0]), ones([2, 0, 1]))).data[0]).toBe(0)
})

test('shapes that do not fit', () => {
  expect(() => matmul(zeros([2, 3, 4]), zeros([3, 4, 5]))).toThrow(
    'invalid shapes; cannot multiply (2, 3, 4) by (3, 4, 5)',
  )
  expect(() => matmul(zeros([3, 4]), zeros([3, 4]))).toThrow('invalid shapes; cannot multiply (3, 4) by (3, 4)')
  expect(() => matmul(zeros([3]), zeros([2, 2, 2]))).toThrow('invalid shapes; cannot multiply (3,) by (2, 2, 2)')
  expect(() => matmul(zeros([]), zeros([2]))).toThrow('invalid shapes; cannot multiply () by (2,)')
})
