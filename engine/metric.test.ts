import { expect, test } from 'vitest'
import { arange, tensor, zeros } from './creation.ts'
import { accuracy, classMetrics, confusionMatrix, predict, rSquared } from './metric.ts'
import { argmax } from './reduction.ts'
import type { Tensor } from './tensor.ts'

// sklearn.metrics.confusion_matrix and classification_report of its documentation's example.
const labels = tensor(Uint8Array.of(0, 1, 2, 2, 2))
const predicted = tensor(Int32Array.of(0, 0, 2, 2, 1))

test('a confusion matrix counts actual by predicted', () => {
  expect(confusionMatrix(labels, predicted, 3)).toMatchObject({
    dtype: 'int32',
    shape: [3, 3],
    data: Int32Array.of(1, 0, 0, 1, 0, 0, 0, 1, 2),
  })
})

test('precision, recall and F1 by class', () => {
  expect(classMetrics(confusionMatrix(labels, predicted, 3))).toEqual([
    { label: 0, precision: 0.5, recall: 1, f1: expect.closeTo(0.6667, 4), support: 1 },
    { label: 1, precision: 0, recall: 0, f1: 0, support: 1 },
    { label: 2, precision: 1, recall: expect.closeTo(0.6667, 4), f1: expect.closeTo(0.8, 12), support: 3 },
  ])
})

test('R² as scikit-learn documents it', () => {
  const [d, y] = [tensor([3, -0.5, 2, 7], { dtype: 'float64' }), tensor([2.5, 0, 2, 8], { dtype: 'float64' })]
  expect(rSquared(y, d)).toBeCloseTo(0.9486081370449679, 14)
  expect(rSquared(d, d)).toBe(1)
  expect(rSquared(tensor([2, 2]), tensor([1, 3]))).toBe(0)
})

test('outputs and accuracy for more samples than are run at a time', () => {
  const inputs = tensor(arange(1203, { dtype: 'float64' }).data, { shape: [1203, 1] })
  const targets = tensor(Uint8Array.from({ length: 1203 }, (_, i) => (i < 602 ? 1 : 0)))
  const model = (_: readonly Tensor[], x: Tensor) =>
    tensor(
      [...x.data].flatMap(x => [x, 601]),
      { dtype: 'float64', shape: [x.shape[0]!, 2] },
    )
  const outputs = predict(model, [], { inputs, targets })
  expect(outputs.shape).toEqual([1203, 2])
  expect([...outputs.data].filter((_, i) => i % 2 === 0)).toEqual([...inputs.data])
  // Row 601 is a tie, which the first class wins.
  expect(accuracy(model, [], { inputs, targets })).toBe(1202 / 1203)
  expect(confusionMatrix(targets, argmax(outputs, -1), 2).data).toEqual(Int32Array.of(601, 0, 1, 601))
})

test('misuse', () => {
  const model = (_: readonly Tensor[], x: Tensor) => x as Tensor<'float32'>
  expect(() => accuracy(model, [], { inputs: zeros([4, 2]), targets: zeros([4, 2]) })).toThrow(
    'invalid labels of accuracy; not (4,) of uint8 or int32: (4, 2) of float32',
  )
  expect(() => confusionMatrix(labels, predicted, 2)).toThrow(
    'invalid label of confusionMatrix; not one of 2 classes: 2',
  )
  expect(() => confusionMatrix(labels, tensor(Uint8Array.of(1)), 3)).toThrow(
    'invalid labels of confusionMatrix; not (5,) of uint8 or int32: (1,) of uint8',
  )
  expect(() => classMetrics(zeros([2, 3]))).toThrow(
    'invalid shape; classMetrics takes a confusion matrix (classes, classes): (2, 3)',
  )
  expect(() => rSquared(zeros([2]), zeros([2, 1]))).toThrow('predictions (2,) and targets (2, 1) differ')
  expect(() => predict(model, [], { inputs: zeros([0, 2]), targets: labels })).toThrow(
    'invalid data of predict; it has no rows',
  )
})
