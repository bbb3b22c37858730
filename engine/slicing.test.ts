import { expect, test } from 'vitest'
import { arange, assign, ones, tensor, zeros } from './creation.ts'
import { grad } from './gradient.ts'
import { cast, reshape } from './layout.ts'
import { sum } from './reduction.ts'
import { broadcastTo, concatenate, expandDims, flip, pad, slice, split, squeeze, stack } from './slicing.ts'
import type { DType } from './tensor.ts'

const x = reshape(arange(24, { dtype: 'int32' }), [2, 3, 4])

test('slice copies what NumPy’s brackets choose', () => {
  expect(slice(x, 1, -1)).toMatchObject({ dtype: 'int32', shape: [4], data: Int32Array.of(20, 21, 22, 23) })
  expect(slice(x, 0, [1, 3], [null, null, 2])).toMatchObject({ shape: [2, 2], data: Int32Array.of(4, 6, 8, 10) })
  expect(slice(x, '...', 0)).toMatchObject({ shape: [2, 3], data: Int32Array.of(0, 4, 8, 12, 16, 20) })
  expect(slice(x, 0, 0, 0)).toMatchObject({ shape: [], data: Int32Array.of(0) })
  expect(slice(x, [5]).shape).toEqual([0, 3, 4])
  expect(slice(x)).not.toBe(x)
})

test.each<DType>(['float32', 'float64', 'int32', 'uint8', 'bool'])('slices of %s', dtype => {
  const row = slice(cast(x, dtype), 0, 0)
  expect(row.dtype).toBe(dtype)
  expect([...row.data]).toEqual(dtype === 'bool' ? [0, 1, 1, 1] : [0, 1, 2, 3])
})

test('rows longer than a few elements are copied whole', () => {
  const wide = reshape(arange(60), [3, 20])
  expect([...slice(wide, [1, 3], [5, 15]).data]).toEqual([...range(25, 35), ...range(45, 55)])
  expect([...flip(slice(wide, 0)).data]).toEqual(range(0, 20).reverse())
})
const range = (start: number, stop: number) => Array.from({ length: stop - start }, (_, i) => start + i)

test('flip', () => {
  const m = tensor([
    [1, 2],
    [3, 4],
  ])
  expect([...flip(m, 0).data]).toEqual([3, 4, 1, 2])
  expect([...flip(m, -1).data]).toEqual([2, 1, 4, 3])
  expect([...flip(m).data]).toEqual([4, 3, 2, 1])
})

test('assign overwrites a part, with a number or what broadcasts to it', () => {
  const m = zeros([2, 3])
  assign(m, 7, [], 1)
  expect([...m.data]).toEqual([0, 7, 0, 0, 7, 0])
  assign(m, tensor([1, 2, 3]), -1)
  expect([...m.data]).toEqual([0, 7, 0, 1, 2, 3])
  assign(m, tensor([[5], [6]]), [], [1])
  expect([...m.data]).toEqual([0, 5, 5, 1, 6, 6])
  assign(m, 0.5)
  expect([...m.data]).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0.5])
  expect(() => assign(m, zeros([2]), 0)).toThrow('invalid shapes; cannot assign (2,) to (3,)')
  expect(() => assign(m, zeros([1, 2, 3]))).toThrow('invalid shapes; cannot assign (1, 2, 3) to (2, 3)')
  expect(() => assign(zeros([2], { dtype: 'uint8' }), -1)).toThrow('invalid value; uint8 does not hold it: -1')
})

test('a tensor assigned to itself is read before it is written', () => {
  const m = arange(4)
  assign(m, m, [null, null, -1])
  expect([...m.data]).toEqual([3, 2, 1, 0])
})

test('what is being differentiated cannot be overwritten', () => {
  const f = grad((x: ReturnType<typeof ones>) => {
    assign(x, 1)
    return sum(x)
  })
  expect(() => f(ones([2]))).toThrow('invalid assign; its target is part of what is being differentiated')
})

