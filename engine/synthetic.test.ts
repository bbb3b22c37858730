import { describe, expect, test } from 'vitest'
import { tensor } from './creation.ts'
import { load, type Samples } from './dataset.ts'
import { iris } from './datasets/iris.ts'
import { take } from './layout.ts'
import { seeded } from './random.ts'
import { mean } from './reduction.ts'
import { samplesAt, shuffleSamples, trainTestSplit } from './samples.ts'
import {
  blobSamples,
  circleSamples,
  linearSamples,
  type SyntheticOptions,
  sineSamples,
  spiralSamples,
  xorSamples,
} from './synthetic.ts'

const dtype = 'float64'
const rows = ({ inputs, targets }: Samples) => {
  const [x, d] = [inputs.data, targets.data]
  const width = inputs.shape[1]!
  return Array.from({ length: inputs.shape[0]! }, (_, i) => ({ x: [...x.slice(i * width, (i + 1) * width)], d: d[i]! }))
}

describe('samples drawn from a formula', () => {
  test('xor: the label says whether the signs differ', () => {
    const drawn = rows(xorSamples(seeded(1), 200, { dtype }))
    for (const { x, d } of drawn) expect(d).toBe(x[0]! * x[1]! < 0 ? 1 : 0)
    expect(drawn.filter(({ d }) => d === 1).length).toBeGreaterThan(70)
  })

  test('circles: the label says which radius', () => {
    for (const { x, d } of rows(circleSamples(seeded(1), 50, { factor: 0.3, dtype })))
      expect(Math.hypot(...x)).toBeCloseTo(d === 0 ? 1 : 0.3, 14)
  })

  test('spirals: the angle says which arm', () => {
    for (const { x, d } of rows(spiralSamples(seeded(1), 60, { arms: 3, turns: 1.5, dtype }))) {
      const radius = Math.hypot(...x)
      const turns = Math.atan2(x[1]!, x[0]!) / (2 * Math.PI) - 1.5 * radius - d / 3
      expect(turns).toBeCloseTo(Math.round(turns), 10)
      expect(radius).toBeLessThan(1)
    }
  })

  test('blobs: around the center of the label, as far as the noise', () => {
    const centers = [
      [5, 5, 5],
      [-5, 0, 5],
    ]
    const samples = blobSamples(seeded(1), 4000, { centers, noise: 0.5, dtype })
    for (const label of [0, 1]) {
      const own = take(
        samples.inputs,
        Array.from({ length: 2000 }, (_, i) => 2 * i + label),
      )
      // The deviation of the mean is .5 / √2000 = .011.
      for (const [axis, value] of mean(own, 0).data.entries()) expect(value).toBeCloseTo(centers[label]![axis]!, 1)
    }
    expect(blobSamples(seeded(1), 10, { centers: 4 }).targets.data).toEqual(Uint8Array.of(0, 1, 2, 3, 0, 1, 2, 3, 0, 1))
    expect(() => blobSamples(seeded(1), 10, { centers: [] })).toThrow('invalid centers of blobSamples; there is none')
  })

  test('linear and sine: the value is that of the function, plus noise', () => {
    for (const { x, d } of rows(linearSamples(seeded(1), 20, { dtype })))
      expect(d).toBeCloseTo(3 * x[0]! + 2 * x[1]!, 14)
    for (const { x, d } of rows(sineSamples(seeded(1), 20, { dtype }))) expect(d).toBeCloseTo(Math.sin(x[0]!), 14)
    const noisy = rows(sineSamples(seeded(1), 2000, { noise: 0.1, dtype })).map(({ x, d }) => d - Math.sin(x[0]!))
    const deviation = Math.sqrt(noisy.reduce((sum, value) => sum + value * value, 0) / 2000)
    expect(deviation / 0.1).toBeCloseTo(1, 1)
  })

  const all = { xorSamples, circleSamples, spiralSamples, blobSamples, linearSamples, sineSamples }
  test.each(Object.entries(all))('%s: the seed decides, noise moves', (_, draw) => {
    const of = (seed: number, options: SyntheticOptions = {}) =>
      rows((draw as typeof xorSamples)(seeded(seed), 9, options))
    expect(of(1)).toEqual(of(1))
    expect(of(1)).not.toEqual(of(2))
    expect(of(1, { noise: 0.3 })).not.toEqual(of(1))
  })
})

test('iris is Fisher’s: the means of each species as he and R print them, the rows that others get wrong', () => {
  const { inputs, targets } = load(iris)
  expect(inputs).toMatchObject({ dtype: 'float32', shape: [150, 4] })
  const species = (k: number) =>
    take(
      inputs,
      Array.from({ length: 50 }, (_, i) => 50 * k + i),
    )
  const means = [0, 1, 2].map(k => [...mean(species(k), 0).data].map(value => Number(value.toFixed(3))))
  expect(means).toEqual([
    [5.006, 3.428, 1.462, 0.246],
    [5.936, 2.77, 4.26, 1.326],
    [6.588, 2.974, 5.552, 2.026],
  ])
  expect(take(inputs, 34).data).toEqual(Float32Array.of(4.9, 3.1, 1.5, 0.2))
  expect(take(inputs, 37).data).toEqual(Float32Array.of(4.9, 3.6, 1.4, 0.1))
  expect(take(inputs, 149).data).toEqual(Float32Array.of(5.9, 3, 5.1, 1.8))
  expect([49, 50, 99, 100].map(i => targets.data[i])).toEqual([0, 1, 1, 2])
})

describe('rows of samples', () => {
  const samples: Samples = {
    inputs: tensor(Uint8Array.of(0, 10, 20, 30, 40, 50, 60, 70, 80, 90), { shape: [10, 1] }),
    targets: tensor(Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)),
    divisor: 10,
  }
  const labels = ({ targets }: Samples) => [...targets.data]

  test('are taken in the order given, with their divisor', () => {
    expect(samplesAt(samples, [3, 1])).toMatchObject({
      inputs: { data: Uint8Array.of(30, 10) },
      targets: { data: Uint8Array.of(3, 1) },
      divisor: 10,
    })
  })

  test('shuffled, inputs stay with their targets', () => {
    const shuffled = shuffleSamples(seeded(1), samples)
    expect(labels(shuffled)).not.toEqual(labels(samples))
    expect(labels(shuffled).toSorted()).toEqual(labels(samples))
    expect([...shuffled.inputs.data].map(x => x / 10)).toEqual(labels(shuffled))
  })

  test('split into two parts without a common row', () => {
    const { training, test } = trainTestSplit(seeded(1), samples)
    expect([labels(training).length, labels(test).length]).toEqual([7, 3])
    expect([...labels(training), ...labels(test)].toSorted()).toEqual(labels(samples))
    expect(labels(trainTestSplit(seeded(1), samples, { testSize: 4 }).test)).toHaveLength(4)
    for (const testSize of [0, 10, 1.5, 0.95, Number.NaN])
      expect(() => trainTestSplit(seeded(1), samples, { testSize })).toThrow(`leaves some: ${testSize}`)
  })
})
