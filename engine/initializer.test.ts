import { describe, expect, test } from 'vitest'
import { conv2d } from './convolution.ts'
import {
  constant,
  glorotNormal,
  glorotUniform,
  he,
  heUniform,
  lecunNormal,
  lecunUniform,
  randomNormal,
  randomUniform,
  type Weights,
  xavier,
} from './initializer.ts'
import { dense } from './layer.ts'
import { seeded } from './random.ts'

// Sample statistics of 40,000 numbers: mean within 4 standard errors, standard deviation within 2 %.
describe('initializers have the deviation they say, and uniform ones the limits', () => {
  test.each([
    ['randomNormal', randomNormal({ std: 0.01 }), 0.01, Number.POSITIVE_INFINITY],
    ['randomUniform', randomUniform({ low: -1, high: 1 }), Math.sqrt(1 / 3), 1],
    ['xavier', xavier, Math.sqrt(1 / 400), Number.POSITIVE_INFINITY],
    ['glorotNormal', glorotNormal, Math.sqrt(2 / 500), Number.POSITIVE_INFINITY],
    ['glorotUniform', glorotUniform, Math.sqrt(2 / 500), Math.sqrt(6 / 500)],
    ['he', he, Math.sqrt(2 / 400), Number.POSITIVE_INFINITY],
    ['heUniform', heUniform, Math.sqrt(2 / 400), Math.sqrt(6 / 400)],
    ['lecunNormal', lecunNormal, Math.sqrt(1 / 400), Number.POSITIVE_INFINITY],
    ['lecunUniform', lecunUniform, Math.sqrt(1 / 400), Math.sqrt(3 / 400)],
  ])('%s', (_, initializer, std, limit) => {
    const weights = { shape: [400, 100], fanIn: 400, fanOut: 100, dtype: 'float64' } as const
    const data = [...initializer(seeded(2), weights).data]
    const mean = data.reduce((sum, x) => sum + x, 0) / data.length
    const variance = data.reduce((sum, x) => sum + (x - mean) ** 2, 0) / data.length
    const largest = data.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0)
    expect(Math.abs(mean)).toBeLessThan((4 * std) / 200)
    expect(Math.sqrt(variance) / std).toBeCloseTo(1, 1.7)
    expect(largest).toBeLessThanOrEqual(limit)
    if (limit < 9) expect(largest / limit).toBeGreaterThan(0.99)
  })
})

test('layers tell how many inputs and units are connected', () => {
  const seen: Weights[] = []
  const initializer = (_: unknown, weights: Weights) => {
    seen.push(weights)
    return constant(0)(seeded(0), weights)
  }
  dense(784, 40, { initializer }).init(seeded(0))
  conv2d(3, 16, [5, 4], { initializer }).init(seeded(0), { dtype: 'float64' })
  expect(seen).toEqual([
    { shape: [784, 40], fanIn: 784, fanOut: 40, dtype: 'float32' },
    // As torch.nn.init computes them of a weight (16, 3, 5, 4).
    { shape: [16, 3, 5, 4], fanIn: 60, fanOut: 320, dtype: 'float64' },
  ])
})
