import { expect, test } from 'vitest'
import { item, tensor, zeros } from './creation.ts'
import { grad } from './gradient.ts'
import { oneHot } from './layout.ts'
import {
  binaryCrossEntropy,
  crossEntropy,
  meanAbsoluteError,
  meanSquaredError,
  softmaxCrossEntropy,
  squaredError,
} from './loss.ts'
import * as math from './math.ts'

test('squared error: half the sum over the last axis, the mean over rows', () => {
  expect(item(squaredError(tensor([3, 5]), tensor([1, 4])))).toBe(2.5)
  const y = tensor([
    [3, 5],
    [0, 0],
  ])
  const d = tensor([
    [1, 4],
    [1, 0],
  ])
  expect(item(squaredError(y, d))).toBe(1.5)
  expect(() => squaredError(zeros([2, 1]), zeros([2]))).toThrow(
    'invalid shapes of squaredError; predictions (2, 1) and targets (2,) differ',
  )
})

test('softmax cross-entropy is the mean of −log softmax(x)[label]', () => {
  const logits = tensor(
    [
      [0, math.log(2), math.log(5)],
      [1000, 0, -1000],
    ],
    { dtype: 'float64' },
  )
  const loss = (...labels: number[]) => item(softmaxCrossEntropy(logits, tensor(Uint8Array.from(labels))))
  expect(loss(2, 0)).toBeCloseTo(-math.log(5 / 8) / 2, 14)
  expect(loss(0, 1)).toBeCloseTo((math.log(8) + 1000) / 2, 12)
})

test('cross-entropy names what does not fit', () => {
  const labels = tensor(Int32Array.of(0, 3))
  expect(() => softmaxCrossEntropy(zeros([2, 3]), labels)).toThrow(
    'invalid label of softmaxCrossEntropy; not one of 3 classes of logits (2, 3): 3',
  )
  expect(() => softmaxCrossEntropy(zeros([3, 3]), labels)).toThrow(
    'invalid shapes of softmaxCrossEntropy; logits (3, 3) want labels (3,): (2,)',
  )
  expect(() => softmaxCrossEntropy(zeros([2, 3]), zeros([2]))).toThrow(
    'invalid dtype of softmaxCrossEntropy; labels are uint8 or int32: float32',
  )
})

test('mean squared and mean absolute error', () => {
  const [y, d] = [tensor([[3, 5]]), tensor([[1, 4]])]
  expect(item(meanSquaredError(y, d))).toBe(2.5)
  expect(item(meanAbsoluteError(y, d))).toBe(1.5)
  expect(() => meanSquaredError(zeros([2, 1]), zeros([2]))).toThrow(
    'invalid shapes of meanSquaredError; predictions (2, 1) and targets (2,) differ',
  )
})

test('softmax cross-entropy of probabilities, of labels with any axes before, of one row', () => {
  const logits = tensor(
    [
      [1, 2, 3],
      [-1, 0, 2],
    ],
    { dtype: 'float64' },
  )
  const labels = tensor(Uint8Array.of(2, 0))
  const loss = item(softmaxCrossEntropy(logits, labels))
  expect(item(softmaxCrossEntropy(logits, oneHot(labels, 3, { dtype: 'float64' })))).toBeCloseTo(loss, 14)
  const stacked = tensor(logits.data, { shape: [1, 2, 3] })
  expect(item(softmaxCrossEntropy(stacked, tensor(Uint8Array.of(2, 0), { shape: [1, 2] })))).toBe(loss)
  const row = tensor([1, 2, 3], { dtype: 'float64' })
  expect(item(softmaxCrossEntropy(row, tensor(2, { dtype: 'int32' })))).toBeCloseTo(
    math.log(1 + math.exp(-1) + math.exp(-2)),
    14,
  )
  expect(() => softmaxCrossEntropy(zeros([2, 3]), zeros([3, 2]))).toThrow(
    'invalid shapes of softmaxCrossEntropy; logits (2, 3) and targets (3, 2) differ',
  )
})

test('cross-entropy of probabilities has + 1e-7 unless told otherwise', () => {
  const y = tensor([[0.25, 0.75, 0]], { dtype: 'float64' })
  const loss = (label: number, options?: { epsilon: number }) =>
    item(crossEntropy(y, tensor(Uint8Array.of(label)), options))
  expect(loss(0)).toBeCloseTo(-math.log(0.25 + 1e-7), 14)
  expect(loss(2)).toBeCloseTo(-math.log(1e-7), 14)
  expect(loss(1, { epsilon: 0 })).toBeCloseTo(-math.log(0.75), 14)
  const soft = tensor([[0.5, 0.5, 0]], { dtype: 'float64' })
  expect(item(crossEntropy(y, soft))).toBeCloseTo(-(math.log(0.25 + 1e-7) + math.log(0.75 + 1e-7)) / 2, 14)
  expect(() => crossEntropy(y, tensor(Uint8Array.of(3)))).toThrow(
    'invalid label of crossEntropy; not one of 3 classes of probabilities (1, 3): 3',
  )
})

test('binary cross-entropy from logits, of floats, integers and booleans', () => {
  const x = tensor([2, -800, 800], { dtype: 'float64' })
  const expected = (math.log(1 + math.exp(-2)) + 800) / 3
  expect(item(binaryCrossEntropy(x, tensor([1, 1, 1], { dtype: 'float64' })))).toBeCloseTo(expected, 12)
  expect(item(binaryCrossEntropy(x, tensor(Uint8Array.of(1, 1, 1))))).toBeCloseTo(expected, 12)
  expect(item(binaryCrossEntropy(x, tensor([true, true, true])))).toBeCloseTo(expected, 12)
  const gradient = grad(binaryCrossEntropy)(x, tensor([0, 1, 0.5], { dtype: 'float64' }))
  for (const [i, value] of [1 / (1 + math.exp(-2)), -1, 0.5].entries())
    expect(gradient.data[i]).toBeCloseTo(value / 3, 14)
})
