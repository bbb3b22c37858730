import { describe, expect, test } from 'vitest'
import vectors from './fixtures/math.json' with { type: 'json' }
import * as math from './math.ts'

const functions: Record<string, (...args: number[]) => number> = { ...math }

// The number of doubles between two.
function ulps(a: number, b: number): number {
  const order = (x: number) => {
    const bits = new BigInt64Array(new Float64Array([x]).buffer)[0]!
    return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits
  }
  const distance = order(a) - order(b)
  return Number(distance < 0n ? -distance : distance)
}

describe('within 2 ulp of the exact value', () => {
  for (const [name, rows] of Object.entries(vectors))
    test(name, () => {
      const f = functions[name]!
      const worst = Math.max(...rows.map(row => ulps(f(...row.slice(0, -1)), row.at(-1)!)))
      expect(worst).toBeLessThanOrEqual(2)
    })
})

test('every function has reference values', () => {
  expect(Object.keys(math).sort()).toEqual(Object.keys(vectors).sort())
})

// ECMA-262 fixes these exactly.
test('special cases are those of the language', () => {
  const cases: [string, number[], number][] = [
    ['acos', [1], 0],
    ['acos', [1.1], NaN],
    ['acosh', [1], 0],
    ['acosh', [0.9], NaN],
    ['acosh', [Infinity], Infinity],
    ['asin', [-0], -0],
    ['asin', [1.1], NaN],
    ['asinh', [-0], -0],
    ['asinh', [-Infinity], -Infinity],
    ['atan', [-0], -0],
    ['atan2', [0, -0], Math.PI],
    ['atan2', [-0, 1], -0],
    ['atan2', [1, 0], Math.PI / 2],
    ['atan2', [-1, -Infinity], -Math.PI],
    ['atanh', [1], Infinity],
    ['atanh', [-0], -0],
    ['cbrt', [-0], -0],
    ['cbrt', [-27], -3],
    ['cbrt', [Infinity], Infinity],
    ['cos', [0], 1],
    ['cos', [Infinity], NaN],
    ['cosh', [-Infinity], Infinity],
    ['exp', [0], 1],
    ['exp', [-Infinity], 0],
    ['exp', [710], Infinity],
    ['expm1', [-0], -0],
    ['expm1', [-Infinity], -1],
    ['log', [1], 0],
    ['log', [-0], -Infinity],
    ['log', [-1], NaN],
    ['log', [Infinity], Infinity],
    ['log10', [1000], 3],
    ['log1p', [-0], -0],
    ['log1p', [-1], -Infinity],
    ['log2', [8], 3],
    ['log2', [0], -Infinity],
    ['pow', [2, 10], 1024],
    ['pow', [NaN, 0], 1],
    ['pow', [1, Infinity], NaN],
    ['pow', [-1, -Infinity], NaN],
    ['pow', [1, NaN], NaN],
    ['pow', [-8, 1 / 3], NaN],
    ['pow', [-2, 3], -8],
    ['pow', [-0, -1], -Infinity],
    ['pow', [0, -2], Infinity],
    ['pow', [0.5, Infinity], 0],
    ['pow', [-Infinity, 3], -Infinity],
    ['pow', [4, 0.5], 2],
    ['pow', [-Infinity, 0.5], Infinity],
    ['pow', [-0, 0.5], 0],
    ['sin', [-0], -0],
    ['sin', [-Infinity], NaN],
    ['sinh', [-0], -0],
    ['tan', [-0], -0],
    ['tan', [Infinity], NaN],
    ['tanh', [-0], -0],
    ['tanh', [Infinity], 1],
  ]
  for (const [name, args, value] of cases) {
    const f = functions[name]!
    expect(f(...args), `${name}(${args.map(x => (Object.is(x, -0) ? '-0' : x))})`).toBe(value)
    expect(f(...args.map(() => Number.NaN))).toBe(Number.NaN)
  }
})
