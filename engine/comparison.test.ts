import { expect, test } from 'vitest'
import { equal, greater, greaterEqual, less, lessEqual, notEqual } from './comparison.ts'
import { tensor } from './creation.ts'

const x = tensor([1, 2, 3, NaN])

test.each([
  [equal, [0, 1, 0, 0]],
  [notEqual, [1, 0, 1, 1]],
  [greater, [0, 0, 1, 0]],
  [greaterEqual, [0, 1, 1, 0]],
  [less, [1, 0, 0, 0]],
  [lessEqual, [1, 1, 0, 0]],
])('%o with 2; nothing but ≠ holds of NaN', (compare, expected) => {
  expect(compare(x, 2)).toMatchObject({ dtype: 'bool', shape: [4], data: Uint8Array.from(expected) })
})

test('shapes broadcast, and integers compare', () => {
  const column = tensor([[1], [2]], { dtype: 'int32' })
  expect(equal(column, tensor([1, 2, 3], { dtype: 'int32' }))).toMatchObject({
    shape: [2, 3],
    data: Uint8Array.of(1, 0, 0, 0, 1, 0),
  })
})
