import { expect, test } from 'vitest'
import { integers, normal, permutation, seeded, shuffle, uniform } from './random.ts'

// The values expected are those of numpy.random.RandomState.
const dtype = 'float64'

test('uniform and normal numbers are those of RandomState(0)', () => {
  const random = seeded(0)
  const numbers = [...uniform(random, [4], { dtype }).data, ...normal(random, [5], { dtype }).data]
  const expected = [
    ...[0.5488135039273248, 0.7151893663724195, 0.6027633760716439, 0.5448831829968969],
    ...[1.8675579901499675, -0.977277879876411, 0.9500884175255894, -0.1513572082976979, -0.10321885179355784],
  ]
  expect(numbers).toEqual(expected)
})

test('a normal number that is left over is drawn next', () => {
  const together = normal(seeded(3), [6], { dtype }).data
  const random = seeded(3)
  const apart = [1, 2, 3].flatMap(n => [...normal(random, [n], { dtype }).data])
  expect(apart).toEqual([...together])
})

test('normal and uniform take mean, std, low and high', () => {
  const random = seeded(7)
  expect([...normal(random, [3], { mean: 5, std: 2, dtype }).data]).toEqual([
    8.381051407600712, 4.068125258918334, 5.065640327357169,
  ])
  expect([...uniform(random, [3], { low: -1, high: 3, dtype }).data]).toEqual([
    1.0044818546397516, -0.7117954665609538, 0.07375592040748469,
  ])
})

test('float32 is the rounded float64', () => {
  const rounded = Float32Array.from(normal(seeded(5), [10], { dtype }).data)
  expect(normal(seeded(5), [10]).data).toEqual(rounded)
})

test('integers and permutations are those of RandomState(42)', () => {
  const random = seeded(42)
  expect([...integers(random, 60_000, [6]).data]).toEqual([56422, 15795, 860, 38158, 54343, 44732])
  expect([...integers(random, 10, [8], { low: 3 }).data]).toEqual([7, 9, 4, 5, 9, 5, 5, 7])
  expect([...permutation(random, 10).data]).toEqual([0, 6, 9, 1, 4, 5, 2, 8, 7, 3])
  expect(uniform(random, [], { dtype }).data[0]).toBe(0.0007787658410143283)
})

test('shuffle returns a new list in the order of RandomState(0).shuffle', () => {
  const letters = ['a', 'b', 'c', 'd', 'e', 'f']
  expect(shuffle(seeded(0), letters).join('')).toBe('fcbdae')
  expect(letters.join('')).toBe('abcdef')
})

test('seeds are integers of 32 bits', () => {
  expect([...uniform(seeded(4294967295), [2], { dtype }).data]).toEqual([0.0976320289940138, 0.9123828453026218])
  expect(() => seeded(-1)).toThrow('invalid seed of seeded; not an integer of [0, 2³²): -1')
  expect(() => seeded(0.5)).toThrow('invalid seed of seeded; not an integer of [0, 2³²): 0.5')
  expect(() => integers(seeded(0), 0, [1])).toThrow('invalid high of integers; no integer lies from 0 up to it: 0')
})
