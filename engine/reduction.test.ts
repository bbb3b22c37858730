import fc from 'fast-check'
import { expect, test } from 'vitest'
import { item, tensor, zeros } from './creation.ts'
import { transpose } from './layout.ts'
import { integers, seeded } from './random.ts'
import { all, any, argmax, argmin, cumsum, max, mean, min, std, sum, variance } from './reduction.ts'
import { size } from './shape.ts'
import { type DType, type Float, scope } from './tensor.ts'

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

test('the first of several, in rows and columns of any length', () => {
  const element = fc.constantFrom(-2, -1, -0, 0, 1, 2, Infinity, -Infinity, NaN)
  const rows = fc
    .integer({ min: 1, max: 23 })
    .chain(n => fc.array(fc.array(element, { minLength: n, maxLength: n }), { minLength: 1, maxLength: 40 }))
  // NaN is more extreme than anything.
  const place = (row: number[], beats: (a: number, b: number) => boolean) => {
    const nan = row.findIndex(Number.isNaN)
    return nan >= 0 ? nan : row.reduce((at, value, i) => (beats(value, row[at]!) ? i : at), 0)
  }
  fc.assert(
    fc.property(rows, fc.constantFrom<Float>('float32', 'float64'), (rows, dtype) => {
      const y = tensor(rows, { dtype })
      expect([...argmax(y, 1).data]).toEqual(rows.map(row => place(row, (a, b) => a > b)))
      expect([...argmin(y, 1).data]).toEqual(rows.map(row => place(row, (a, b) => a < b)))
      const columns = transpose(y)
      expect(argmax(columns, 0).data).toEqual(argmax(y, 1).data)
      expect(argmin(columns, 0).data).toEqual(argmin(y, 1).data)
    }),
  )
})

test('misuse says what it was given', () => {
  expect(() => sum(x, 3)).toThrow('invalid axis of sum; not one of (2, 3, 4), from -3 to 2: 3')
  expect(() => argmax(zeros([0]))).toThrow('invalid shape; argmax has nothing to choose from: (0,)')
})

// The elements of x by the part of their index that remains, others along `axes`.
function groups(shape: readonly number[], data: ArrayLike<number>, axes: readonly number[]): number[][] {
  const kept = shape.map((n, axis) => (axes.includes(axis) ? 1 : n))
  const found: number[][] = Array.from({ length: size(kept) }, () => [])
  for (let i = 0; i < data.length; i++) {
    let [rest, at, stride] = [i, 0, 1]
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const index = rest % shape[axis]!
      rest = (rest - index) / shape[axis]!
      if (kept[axis] !== 1) at += index * stride
      stride *= kept[axis]!
    }
    found[at]!.push(data[i]!)
  }
  return found
}

test('reductions over any axes are those of the elements that fall together', () => {
  const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 })
  const reductions = {
    sum: [sum, (xs: number[]) => xs.reduce((a, b) => a + b, 0)],
    mean: [mean, (xs: number[]) => xs.reduce((a, b) => a + b, 0) / xs.length],
    max: [max, (xs: number[]) => Math.max(...xs)],
    min: [min, (xs: number[]) => Math.min(...xs)],
    any: [any, (xs: number[]) => Number(xs.some(x => x !== 0))],
    all: [all, (xs: number[]) => Number(xs.every(x => x !== 0))],
  } as const
  const name = fc.constantFrom(...(Object.keys(reductions) as (keyof typeof reductions)[]))
  const sized = shapes.chain(shape =>
    fc.tuple(
      fc.constant(shape),
      fc.subarray([...shape.keys()]),
      fc.array(fc.integer({ min: -3, max: 3 }), { minLength: size(shape), maxLength: size(shape) }),
    ),
  )
  fc.assert(
    fc.property(sized, name, fc.boolean(), ([shape, axes, values], name, keepDims) => {
      const [reduce, plain] = reductions[name]
      const negative = axes.map(axis => axis - shape.length).reverse()
      const y = reduce(tensor(values, { shape, dtype: 'float64' }), negative, { keepDims })
      const kept = shape.map((n, axis) => (axes.includes(axis) ? 1 : n))
      expect(y.shape).toEqual(keepDims ? kept : shape.filter((_, axis) => !axes.includes(axis)))
      const expected = groups(shape, values, axes).map(plain)
      for (const [i, value] of y.data.entries()) expect(value).toBeCloseTo(expected[i]!, 12)
    }),
    { numRuns: 300 },
  )
})

// numpy.var, numpy.std
test('variance and standard deviation', () => {
  const y = tensor([
    [1, 2, 3],
    [0, 0, 6],
  ])
  expect(variance(y, 1).data).toEqual(Float32Array.of(2 / 3, 8))
  expect(variance(y, 1, { correction: 1 }).data).toEqual(Float32Array.of(1, 12))
  expect(std(y, 0, { keepDims: true })).toMatchObject({ shape: [1, 3], data: Float32Array.of(0.5, 1, 1.5) })
  expect(variance(tensor([7])).data).toEqual(Float32Array.of(0))
  // Large numbers that differ little: the sum of squares would have no digit left.
  expect(variance(tensor([1e6, 1e6 + 1, 1e6 + 2])).data).toEqual(Float32Array.of(2 / 3))
})

test('the smallest, and where it is', () => {
  const y = tensor([
    [1, 5, 1],
    [7, NaN, 8],
  ])
  expect(argmin(y, 1)).toMatchObject({ dtype: 'int32', data: Int32Array.of(0, 1) })
  expect(min(y, 0).data).toEqual(Float32Array.of(1, NaN, 1))
  expect(argmax(y, -1, { keepDims: true }).shape).toEqual([2, 1])
})

