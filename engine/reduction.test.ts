import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tensor, zeros } from './creation.ts'
import { argmax, max, mean, sum } from './reduction.ts'
import type { Float } from './tensor.ts'

// numpy.arange(24).reshape(2, 3, 4)
const x = tensor(
  Array.from({ length: 24 }, (_, i) => i),
  { shape: [2, 3, 4] },
)

test('sums over each axis and over all, as NumPy', () => {
  expect(sum(x, 0)).toMatchObject({
    shape: [3, 4],
    data: Float32Array.of(12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34),
  })
  expect(sum(x, 1)).toMatchObject({ shape: [2, 4], data: Float32Array.of(12, 15, 18, 21, 48, 51, 54, 57) })
  expect(sum(x, -1)).toMatchObject({ shape: [2, 3], data: Float32Array.of(6, 22, 38, 54, 70, 86) })
  expect(sum(x)).toMatchObject({ shape: [], data: Float32Array.of(276) })
  expect(mean(x, 1).data).toEqual(Float32Array.of(4, 5, 6, 7, 16, 17, 18, 19))
  expect(mean(x).data).toEqual(Float32Array.of(11.5))
  expect(sum(zeros([0, 3]), 0).data).toEqual(Float32Array.of(0, 0, 0))
})

test('contiguous elements are summed in interleaved parts, always in one order', () => {
  const number = fc.double({ noDefaultInfinity: true, noNaN: true, min: -1e3, max: 1e3 })
  fc.assert(
    fc.property(fc.array(number, { maxLength: 100 }), fc.constantFrom<Float>('float32', 'float64'), (values, dtype) => {
      const lanes = dtype === 'float32' ? 4 : 2
      const round = dtype === 'float32' ? Math.fround : (x: number) => x
      const x = tensor(values, { dtype }).data
      const parts = Array.from({ length: 4 * lanes }, () => 0)
      const even = x.length - (x.length % parts.length)
      for (let i = 0; i < even; i++) parts[i % parts.length] = round(parts[i % parts.length]! + x[i]!)
      let total: number | undefined
      for (let lane = 0; lane < lanes; lane++) {
        const [a, b, c, d] = [0, 1, 2, 3].map(vector => parts[vector * lanes + lane]!) as [
          number,
          number,
          number,
          number,
        ]
        const part = round(round(a + b) + round(c + d))
        total = total === undefined ? part : round(total + part)
      }
      for (let i = even; i < x.length; i++) total = round(total! + x[i]!)
      expect(sum(tensor(values, { dtype })).data[0]).toBe(total)
    }),
  )
})

test('the largest, and where it is', () => {
  const y = tensor([
    [1, 5, 5],
    [7, NaN, 8],
    [-3, -1, -2],
  ])
  expect(argmax(y, 1)).toMatchObject({ dtype: 'int32', shape: [3], data: Int32Array.of(1, 1, 1) })
  expect(argmax(y, 0).data).toEqual(Int32Array.of(1, 1, 1))
  expect(max(y, -1).data).toEqual(Float32Array.of(5, NaN, -1))
  expect(max(y, 0).data).toEqual(Float32Array.of(7, NaN, 8))
  expect(argmax(x).data).toEqual(Int32Array.of(23))
  expect(max(x, 1).data).toEqual(Float32Array.of(8, 9, 10, 11, 20, 21, 22, 23))
})

test('misuse says what it was given', () => {
  expect(() => sum(x, 3)).toThrow('invalid axis; not one of (2, 3, 4): 3')
  expect(() => argmax(zeros([0]))).toThrow('invalid shape; nothing to choose from: (0,)')
  expect(() => sum(tensor(Int32Array.of(1)))).toThrow('invalid dtype; cast to float32 or float64 first: int32')
})
