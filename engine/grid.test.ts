import { expect, test } from 'vitest'
import { ones, tensor, zeros } from './creation.ts'
import { meshgrid, tril, triu } from './grid.ts'

test('the points of a grid, as numpy.meshgrid(x, y)', () => {
  const [X, Y] = meshgrid(tensor([1, 2, 3]), tensor([10, 20]))
  expect(X).toMatchObject({ shape: [2, 3], data: Float32Array.of(1, 2, 3, 1, 2, 3) })
  expect(Y).toMatchObject({ shape: [2, 3], data: Float32Array.of(10, 10, 10, 20, 20, 20) })
  expect(() => meshgrid(ones([2, 2]), ones([2]))).toThrow(
    'invalid shapes of meshgrid; not two vectors: (2, 2) and (2,)',
  )
})

test('triangles, as numpy.tril and numpy.triu', () => {
  expect([...tril(ones([3, 3])).data]).toEqual([1, 0, 0, 1, 1, 0, 1, 1, 1])
  expect([...triu(ones([2, 3]), 1).data]).toEqual([0, 1, 1, 0, 0, 1])
  expect([...tril(ones([2, 3]), -1).data]).toEqual([0, 0, 0, 1, 0, 0])
  expect([...tril(tensor([[1, -Infinity]])).data]).toEqual([1, 0])
  expect(tril(tensor(Int32Array.of(1, 2, 3, -4), { shape: [2, 2] }))).toMatchObject({
    dtype: 'int32',
    data: Int32Array.of(1, 0, 3, -4),
  })
  expect(triu(ones([2, 2], { dtype: 'bool' }))).toMatchObject({ dtype: 'bool', data: Uint8Array.of(1, 1, 0, 1) })
  expect(triu(zeros([0, 0])).shape).toEqual([0, 0])
  expect(() => tril(ones([3]))).toThrow('invalid shape; tril takes matrices (…, rows, columns): (3,)')
  expect(() => tril(ones([3, 3]), 0.5)).toThrow('invalid diagonal of tril; not an integer: 0.5')
})
