import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  abs,
  add,
  clip,
  divide,
  exp,
  log,
  maximum,
  minimum,
  multiply,
  negate,
  power,
  sign,
  sqrt,
  square,
  subtract,
} from './arithmetic.ts'
import { tensor, zeros } from './creation.ts'
import * as math from './math.ts'
import { type Shape, size } from './shape.ts'
import type { Float, Tensor } from './tensor.ts'

// As NumPy and C have it, unlike the language: 1ˣ is 1.
function cPower(x: number, y: number): number {
  return x === 1 ? 1 : math.pow(x, y)
}

const operations = {
  add: [add, (x: number, y: number) => x + y],
  subtract: [subtract, (x: number, y: number) => x - y],
  multiply: [multiply, (x: number, y: number) => x * y],
  divide: [divide, (x: number, y: number) => x / y],
  maximum: [maximum, Math.max],
  minimum: [minimum, Math.min],
  power: [power, cPower],
} as const

// The element of x that stands at `index` of a result of the given shape.
function at(x: Tensor, shape: Shape, index: number): number {
  let offset = 0
  let stride = 1
  for (let axis = shape.length - 1, rest = index; axis >= 0; rest = Math.floor(rest / shape[axis]!), axis--) {
    const n = x.shape[axis - shape.length + x.shape.length] ?? 1
    offset += n === 1 ? 0 : (rest % shape[axis]!) * stride
    stride *= n
  }
  return x.data[offset]!
}

// Two shapes that broadcast together.
const shapes = fc
  .array(fc.integer({ min: 1, max: 7 }), { maxLength: 3 })
  .chain(shape => fc.tuple(part(shape), part(shape)))
function part(shape: number[]): fc.Arbitrary<number[]> {
  const axes = shape.map(n => fc.constantFrom(1, n, n))
  return fc.tuple(fc.nat(shape.length), ...axes).map(([drop, ...lengths]) => lengths.slice(drop))
}

test('elementwise operations broadcast, bit for bit the plain loop', () => {
  const name = fc.constantFrom(...(Object.keys(operations) as (keyof typeof operations)[]))
  const number = fc.float({ noDefaultInfinity: true, noNaN: true })
  fc.assert(
    fc.property(shapes, name, fc.constantFrom<Float>('float32', 'float64'), fc.infiniteStream(number), (...given) => {
      const [[left, right], name, dtype, numbers] = given
      const values = (shape: Shape) => tensor([...numbers.take(size(shape))], { dtype, shape })
      const [operation, plain] = operations[name]
      const [a, b] = [values(left), values(right)]
      const c = operation(a, b)
      const axes = Math.max(left.length, right.length)
      expect(c.shape).toEqual(
        Array.from({ length: axes }, (_, axis) =>
          Math.max(left[axis - axes + left.length] ?? 1, right[axis - axes + right.length] ?? 1),
        ),
      )
      const expected = tensor(
        Array.from(c.data, (_, i) => plain(at(a, c.shape, i), at(b, c.shape, i))),
        { dtype },
      )
      expect(c.data).toEqual(expected.data)
    }),
  )
})

test('a number becomes a scalar of the other operand’s dtype', () => {
  expect(add(tensor([1, 2]), 0.1).data).toEqual(Float32Array.of(1.1, 2.1))
  expect(subtract(1, tensor([0.1], { dtype: 'float64' })).data).toEqual(Float64Array.of(0.9))
})

test('misuse says what it was given', () => {
  expect(() => add(zeros([3, 4]), zeros([3]))).toThrow('invalid shapes; add cannot broadcast (3, 4) with (3,)')
  expect(() => add(zeros([1]), zeros([1], { dtype: 'float64' }))).toThrow(
    'invalid dtypes; add takes two of one dtype, cast first: float32 and float64',
  )
  expect(() => multiply(tensor(Uint8Array.of(1)), 2)).toThrow(
    'invalid dtype; multiply takes float32 or float64, cast first: uint8',
  )
})

test('abs, sign, square', () => {
  const x = tensor([-2, -0, 0, 3, NaN])
  expect([...abs(x).data]).toEqual([2, 0, 0, 3, NaN])
  expect([...sign(x).data]).toEqual([-1, 0, 0, 1, NaN])
  expect([...square(x).data]).toEqual([4, 0, 0, 9, NaN])
})

// numpy.power
test('power at its ends', () => {
  const y = power(tensor([2, -8, -2, 0, 0, NaN, 1, -1, 9]), tensor([-1, 1 / 3, 3, 0, -2, 0, NaN, Infinity, 0.5]))
  expect([...y.data]).toEqual([0.5, NaN, -8, 1, Infinity, 1, 1, 1, 3])
})

test('clip', () => {
  expect([...clip(tensor([-2, 0.5, 2, NaN, -Infinity]), -1, 1).data]).toEqual([-1, 0.5, 1, NaN, -1])
  expect(() => clip(tensor([1]), 2, 1)).toThrow('invalid bounds of clip; low exceeds high: 2 and 1')
})

test('negate and sqrt', () => {
  expect(negate(tensor([1, -2])).data).toEqual(Float32Array.of(-1, 2))
  expect(sqrt(tensor([2, 9, -1])).data).toEqual(Float32Array.of(Math.SQRT2, 3, NaN))
})

// The distance of a float32 from the exact value in units of its last place.
function ulps(y: number, exact: number): number {
  const unit = 2 ** Math.max(-149, Math.floor(math.log2(Math.abs(exact))) - 23)
  return Math.abs(y - exact) / unit
}

test('float32 exp is within 1 ulp, from subnormal results to the largest', () => {
  const x = tensor(Float32Array.from({ length: 40_000 }, (_, i) => -103.9 + (i * 192.6) / 40_000))
  const y = exp(x).data
  const worst = x.data.reduce((worst, value, i) => Math.max(worst, ulps(y[i]!, math.exp(value))), 0)
  expect(worst).toBeLessThan(1)
})

test('float32 log is within 1 ulp, of subnormal numbers too', () => {
  const x = tensor(Float32Array.from({ length: 40_000 }, (_, i) => 2 ** (-149 + i * 0.0069)))
  const near = tensor(Float32Array.from({ length: 20_000 }, (_, i) => 0.5 + i / 10_000))
  for (const values of [x, near]) {
    const y = log(values).data
    const worst = values.data.reduce(
      (worst, value, i) => Math.max(worst, value === 1 ? 0 : ulps(y[i]!, math.log(value))),
      0,
    )
    expect(worst).toBeLessThan(1)
  }
})

test('exp and log at their ends', () => {
  const y = exp(tensor([0, -0, Infinity, -Infinity, NaN, 89, -104]))
  expect([...y.data]).toEqual([1, 1, Infinity, 0, NaN, Infinity, 0])
  expect([...log(tensor([1, 0, -0, -1, Infinity, NaN])).data]).toEqual([0, -Infinity, -Infinity, NaN, Infinity, NaN])
})

test('float64 exp and log are the scalar functions', () => {
  const x = tensor([0.1, 2.5, 700], { dtype: 'float64' })
  expect([...exp(x).data]).toEqual([...x.data].map(math.exp))
  expect([...log(x).data]).toEqual([...x.data].map(math.log))
})
