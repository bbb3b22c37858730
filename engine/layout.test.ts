import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arange, tensor } from './creation.ts'
import { cast, oneHot, reshape, take, takeLast, transpose } from './layout.ts'
import { size } from './shape.ts'

test('reshape keeps the order of elements', () => {
  const x = arange(6)
  expect(reshape(x, [2, 3])).toMatchObject({ shape: [2, 3], data: x.data })
  expect(reshape(x, [3, -1]).shape).toEqual([3, 2])
  expect(() => reshape(x, [4, 2])).toThrow('invalid shapes; cannot reshape (6,) to (4, 2)')
  expect(() => reshape(x, [-1, 6, -1])).toThrow('invalid shapes; cannot reshape (6,) to (-1, 6, -1)')
  expect(() => reshape(x, [4, -1])).toThrow('invalid shapes; cannot reshape (6,) to (4, -1)')
})

test('transpose exchanges rows and columns of every dtype', () => {
  const length = fc.integer({ min: 1, max: 20 })
  const dtype = fc.constantFrom('float32', 'float64', 'int32', 'uint8')
  fc.assert(
    fc.property(length, length, dtype, (m, n, dtype) => {
      const X = cast(reshape(arange(m * n), [m, n]), dtype)
      const Y = transpose(X)
      expect(Y.shape).toEqual([n, m])
      const [x, y] = [X.data, Y.data]
      for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) expect(y[j * m + i]).toBe(x[i * n + j])
    }),
  )
})

// numpy.transpose: axis i of the result is axis axes[i] of x.
test('transpose puts axes in any order', () => {
  const dtypes = fc.constantFrom('float32', 'float64', 'int32', 'uint8')
  const orders = fc
    .array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 })
    .chain(shape => fc.tuple(fc.constant(shape), fc.shuffledSubarray([...shape.keys()], { minLength: shape.length })))
  fc.assert(
    fc.property(orders, dtypes, ([shape, axes], dtype) => {
      const n = size(shape)
      const y = transpose(cast(reshape(arange(n), shape), dtype), axes)
      expect(y.shape).toEqual(axes.map(axis => shape[axis]))
      const data = y.data
      for (let i = 0; i < n; i++) {
        // The index in y, then the place of that element in x.
        const index: number[] = []
        for (let axis = y.shape.length - 1, rest = i; axis >= 0; axis--) {
          index.unshift(rest % y.shape[axis]!)
          rest = Math.floor(rest / y.shape[axis]!)
        }
        const place = shape.reduce((place, length, axis) => place * length + index[axes.indexOf(axis)]!, 0)
        expect(data[i]).toBe(cast(tensor([place]), dtype).data[0])
      }
    }),
  )
  expect(transpose(reshape(arange(6), [1, 2, 3])).shape).toEqual([3, 2, 1])
  expect(transpose(reshape(arange(6), [1, 2, 3]), [-1, 0, 1]).shape).toEqual([3, 1, 2])
  expect(() => transpose(tensor([[1]]), [0])).toThrow('invalid axes of transpose; not an order of those of (1, 1): 0')
  expect(() => transpose(tensor([[1]]), [0, -2])).toThrow(
    'invalid axes of transpose; one of (1, 1) is given twice: 0, -2',
  )
})

test('cast between dtypes', () => {
  expect(cast(tensor([1.9, -1.9, 0]), 'int32').data).toEqual(Int32Array.of(1, -1, 0))
  expect(cast(tensor([0.5, 0, NaN]), 'bool').data).toEqual(Uint8Array.of(1, 0, 1))
  expect(cast(tensor([true, false]), 'float64').data).toEqual(Float64Array.of(1, 0))
  expect(cast(tensor([0.1], { dtype: 'float64' }), 'float32').data).toEqual(Float32Array.of(0.1))
})

test('take picks rows', () => {
  const X = tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ])
  expect(take(X, 1)).toMatchObject({ shape: [2], data: Float32Array.of(3, 4) })
  expect(take(X, [2, 0, 2])).toMatchObject({ shape: [3, 2], data: Float32Array.of(5, 6, 1, 2, 5, 6) })
  expect(take(tensor(Uint8Array.of(7, 8)), tensor(Int32Array.of(1))).data).toEqual(Uint8Array.of(8))
  expect(() => take(X, 3)).toThrow('invalid index of take; not one of the 3 along axis 0 of (3, 2): 3')
})

test('take by a tensor of indices puts its axes in the place of that one', () => {
  const W = reshape(arange(6), [3, 2])
  const rows = take(W, tensor([[2, 0]], { dtype: 'int32' }))
  expect(rows).toMatchObject({ shape: [1, 2, 2], data: Float32Array.of(4, 5, 0, 1) })
  expect(take(W, tensor(Uint8Array.of(1)), 1).data).toEqual(Float32Array.of(1, 3, 5))
  expect(() => take(W, tensor([1]) as never)).toThrow(
    'invalid dtype of indices; take takes int32 or uint8, cast first: float32',
  )
  expect(() => take(W, tensor([true]) as never)).toThrow(
    'invalid dtype of indices; what a mask chooses is take(x, nonzero(mask)): bool',
  )
})

test('take picks along any axis, negative indices counting from the last', () => {
  const X = reshape(arange(12), [2, 3, 2])
  expect(take(X, [-1, 0], 1)).toMatchObject({ shape: [2, 2, 2], data: Float32Array.of(4, 5, 0, 1, 10, 11, 6, 7) })
  expect(take(X, 1, -1)).toMatchObject({ shape: [2, 3], data: Float32Array.of(1, 3, 5, 7, 9, 11) })
  expect(() => take(X, [-4], 1)).toThrow('invalid index of take; not one of the 3 along axis 1 of (2, 3, 2): -4')
  expect(() => take(tensor(1), 0)).toThrow('invalid axis of take; () has none: 0')
})

test('takeLast picks one of each row', () => {
  const X = reshape(arange(6), [2, 3])
  expect(takeLast(X, tensor(Uint8Array.of(2, 0)))).toMatchObject({ shape: [2], data: Float32Array.of(2, 3) })
  expect(() => takeLast(X, tensor(Int32Array.of(0)))).toThrow(
    'invalid shapes; takeLast cannot take one of each row of (2, 3) by (1,)',
  )
  expect(() => takeLast(X, tensor(Int32Array.of(0, 3)))).toThrow(
    'invalid index of takeLast; not one of the 3 along axis 1 of (2, 3): 3',
  )
})

test('oneHot marks the label', () => {
  expect(oneHot(tensor(Uint8Array.of(2, 0)), 3)).toMatchObject({
    dtype: 'float32',
    shape: [2, 3],
    data: Float32Array.of(0, 0, 1, 1, 0, 0),
  })
  expect(() => oneHot(tensor(Int32Array.of(3)), 3)).toThrow('invalid label of oneHot; not one of 3 classes: 3')
})
