import { expect, test } from 'vitest'
import { sigmoid } from './activation.ts'
import { tensor } from './creation.ts'
import { constant } from './initializer.ts'
import { histogram, layerOutputs } from './inspection.ts'
import { dense, sequential } from './layer.ts'
import { seeded } from './random.ts'

test('what each layer makes of its input', () => {
  const model = sequential([dense(2, 1, { initializer: constant(0) }), sigmoid])
  const outputs = layerOutputs(model, model.init(seeded(0)), tensor([[1, 2]]))
  expect(outputs.map(({ layer, name, output }) => [layer, name, ...output.data])).toEqual([
    [0, 'dense(2, 1)', 0],
    [1, 'sigmoid', 0.5],
  ])
  const own = { name: 'twice', init: () => [], apply: () => tensor([2]) }
  expect(layerOutputs(own, [], tensor([1]))).toMatchObject([{ layer: 0, name: 'twice' }])
})

test('histograms as NumPy counts', () => {
  const counts = (...args: Parameters<typeof histogram>) => histogram(...args).map(({ count }) => count)
  // numpy.histogram([1, 2, 1], bins=3): [2, 0, 1]; edges 1, 1.333…, 1.666…, 2.
  expect(histogram(tensor([1, 2, 1]), { bins: 3 }).map(({ from, count }) => [from.toFixed(3), count])).toEqual([
    ['1.000', 2],
    ['1.333', 0],
    ['1.667', 1],
  ])
  // numpy.histogram([0, .1, .2, .3, .6, .7, .9, 1, 1.1, -1], bins=10, range=(0, 1)) in float64
  const x = tensor([0, 0.1, 0.2, 0.3, 0.6, 0.7, 0.9, 1, 1.1, -1, Number.NaN], { dtype: 'float64' })
  expect(counts(x, { bins: 10, range: [0, 1] })).toEqual([1, 1, 2, 0, 0, 1, 1, 0, 0, 2])
  expect(histogram(tensor([3, 3]), { bins: 2 })).toEqual([
    { from: 2.5, to: 3, count: 0 },
    { from: 3, to: 3.5, count: 2 },
  ])
  expect(() => histogram(tensor([1]), { bins: 0 })).toThrow('invalid bins of histogram; not an integer from 1: 0')
  expect(() => histogram(tensor([1]), { range: [1, 1] })).toThrow(
    'invalid range of histogram; not from a number to a larger one: 1 to 1',
  )
})
