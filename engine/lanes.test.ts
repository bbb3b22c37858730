import { describe, expect, test } from 'vitest'
import { exp, log, power } from './arithmetic.ts'
import { tensor } from './creation.ts'
import { atan, cos, cosh, erf, expm1, log1p, log2, log10, sin, sinh, tan, tanh } from './elementary.ts'
import * as math from './math.ts'
import { integers, normal, seeded, uniform } from './random.ts'
import { type Float, scope, type Tensor, view } from './tensor.ts'

// Kernels compute several elements at once, with paths of their own for rare ones. Whatever stands beside a number, it
// has the bits that the scalar function gives it.

// A number, its neighbors, and those around which the branches of musl's functions lie: they compare high words.
function around(x: number): number[] {
  const float = Float64Array.of(x)
  const bits = new BigUint64Array(float.buffer)
  const own = bits[0]!
  const high = own & 0xffffffff00000000n
  const found = [x]
  for (const near of [own - 1n, own + 1n, high - 1n, high, high + 0xffffffffn, high + 0x100000000n]) {
    bits[0] = BigInt.asUintN(64, near)
    found.push(float[0]!, -float[0]!)
  }
  return found
}

const bounds = [
  ...[0, 1, 2, 0.5, 3, 6, 20, 22, 28, 0.25, 1.5, 2.5, 7 / 16, 11 / 16, 19 / 16, 39 / 16, 0.6744, 0.9375, 1.0649],
  ...[2 ** -26, 2 ** -27, 2 ** -28, 2 ** -53, 2 ** -54, 2 ** -1022, 2 ** -1074, 1e-310, 2 ** 53, 2 ** 66, 1e22, 1e300],
  ...[512, 700, 708.4, 709.79, 745.14, 38.81, 19.3, Number.MAX_VALUE, Infinity, NaN, 2 ** 20 * (Math.PI / 2)],
  ...[Math.SQRT1_2, Math.SQRT2, Math.SQRT2 - 1, 1 - Math.SQRT1_2, 1647099.3],
  ...[0.25541281188299536, 0.5493061443340549, 0.34657359027997264, 1.0397207708399179, 0.9579, 1.0441],
]
const multiples = Array.from({ length: 64 }, (_, k) => [(k * Math.PI) / 4, k * Math.LN2, (k + 0.5) * Math.LN2]).flat()
const random = scope(() => {
  const dtype = 'float64'
  const bits = integers(seeded(1), 2 ** 31, [8000], { low: -(2 ** 31) }).data
  return [
    ...new Float64Array(bits.buffer),
    ...normal(seeded(2), [4000], { dtype }).data,
    ...uniform(seeded(3), [4000], { low: -800, high: 800, dtype }).data,
    ...uniform(seeded(4), [2000], { low: -2e6, high: 2e6, dtype }).data,
    ...uniform(seeded(5), [2000], { low: 0.9, high: 1.1, dtype }).data,
    ...uniform(seeded(6), [2000], { low: 1.0646, high: 1.065, dtype }).data,
  ]
})
const numbers = [...[...bounds, ...multiples].flatMap(around), ...random]

function expectSame(actual: Tensor<Float>, expected: ArrayLike<number>, args: (i: number) => string): void {
  view(actual).forEach((value: number, i: number) => {
    if (!Object.is(value, expected[i])) expect.fail(`${value} instead of ${expected[i]} for ${args(i)}`)
  })
}

const functions: [string, (x: Tensor) => Tensor<Float>, (x: number) => number][] = [
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
  // Those that float32 has kernels of its own for.
  ['exp', exp, math.exp],
  ['log', log, math.log],
  ['tanh', tanh, math.tanh],
]

describe('a function of a vector is that of each number', () => {
  test.each(functions)('%s', (name, f, scalar) => {
    scope(() => expectSame(f(tensor(Float64Array.from(numbers))), numbers.map(scalar), i => String(numbers[i])))
    if (['exp', 'log', 'tanh'].includes(name)) return
    const single = Float32Array.from(numbers)
    scope(() => expectSame(f(tensor(single)), Float32Array.from(single, scalar), i => String(single[i])))
  })

  // It has no scalar function: each number beside itself.
  test('erf', () => {
    const alone = numbers.map(x => scope(() => erf(tensor([x, x], { dtype: 'float64' })).data[0]!))
    scope(() => expectSame(erf(tensor(Float64Array.from(numbers))), alone, i => String(numbers[i])))
  })
})

// In C, unlike in JavaScript, 1^NaN and (±1)^±∞ are 1.
function powerOf(a: number, b: number): number {
  return a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : math.pow(a, b)
}

describe('power', () => {
  const exponents = [...numbers.slice(-14000), ...numbers.slice(0, -14000)]
  test('of pairs', () => {
    for (const scale of [1, 1 / 64]) {
      const b = Float64Array.from(exponents, b => (Math.abs(b) < 1e3 ? Math.round(b * 8) * scale : b))
      const c = numbers.map((a, i) => powerOf(a, b[i]!))
      scope(() => expectSame(power(tensor(Float64Array.from(numbers)), tensor(b)), c, i => `${numbers[i]} ** ${b[i]}`))
    }
  })

  test.each([2, 1, 0.5, 0, -0, -1, 3, -2, 4, 1 / 3, 1e-20, 1e19, Infinity, -Infinity, NaN])('to %d', b => {
    const c = numbers.map(a => powerOf(a, b))
    scope(() => expectSame(power(tensor(Float64Array.from(numbers)), b), c, i => `${numbers[i]} ** ${b}`))
    const single = Float32Array.from(numbers)
    const d = Float32Array.from(single, a => powerOf(a, Math.fround(b)))
    scope(() => expectSame(power(tensor(single), b), d, i => `${single[i]} ** ${b}`))
  })
})