test('any and all of any dtype, of nothing too', () => {
  const y = tensor([
    [true, false],
    [true, true],
  ])
  expect(any(y, 1)).toMatchObject({ dtype: 'bool', data: Uint8Array.of(1, 1) })
  expect(all(y, 0).data).toEqual(Uint8Array.of(1, 0))
  expect(all(y)).toMatchObject({ shape: [], data: Uint8Array.of(0) })
  expect(any(tensor(Int32Array.of(0, 0))).data).toEqual(Uint8Array.of(0))
  expect([any(zeros([0])).data[0], all(zeros([0])).data[0]]).toEqual([0, 1])
})

test('axes are given once', () => {
  expect(() => sum(x, [0, -3])).toThrow('invalid axes of sum; one of (2, 3, 4) is given twice: 0, -3')
  expect(() => variance(x, [0, 3])).toThrow('invalid axis of variance; not one of (2, 3, 4), from -3 to 2: 3')
})

test('any and all see every element of long rows, along each axis', () => {
  const check = (outer: number, n: number, inner: number, axis: number, filled: boolean, odd: number) => {
    scope(() => {
      const shape = [outer, n, inner]
      const values = new Array<boolean>(outer * n * inner).fill(filled)
      values[odd % values.length] = !filled
      const x = tensor(values, { dtype: 'bool', shape })
      const rows = transpose(x, [...[0, 1, 2].filter(other => other !== axis), axis])
      const length = shape[axis]!
      const lists = Array.from({ length: values.length / length }, (_, i) => [
        ...rows.data.subarray(i * length, (i + 1) * length),
      ])
      expect([...any(x, axis).data]).toEqual(lists.map(list => Number(list.includes(1))))
      expect([...all(x, axis).data]).toEqual(lists.map(list => Number(!list.includes(0))))
    })
  }
  const length = fc.integer({ min: 1, max: 40 })
  const short = fc.integer({ min: 1, max: 3 })
  fc.assert(fc.property(short, length, short, fc.nat(2), fc.boolean(), fc.nat(5000), check), { numRuns: 60 })
})

test('integers and booleans are counted exactly, and their extremes keep the dtype', () => {
  const labels = tensor(
    Uint8Array.from({ length: 600 }, (_, i) => 255 - (i % 7)),
    { shape: [30, 20] },
  )
  expect(sum(labels)).toMatchObject({ dtype: 'float64', shape: [], data: Float64Array.of(151205) })
  expect([...sum(labels, 0).data]).toEqual(Array.from({ length: 20 }, (_, j) => listSum(column(labels.data, j))))
  expect([...sum(labels, [0, 1], { keepDims: true }).data]).toEqual([151205])
  expect(item(sum(tensor(Int32Array.of(2 ** 31 - 1, 2 ** 31 - 1))))).toBe(2 ** 32 - 2)
  expect(item(mean(tensor([true, false, true, true])))).toBe(0.75)
  expect(item(variance(tensor(Int32Array.of(1, 3))))).toBe(1)
  expect(max(labels)).toMatchObject({ dtype: 'uint8', shape: [], data: Uint8Array.of(255) })
  expect(min(tensor(Int32Array.of(3, -7, 2)))).toMatchObject({ dtype: 'int32', data: Int32Array.of(-7) })
  expect(item(argmax(tensor(Int32Array.of(3, 9, 9))))).toBe(1)
  expect(cumsum(tensor(Uint8Array.of(200, 100)), 0)).toMatchObject({
    dtype: 'float64',
    data: Float64Array.of(200, 300),
  })
})
const column = (data: ArrayLike<number>, j: number) => Array.from({ length: 30 }, (_, i) => data[i * 20 + j]!)
const listSum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0)

test('running sums of nothing, and of no axis', () => {
  expect(cumsum(zeros([2, 0]), 1).shape).toEqual([2, 0])
  expect(() => cumsum(zeros([2]), 1)).toThrow('invalid axis of cumsum; not one of (2,), from -1 to 0: 1')
})

test('extremes of long rows and of columns are the first ones, NaN before all', () => {
  const check = (outer: number, n: number, inner: number, spread: number, dtype: DType, seed: number) => {
    scope(() => {
      // Few values, so that many are equal; now and then no number.
      const values = [...integers(seeded(seed), spread, [outer * n * inner]).data].map(value =>
        value === 0 && dtype.startsWith('float') ? Number.NaN : value === 1 ? -0 : value % 7,
      )
      const x = tensor(values, { dtype, shape: [outer, n, inner] })
      const at = (o: number, k: number, i: number) => values[(o * n + k) * inner + i]!
      for (const [f, sign] of [
        [argmax, 1],
        [argmin, -1],
      ] as const) {
        const expected: number[] = []
        for (let o = 0; o < outer; o++)
          for (let i = 0; i < inner; i++) {
            let best = 0
            for (let k = 1; k < n; k++) {
              const [value, found] = [at(o, k, i), at(o, best, i)]
              if (sign * value > sign * found || (Number.isNaN(value) && !Number.isNaN(found))) best = k
            }
            expected.push(best)
          }
        expect([...f(x, 1).data]).toEqual(expected)
      }
    })
  }
  const short = fc.integer({ min: 1, max: 3 })
  const inner = fc.constantFrom(1, 1, 2, 3, 5, 8, 9)
  const dtypes = fc.constantFrom<DType>('float32', 'float64', 'int32', 'uint8')
  const spread = fc.constantFrom(3, 20, 1000)
  fc.assert(fc.property(short, fc.integer({ min: 1, max: 70 }), inner, spread, dtypes, fc.nat(99), check), {
    numRuns: 200,
  })
})
