import { expect, test } from 'vitest'
import { item, tensor } from './creation.ts'
import { l1Penalty, l2Penalty } from './penalty.ts'

const parameters = [{ W: tensor([[1, -2]]), b: tensor([4]) }, [], { W: tensor([[3]]), b: tensor([0]) }]

test('the sum of sizes, half the sum of squares, times the strength', () => {
  expect(item(l1Penalty(parameters, { strength: 0.5 }))).toBe(5)
  expect(item(l2Penalty(parameters, { strength: 0.5 }))).toBe(7.5)
})

test('of chosen tensors only', () => {
  const only = (path: string) => path.endsWith('.W')
  expect(item(l2Penalty(parameters, { strength: 2, only }))).toBe(14)
  expect(item(l1Penalty(parameters, { strength: 2, only: path => path === '[2].W' }))).toBe(6)
  expect(item(l1Penalty([], { strength: 2 }))).toBe(0)
})

test('in the dtype of the parameters', () => {
  expect(l2Penalty([tensor([1], { dtype: 'float64' })], { strength: 1 }).dtype).toBe('float64')
})
