import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arange, tensor, zeros } from './creation.ts'
import { cast, reshape, take, takeLast, transpose } from './layout.ts'
import { integers, normal, seeded } from './random.ts'
import { broadcastTo, expandDims, slice } from './slicing.ts'
import { argsort, sort } from './sorting.ts'
import { type DType, scope, type Tensor } from './tensor.ts'

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

test('rows of every length, of numbers of every size', () => {
  const check = (n: number, dtype: 'float32' | 'float64', seed: number) => {
    scope(() => {
      const numbers = normal(seeded(seed), [2, n], { dtype }).data
      const odd = [NaN, Infinity, -Infinity, 0, -0, -NaN, 1e-40, -1e-40, 3e38]
      const rows = tensor(
        numbers.map((x, i) => (i % 3 === 0 ? odd[i % odd.length]! : i % 3 === 1 ? x * 2 ** (i % 120) : x)),
        { shape: [2, n] },
      )
      const places = argsort(rows)
      const after = (a: number, b: number) =>
        Number(a > b) - Number(a < b) || Number(Number.isNaN(a)) - Number(Number.isNaN(b))
      for (const row of [0, 1]) {
        const [values, ranked] = [slice(rows, row).data, slice(places, row).data]
        expect([...ranked]).toEqual([...values.keys()].sort((i, j) => after(values[i]!, values[j]!) || i - j))
      }
      expect(sort(rows).data).toEqual(takeLast(broadcastRows(rows), places).data)
    })
  }
  // x (2, n) as (2, n, n), of which each place takes its element.
  const broadcastRows = (x: Tensor) => broadcastTo(expandDims(x, 1), [2, x.shape[1]!, x.shape[1]!])
  for (const n of [1, 2, 23, 24, 25, 255, 257]) for (const dtype of ['float32', 'float64'] as const) check(n, dtype, n)
})

test('long rows', () => {
  for (const dtype of ['float32', 'float64'] as const) {
    const x = normal(seeded(1), [5000], { dtype })
    expect(sort(x).data).toEqual(x.data.sort())
    expect(sort(cast(integers(seeded(1), 256, [5000]), dtype)).data).toEqual(
      cast(integers(seeded(1), 256, [5000]), dtype).data.sort(),
    )
  }
})

test('the largest few, nothing, and no axis', () => {
  const x = tensor([5, 1, 4, 2])
  expect([...take(x, slice(argsort(x), [null, -3, -1])).data]).toEqual([5, 4])
  expect(sort(zeros([3, 0])).shape).toEqual([3, 0])
  expect(argsort(zeros([0, 3])).shape).toEqual([0, 3])
  expect(sort(reshape(arange(1), [1, 1]), 0).data).toEqual(Float32Array.of(0))
  expect(() => sort(tensor(1))).toThrow('invalid axis of sort; () has none: -1')
})
