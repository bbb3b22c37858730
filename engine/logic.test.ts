import { expect, test } from 'vitest'
import { log } from './arithmetic.ts'
import { greater } from './comparison.ts'
import { tensor, zeros } from './creation.ts'
import { grad } from './gradient.ts'
import { take } from './layout.ts'
import { logicalAnd, logicalNot, logicalOr, nonzero, where } from './logic.ts'
import { sum } from './reduction.ts'
import type { Tensor } from './tensor.ts'

test('where chooses, broadcasting', () => {
  const condition = tensor([[true], [false]])
  expect(where(condition, tensor([1, 2, 3]), 0)).toMatchObject({
    shape: [2, 3],
    data: Float32Array.of(1, 2, 3, 0, 0, 0),
  })
  expect(where(tensor([1, 0, 2]), 5, tensor([1, 2, 3])).data).toEqual(Float32Array.of(5, 2, 5))
  expect(where(tensor([true]), tensor([0.1], { dtype: 'float64' }), 1).dtype).toBe('float64')
  expect(() => where(tensor([true, false]), zeros([3]), 1)).toThrow(
    'invalid shapes; where cannot broadcast (2,) with (3,)',
  )
})

test('where chooses among integers and booleans, as numpy.where', () => {
  const condition = tensor([true, false, true])
  const [a, b] = [tensor(Int32Array.of(1, -2147483648, 2147483647)), tensor(Int32Array.of(-1, -2, -3))]
  expect(where(condition, a, b)).toMatchObject({ dtype: 'int32', data: Int32Array.of(1, -2, 2147483647) })
  expect(where(condition, 7, b).data).toEqual(Int32Array.of(7, -2, 7))
  const bytes = tensor(Uint8Array.of(255, 1), { shape: [2, 1] })
  expect(where(condition, bytes, 0)).toMatchObject({ shape: [2, 3], data: Uint8Array.of(255, 0, 255, 1, 0, 1) })
  expect(where(condition, logicalNot(condition), condition)).toMatchObject({
    dtype: 'bool',
    data: Uint8Array.of(0, 0, 0),
  })
  expect(() => where(condition, a, 0.5)).toThrow('invalid value; int32 does not hold it: 0.5')
  expect(() => where(condition, a as Tensor, zeros([3]))).toThrow(
    'invalid dtypes; where takes two of one dtype, cast first: int32 and float32',
  )
})

test('NaN in what is not chosen stays out of the result, and out of the gradient of what is', () => {
  const x = tensor([-1, 4], { dtype: 'float64' })
  const f = (x: Tensor) => sum(where(greater(x, 0), x, log(tensor([-1], { dtype: 'float64' }))))
  expect([...grad(f)(tensor([1, 4], { dtype: 'float64' })).data]).toEqual([1, 1])
  expect([...where(greater(x, 0), x, 0).data]).toEqual([0, 4])
})

test('and, or, not, of anything that is not zero', () => {
  const [a, b] = [tensor([true, true, false, false]), tensor([1, 0, 1, 0])]
  expect(logicalAnd(a, b)).toMatchObject({ dtype: 'bool', data: Uint8Array.of(1, 0, 0, 0) })
  expect(logicalOr(a, b).data).toEqual(Uint8Array.of(1, 1, 1, 0))
  expect(logicalNot(b).data).toEqual(Uint8Array.of(0, 1, 0, 1))
  expect(logicalAnd(tensor([[true], [false]]), a).shape).toEqual([2, 4])
})

test('nonzero says where, for take', () => {
  const x = tensor([3, -1, 0, 4])
  const places = nonzero(greater(x, 0))
  expect(places).toMatchObject({ dtype: 'int32', shape: [2], data: Int32Array.of(0, 3) })
  expect(take(x, places).data).toEqual(Float32Array.of(3, 4))
  expect(() => nonzero(zeros([1, 1]))).toThrow('invalid shape; nonzero takes a vector: (1, 1)')
})
