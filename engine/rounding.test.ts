import { expect, test } from 'vitest'
import { tensor } from './creation.ts'
import { grad } from './gradient.ts'
import { sum } from './reduction.ts'
import { ceil, floor, round } from './rounding.ts'
import type { Tensor } from './tensor.ts'

const x = tensor([-2.5, -1.5, -0.5, 0.4, 0.5, 1.5, 2.5, NaN])

// numpy.floor, numpy.ceil, numpy.round
test.each([
  [floor, [-3, -2, -1, 0, 0, 1, 2, NaN]],
  [ceil, [-2, -1, -0, 1, 1, 2, 3, NaN]],
  [round, [-2, -2, -0, 0, 0, 2, 2, NaN]],
])('%o', (f, expected) => {
  expect([...f(x).data]).toEqual(expected)
  expect([...grad((x: Tensor) => sum(f(x)))(x).data]).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
})