test('pad', () => {
  expect(pad(tensor([1, 2]), [[1, 2]])).toMatchObject({ shape: [5], data: Float32Array.of(0, 1, 2, 0, 0) })
  expect(pad(tensor([[1]]), 1, { value: 9 }).data).toEqual(Float32Array.of(9, 9, 9, 9, 1, 9, 9, 9, 9))
  expect(pad(tensor([[1]]), [0, [1, 0]])).toMatchObject({ shape: [1, 2], data: Float32Array.of(0, 1) })
  const wrong = 'invalid widths of pad; not a number, or two, for each axis of (1, 1): '
  expect(() => pad(tensor([[1]]), [1])).toThrow(`${wrong}[1]`)
  expect(() => pad(tensor([[1]]), -1)).toThrow(`${wrong}-1`)
})

test('concatenate and stack', () => {
  const [a, b] = [reshape(arange(2), [2, 1]), reshape(arange(4), [2, 2])]
  expect(concatenate([a, b], 1)).toMatchObject({ shape: [2, 3], data: Float32Array.of(0, 0, 1, 1, 2, 3) })
  expect(concatenate([b, b]).shape).toEqual([4, 2])
  expect(stack([arange(2), arange(2)])).toMatchObject({ shape: [2, 2], data: Float32Array.of(0, 1, 0, 1) })
  expect(stack([arange(2), arange(2)], -1)).toMatchObject({ shape: [2, 2], data: Float32Array.of(0, 0, 1, 1) })
  expect(() => concatenate([a, b])).toThrow('invalid shapes; cannot concatenate (2, 1) and (2, 2) along axis 0')
  expect(() => concatenate([a, cast(a, 'float64')])).toThrow(
    'invalid dtypes; concatenate takes tensors of one dtype, cast first: float32 and float64',
  )
  expect(() => stack([a, b])).toThrow('invalid shapes; cannot stack (2, 1) and (2, 2)')
  expect(() => concatenate([])).toThrow('missing tensors: there is nothing to concatenate')
})

test('axes of length 1 come and go', () => {
  expect(expandDims(arange(3), 0).shape).toEqual([1, 3])
  expect(expandDims(arange(3), -1).shape).toEqual([3, 1])
  expect(squeeze(zeros([1, 3, 1])).shape).toEqual([3])
  expect(squeeze(zeros([1, 3, 1]), -1).shape).toEqual([1, 3])
  expect(() => squeeze(zeros([1, 3, 1]), 1)).toThrow('invalid axis of squeeze; not of length 1 in (1, 3, 1): 1')
  expect(() => expandDims(arange(3), 2)).toThrow('invalid axis')
})

test('broadcastTo', () => {
  expect(broadcastTo(tensor([[1], [2]]), [2, 2, 2]).data).toEqual(Float32Array.of(1, 1, 2, 2, 1, 1, 2, 2))
  expect(() => broadcastTo(zeros([2]), [3])).toThrow('invalid shapes; cannot broadcast (2,) to (3,)')
  expect(() => broadcastTo(zeros([2]), [1])).toThrow('invalid shapes; cannot broadcast (2,) to (1,)')
})

test('split cuts what concatenate joins', () => {
  const m = reshape(arange(12), [2, 6])
  expect(split(m, 3, 1).map(part => [...part.data])).toEqual([
    [0, 1, 6, 7],
    [2, 3, 8, 9],
    [4, 5, 10, 11],
  ])
  const [first, second, none] = split(m, [1, 5, 0], -1)
  expect([first!.shape, second!.shape, none!.shape]).toEqual([
    [2, 1],
    [2, 5],
    [2, 0],
  ])
  expect(concatenate([first!, second!, none!], 1).data).toEqual(m.data)
  expect(() => split(m, 4, 1)).toThrow('invalid sections of split; they do not make up axis 1 of (2, 6): 4')
  expect(() => split(m, [1, 2])).toThrow('invalid sections of split; they do not make up axis 0 of (2, 6): [1,2]')
  expect(() => split(m, 0)).toThrow('invalid sections of split; they do not make up axis 0 of (2, 6): 0')
})
