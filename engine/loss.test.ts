import { expect, test } from 'vitest'
import { item, tensor, zeros } from './creation.ts'
import { softmaxCrossEntropy, squaredError } from './loss.ts'
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
    'invalid shapes; predictions (2, 1) and targets (2,) differ',
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
  expect(() => softmaxCrossEntropy(zeros([2, 3]), labels)).toThrow('invalid label; not one of 3 classes: 3')
  expect(() => softmaxCrossEntropy(zeros([3, 3]), labels)).toThrow(
    'invalid shapes; logits (3, 3) want labels (3,): (2,)',
  )
  expect(() => softmaxCrossEntropy(zeros([2, 3]), zeros([2]))).toThrow(
    'invalid dtype; labels are uint8 or int32: float32',
  )
})
