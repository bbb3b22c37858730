import { expect, test } from 'vitest'
import { addNoise, rotate, shift } from './augmentation.ts'
import { arange, tensor, zeros } from './creation.ts'
import { reshape } from './layout.ts'
import { seeded } from './random.ts'
import { variance } from './reduction.ts'

const image = [
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
]

test('a shift moves whole images, 0 moves in', () => {
  const images = tensor([image, image, image, image])
  const shifted = shift(images, seeded(3), { by: 1 })
  // Each result is one of the nine that moving by hand gives.
  const at = (y: number, x: number) => image[y]?.[x] ?? 0
  const possible = [-1, 0, 1].flatMap(dy =>
    [-1, 0, 1].map(dx => [0, 1, 2].flatMap(y => [0, 1, 2].map(x => at(y - dy, x - dx)))),
  )
  for (let i = 0; i < 4; i++) expect(possible).toContainEqual([...shifted.data.slice(9 * i, 9 * i + 9)])
  expect(new Set([0, 1, 2, 3].map(i => shifted.data.slice(9 * i, 9 * i + 9).join())).size).toBeGreaterThan(1)
  expect(shift(images, seeded(3), { by: 0 }).data).toEqual(images.data)
  expect(shift(images, seeded(3), { by: 1 }).data).toEqual(shifted.data)
})

test('channels of an image move together', () => {
  const images = reshape(arange(18), [1, 2, 3, 3])
  const { data } = shift(images, seeded(5), { by: 2 })
  for (let i = 0; i < 9; i++) if (data[i] !== 0) expect(data[9 + i]).toBe(data[i]! + 9)
})

test('a rotation keeps the center and the mass near it, by at most the angle', () => {
  const images = tensor(
    Array.from({ length: 8 }, () => [
      [0, 0, 0],
      [0, 1, 0],
      [0, 0, 0],
    ]),
  )
  for (const [i, value] of rotate(images, seeded(1), { degrees: 45 }).data.entries()) {
    // Bilinear: a neighbor at the angle φ of the center comes from a place (1 − cos φ, 1 − sin φ) away from it.
    if (i % 9 === 4) expect(value).toBe(1)
    else expect(value).toBeGreaterThanOrEqual(0)
  }
  expect(rotate(images, seeded(1), { degrees: 0 }).data).toEqual(images.data)
  // A plane y + 2x stays a plane: bilinear interpolation is exact for it. Its slopes are rotated.
  const plane = tensor([Array.from({ length: 9 }, (_, y) => Array.from({ length: 9 }, (_, x) => y + 2 * x))], {
    dtype: 'float64',
  })
  const { data } = rotate(plane, seeded(2), { degrees: 30 })
  const [down, right] = [data[9 * 5 + 4]! - data[9 * 4 + 4]!, data[9 * 4 + 5]! - data[9 * 4 + 4]!]
  expect(Math.hypot(down, right)).toBeCloseTo(Math.sqrt(5), 12)
  expect(data[9 * 4 + 4]).toBe(12)
  const angle = Math.abs(Math.atan2(down, right) - Math.atan2(1, 2))
  expect(angle).toBeGreaterThan(0)
  expect(angle).toBeLessThanOrEqual(Math.PI / 6)
})

test('noise has the deviation it says', () => {
  const noisy = addNoise(zeros([100, 100]), seeded(1), { std: 0.2 })
  expect(variance(noisy).data[0]).toBeCloseTo(0.04, 2.5)
})

test('misuse', () => {
  expect(() => shift(zeros([3, 784]), seeded(0), { by: 1 })).toThrow(
    'invalid shape; shift takes images (n, …, height, width): (3, 784)',
  )
  expect(() => shift(zeros([1, 2, 2]), seeded(0), { by: 0.5 })).toThrow(
    'invalid by of shift; not an integer from 0: 0.5',
  )
  expect(() => rotate(zeros([1, 2, 2]), seeded(0), { degrees: -1 })).toThrow(
    'invalid degrees of rotate; not a number from 0: -1',
  )
  expect(() => rotate(zeros([1, 2, 2], { dtype: 'uint8' }), seeded(0), { degrees: 1 })).toThrow('invalid dtype')
})
