import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arange, tensor, zeros } from './creation.ts'
import { cast, reshape, take, transpose } from './layout.ts'
import { integers, seeded } from './random.ts'
import { slice } from './slicing.ts'
import { argsort, sort } from './sorting.ts'
import { type DType, scope } from './tensor.ts'

// numpy.sort and numpy.argsort(kind='stable').
test('as NumPy: equal elements in order, NaN last', () => {
  const x = tensor([
    [3, NaN, 1, 3],
    [-0, 0, -1, Infinity],
  ])
  expect([...sort(x).data]).toEqual([1, 3, 3, NaN, -1, -0, 0, Infinity])
  expect(argsort(x)).toMatchObject({ dtype: 'int32', shape: [2, 4], data: Int32Array.of(2, 0, 3, 1, 2, 0, 1, 3) })
  expect([...sort(x, 0).data]).toEqual([-0, 0, -1, 3, 3, NaN, 1, Infinity])
  expect([...argsort(x, 0).data]).toEqual([1, 1, 1, 0, 0, 0, 0, 1])
})

test('each row along any axis is what sorting a list gives', () => {
  const check = (shape: [number, number, number], axis: number, dtype: DType) => {
    scope(() => {
      const x = cast(integers(seeded(shape[0]), 9, shape), dtype)
      const order = [...[0, 1, 2].filter(other => other !== axis), axis]
      const [rows, sorted, places] = [x, sort(x, axis), argsort(x, axis)].map(x => transpose(x, order).data)
      const n = shape[axis]!
      for (let at = 0; at < rows!.length; at += n) {
        const row = [...rows!.subarray(at, at + n)]
        const ranked = [...row.entries()].sort(([i, a], [j, b]) => a - b || i - j)
        expect([...sorted!.subarray(at, at + n)]).toEqual(ranked.map(([, value]) => value))
        expect([...places!.subarray(at, at + n)]).toEqual(ranked.map(([i]) => i))
      }
    })
  }
  const length = fc.integer({ min: 1, max: 20 })
  const dtypes = fc.constantFrom<DType>('float32', 'float64', 'int32', 'uint8')
  fc.assert(fc.property(fc.tuple(length, length, length), fc.nat(2), dtypes, check), { numRuns: 50 })
})

test('the largest few, nothing, and no axis', () => {
  const x = tensor([5, 1, 4, 2])
  expect([...take(x, slice(argsort(x), [null, -3, -1])).data]).toEqual([5, 4])
  expect(sort(zeros([3, 0])).shape).toEqual([3, 0])
  expect(argsort(zeros([0, 3])).shape).toEqual([0, 3])
  expect(sort(reshape(arange(1), [1, 1]), 0).data).toEqual(Float32Array.of(0))
  expect(() => sort(tensor(1))).toThrow('invalid axis of sort; () has none: -1')
})
