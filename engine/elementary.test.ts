import { describe, expect, test } from 'vitest'
import { tensor, zeros } from './creation.ts'
import { atan, cos, cosh, erf, expm1, log1p, log2, log10, sin, sinh, tan, tanh } from './elementary.ts'
import * as math from './math.ts'
import type { Tensor } from './tensor.ts'

// Numbers of both signs, from tiny to beyond what the functions saturate at.
const arguments_ = Float64Array.from({ length: 4001 }, (_, i) => {
  const x = (i - 2000) / 2000
  return 30 * x * x * x
})

const functions: [string, (x: Tensor) => Tensor, (x: number) => number][] = [
  ['atan', atan, math.atan],
  ['cos', cos, math.cos],
  ['cosh', cosh, math.cosh],
  ['expm1', expm1, math.expm1],
  ['log10', log10, math.log10],
  ['log1p', log1p, math.log1p],
  ['log2', log2, math.log2],
  ['sin', sin, math.sin],
  ['sinh', sinh, math.sinh],
  ['tan', tan, math.tan],
]

describe('elementwise, the scalar function of the same name', () => {
  test.each(functions)('%s', (_, f, scalar) => {
    expect([...f(tensor(arguments_)).data]).toEqual([...arguments_].map(scalar))
    const single = Float32Array.from(arguments_)
    expect(f(tensor(single)).data).toEqual(Float32Array.from(single, scalar))
  })
})

test('tanh: float64 is the scalar function, float32 within 2 ulp of it', () => {
  expect([...tanh(tensor(arguments_)).data]).toEqual([...arguments_].map(math.tanh))
  const single = Float32Array.from(arguments_)
  const y = tanh(tensor(single)).data
  const worst = single.reduce((worst, x, i) => {
    const exact = math.tanh(x)
    const unit = 2 ** (Math.floor(Math.log2(Math.abs(exact) || 1)) - 23)
    return Math.max(worst, Math.abs(y[i]! - exact) / unit)
  }, 0)
  expect(worst).toBeLessThan(2)
  expect([...tanh(tensor([-0, 1e-30, 100, -100, Infinity, -Infinity, NaN])).data]).toEqual([
    -0,
    Math.fround(1e-30),
    1,
    -1,
    1,
    -1,
    NaN,
  ])
})

// By mpmath, with 40 digits.
test.each([
  [1e-300, 1.1283791670955126e-300],
  [1e-10, 1.1283791670955126e-10],
  [0.1, 0.1124629160182849],
  [0.5, 0.5204998778130465],
  [0.9999, 0.8426592780487595],
  [1, 0.8427007929497149],
  [1.0001, 0.8427422995485203],
  [1.5, 0.9661051464753108],
  [2, 0.9953222650189527],
  [3, 0.9999779095030014],
  [4.5, 0.9999999998033839],
  [5.9, 0.9999999999999999],
  [6.5, 1],
])('erf(%d)', (x, exact) => {
  const [y, mirrored] = erf(tensor([x, -x], { dtype: 'float64' })).data
  expect(Math.abs(y! - exact) / exact).toBeLessThan(2 ** -52)
  expect(mirrored).toBe(-y!)
})

test('erf at its ends', () => {
  expect([...erf(tensor([0, -0, Infinity, -Infinity, NaN])).data]).toEqual([0, -0, 1, -1, NaN])
})

test('integers are not taken', () => {
  expect(() => sin(zeros([1], { dtype: 'int32' }))).toThrow(
    'invalid dtype; sin takes float32 or float64, cast first: int32',
  )
})
