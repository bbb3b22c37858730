import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allClose, equal, greater, greaterEqual, isInf, isNan, less, lessEqual, notEqual } from './comparison.ts'
import { tensor, zeros } from './creation.ts'
import { broadcastShapes, size } from './shape.ts'
import { broadcastTo } from './slicing.ts'
import type { DType } from './tensor.ts'

const x = tensor([1, 2, 3, NaN])

test.each([
  [equal, [0, 1, 0, 0]],
  [notEqual, [1, 0, 1, 1]],
  [greater, [0, 0, 1, 0]],
  [greaterEqual, [0, 1, 1, 0]],
  [less, [1, 0, 0, 0]],
  [lessEqual, [1, 1, 0, 0]],
])('%o with 2; nothing but ≠ holds of NaN', (compare, expected) => {
  expect(compare(x, 2)).toMatchObject({ dtype: 'bool', shape: [4], data: Uint8Array.from(expected) })
})

test('what is no number, and what is infinite', () => {
  const y = tensor([1, NaN, Infinity, -Infinity])
  expect(isNan(y).data).toEqual(Uint8Array.of(0, 1, 0, 0))
  expect(isInf(y).data).toEqual(Uint8Array.of(0, 0, 1, 1))
  expect(isInf(tensor(Int32Array.of(1))).data).toEqual(Uint8Array.of(0))
})

// numpy.allclose
test('close within a relative and an absolute tolerance', () => {
  expect(allClose(tensor([1e10, 1e-7]), tensor([1.000009e10, 1e-8]), { atol: 1e-6 })).toBe(true)
  expect(allClose(tensor([1e10, 1e-7], { dtype: 'float64' }), tensor([1.00001e10, 1e-8], { dtype: 'float64' }))).toBe(
    false,
  )
  expect(allClose(tensor([1, NaN]), tensor([1, NaN]))).toBe(false)
  expect(allClose(tensor([1, Infinity]), tensor([1, Infinity]))).toBe(true)
  expect(allClose(tensor([1, 5]), tensor([1, Infinity]))).toBe(false)
  expect(allClose(zeros([2, 3]), 1e-9)).toBe(true)
  expect(() => allClose(1, 1, { rtol: -1 })).toThrow('invalid tolerance of allClose; below 0: -1 or 1e-8')
})

test('shapes broadcast, of every dtype and length', () => {
  const relations = [
    [equal, (a: number, b: number) => a === b],
    [notEqual, (a: number, b: number) => a !== b],
    [greater, (a: number, b: number) => a > b],
    [greaterEqual, (a: number, b: number) => a >= b],
    [less, (a: number, b: number) => a < b],
    [lessEqual, (a: number, b: number) => a <= b],
  ] as const
  const shapes = fc
    .array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 })
    .chain(shape => fc.tuple(part(shape), part(shape)))
  const part = (shape: number[]) =>
    fc
      .tuple(fc.nat(shape.length), ...shape.map(n => fc.constantFrom(1, n, n)))
      .map(([drop, ...lengths]) => lengths.slice(drop))
  const dtypes = fc.constantFrom<DType>('float32', 'float64', 'int32', 'uint8')
  fc.assert(
    fc.property(
      shapes,
      fc.constantFrom(...relations),
      dtypes,
      fc.infiniteStream(fc.nat(3)),
      (given, relation, dtype, numbers) => {
        const [a, b] = given.map(shape => tensor([...numbers.take(size(shape))], { shape, dtype })) as [
          typeof x,
          typeof x,
        ]
        const shape = broadcastShapes('equal', a.shape, b.shape)
        const [left, right] = [broadcastTo(a, shape).data, broadcastTo(b, shape).data]
        const [compare, plain] = relation
        const c = compare(a, b)
        expect(c.shape).toEqual(shape)
        expect([...c.data]).toEqual(Array.from(left, (value, i) => Number(plain(value, right[i]!))))
      },
    ),
    { numRuns: 300 },
  )
})

test('integers compare whatever their width, floats with their own dtype', () => {
  expect(equal(tensor(Int32Array.of(1, 300)), tensor(Uint8Array.of(1, 44))).data).toEqual(Uint8Array.of(1, 0))
  expect(less(tensor([false, true]), 1).data).toEqual(Uint8Array.of(1, 0))
  expect(() => equal(zeros([1]), zeros([1], { dtype: 'float64' }))).toThrow(
    'invalid dtypes; equal takes two of one dtype, cast first: float32 and float64',
  )
  expect(() => less(zeros([2, 3]), zeros([2]))).toThrow('invalid shapes; less cannot broadcast (2, 3) with (2,)')
})
