import { expect, expectTypeOf, test } from 'vitest'
import { arange, assign, eye, full, item, linspace, ones, tensor, zeros } from './creation.ts'
import type { Tensor } from './tensor.ts'

test('values of nested lists, with their shape', () => {
  expect(tensor(5).shape).toEqual([])
  expect(tensor([]).shape).toEqual([0])
  expect(tensor([[[1], [2]]]).shape).toEqual([1, 2, 1])
  expect([...tensor([[0.1, 1]], { dtype: 'float64' }).data]).toEqual([0.1, 1])
  expect(() => tensor([[1, 2], [3]])).toThrow('invalid values of tensor; lists differ in shape: (2,) and (1,)')
})

test('the dtype follows the values', () => {
  expect(tensor([1]).dtype).toBe('float32')
  expect(tensor([true, false])).toMatchObject({ dtype: 'bool', data: Uint8Array.of(1, 0) })
  expect(tensor(Float64Array.of(1)).dtype).toBe('float64')
  expect(tensor(Int32Array.of(-1))).toMatchObject({ dtype: 'int32', data: Int32Array.of(-1) })
  expect(tensor(Uint8Array.of(255)).dtype).toBe('uint8')
  expect(tensor([0, 2], { dtype: 'bool' }).data).toEqual(Uint8Array.of(0, 1))
})

test('and so does its type', () => {
  expectTypeOf(tensor([[1], [2]]).dtype).toEqualTypeOf<'float32'>()
  expectTypeOf(tensor([])).toEqualTypeOf<Tensor<'float32'>>()
  expectTypeOf(tensor([[true], [false]])).toEqualTypeOf<Tensor<'bool'>>()
  expectTypeOf(tensor(Float64Array.of(1), { shape: [1, 1] })).toEqualTypeOf<Tensor<'float64'>>()
  expectTypeOf(tensor(Int32Array.of(1)).data).toEqualTypeOf<Int32Array<ArrayBuffer>>()
  expectTypeOf(tensor(Uint8Array.of(1))).toEqualTypeOf<Tensor<'uint8'>>()
  expectTypeOf(tensor([1], { dtype: 'int32' })).toEqualTypeOf<Tensor<'int32'>>()
})

test('values that a dtype does not hold are refused', () => {
  expect(() => tensor([256], { dtype: 'uint8' })).toThrow('invalid value; uint8 does not hold it: 256')
  expect(() => tensor(Float32Array.of(0.5), { dtype: 'int32' })).toThrow('invalid value; int32 does not hold it: 0.5')
  expect(() => full([2], Number.NaN, { dtype: 'int32' })).toThrow('invalid value; int32 does not hold it: NaN')
  expect(() => tensor(['1'] as unknown as number[])).toThrow('invalid value; not a number: 1')
  expect(() => tensor(Int8Array.of(1) as unknown as Int32Array)).toThrow(
    'unknown typed array; say which dtype it becomes: Int8Array',
  )
  expect(tensor(Int8Array.of(-1) as unknown as Int32Array, { dtype: 'int32' }).data).toEqual(Int32Array.of(-1))
  expect(tensor([true, 2]).dtype).toBe('float32')
})

test('a typed array takes a shape', () => {
  expect(tensor(Float32Array.of(1, 2, 3, 4, 5, 6), { shape: [3, 2] }).shape).toEqual([3, 2])
  expect(() => tensor([1, 2, 3], { shape: [2, 2] })).toThrow(
    'invalid shape of tensor; it does not hold 3 values: (2, 2)',
  )
  expect(() => zeros([2, -1])).toThrow('invalid shape of zeros; not a list of non-negative integers: (2, -1)')
})

test('zeros, ones, full, arange', () => {
  expect(zeros([2])).toMatchObject({ dtype: 'float32', data: Float32Array.of(0, 0) })
  expect(ones([2], { dtype: 'int32' }).data).toEqual(Int32Array.of(1, 1))
  expect(full([1, 2], 0.5, { dtype: 'float64' }).data).toEqual(Float64Array.of(0.5, 0.5))
  expect([...arange(3).data]).toEqual([0, 1, 2])
  expect([...arange(2, 4).data]).toEqual([2, 3])
  // numpy.arange(0, 1, 0.1)
  expect([...arange(0, 1, { step: 0.1, dtype: 'float64' }).data].slice(2, 5)).toEqual([0.2, 0.30000000000000004, 0.4])
  expect([...arange(5, 0, { step: -2, dtype: 'int32' }).data]).toEqual([5, 3, 1])
  expect(arange(3, 1).shape).toEqual([0])
})

test('linspace has both ends', () => {
  // numpy.linspace(-1, 1, 5), numpy.linspace(0, 1, 11)[[3, 7, 10]]
  expect([...linspace(-1, 1, 5).data]).toEqual([-1, -0.5, 0, 0.5, 1])
  const tenths = linspace(0, 1, 11, { dtype: 'float64' }).data
  expect([tenths[3], tenths[7], tenths[10]]).toEqual([0.30000000000000004, 0.7000000000000001, 1])
  expect([...linspace(3, 4, 1).data]).toEqual([3])
  expect(linspace(0, 1, 0).shape).toEqual([0])
  expect(() => linspace(0, 1, 1.5)).toThrow('invalid count of linspace; not an integer from 0: 1.5')
})

test('eye is the identity', () => {
  expect(eye(2)).toMatchObject({ dtype: 'float32', shape: [2, 2], data: Float32Array.of(1, 0, 0, 1) })
  expect(eye(3, { dtype: 'int32' }).data).toEqual(Int32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1))
})

test('item reads one element', () => {
  expect(item(tensor([[7]]))).toBe(7)
  expect(() => item(ones([2]))).toThrow('invalid shape; item takes one element: (2,)')
})

test('assign overwrites the elements', () => {
  const x = zeros([2])
  assign(x, tensor([1, 2]))
  expect([...x.data]).toEqual([1, 2])
  expect(() => assign(x, zeros([3]))).toThrow('invalid shapes; cannot assign (3,) to (2,)')
  expect(() => assign(x, zeros([2], { dtype: 'float64' }))).toThrow('invalid dtypes; cannot assign float64 to float32')
})
