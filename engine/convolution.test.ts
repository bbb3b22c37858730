import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { multiply } from './arithmetic.ts'
import { batchNormalization } from './batch-normalization.ts'
import { conv2d } from './convolution.ts'
import { arange, item, tensor, zeros } from './creation.ts'
import { col2im, im2col } from './im2col.ts'
import { flatten, type Layer, unflatten } from './layer.ts'
import { reshape } from './layout.ts'
import { averagePool2d, maxPool2d } from './pooling.ts'
import { normal, seeded } from './random.ts'
import { sum } from './reduction.ts'
import type { Tree } from './tree.ts'

const image = reshape(arange(16), [1, 1, 4, 4])

test('im2col on a small example', () => {
  // The windows at (0, 0), (0, 2), (2, 0), (2, 2).
  expect(im2col(image, 2, { stride: 2 })).toMatchObject({
    shape: [4, 4],
    data: Float32Array.of(0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15),
  })
})

test('col2im sums what windows share', () => {
  const columns = im2col(image, [1, 3])
  expect([...col2im(columns, [1, 1, 4, 4], [1, 3]).data].slice(4, 8)).toEqual([4, 2 * 5, 2 * 6, 7])
})

test('col2im is the transpose of im2col', () => {
  const length = fc.integer({ min: 1, max: 3 })
  const check = (size: [number, number], stride: [number, number], padding: [number, number]) => {
    const shape = [2, 2, 5, 4]
    const options = { stride, padding }
    const x = normal(seeded(1), shape, { dtype: 'float64' })
    const columns = im2col(x, size, options)
    const y = normal(seeded(2), columns.shape, { dtype: 'float64' })
    const left = item(sum(multiply(columns, y)))
    expect(item(sum(multiply(x, col2im(y, shape, size, options))))).toBeCloseTo(left, 10)
  }
  fc.assert(fc.property(fc.tuple(length, length), fc.tuple(length, length), fc.tuple(length, length), check))
})

test('a convolution is the sum over its window, channels and filters in their order', () => {
  const check = (stride: number, padding: number) => {
    const layer = conv2d(2, 3, [2, 3], { stride, padding })
    const { W, b } = layer.init(seeded(1), { dtype: 'float64' })
    const x = normal(seeded(2), [2, 2, 5, 6], { dtype: 'float64' })
    const y = layer.apply({ W, b }, x)
    const [pixels, weights, biases] = [x.data, W.data, b.data]
    const pixel = (n: number, c: number, i: number, j: number) =>
      i < 0 || i >= 5 || j < 0 || j >= 6 ? 0 : pixels[((n * 2 + c) * 5 + i) * 6 + j]!
    const [, , rows, columns] = y.shape as [number, number, number, number]
    const expected: number[] = []
    for (let n = 0; n < 2; n++)
      for (let u = 0; u < 3; u++)
        for (let i = 0; i < rows; i++)
          for (let j = 0; j < columns; j++) {
            let sum = 0
            for (let c = 0; c < 2; c++)
              for (let k = 0; k < 2; k++)
                for (let l = 0; l < 3; l++)
                  sum +=
                    pixel(n, c, stride * i + k - padding, stride * j + l - padding) *
                    weights[((u * 2 + c) * 2 + k) * 3 + l]!
            expected.push(sum + biases[u]!)
          }
    expect([...y.data]).toEqual(expected)
  }
  fc.assert(fc.property(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 3 }), check), { numRuns: 12 })
})

test('the largest and the mean of each window', () => {
  expect(maxPool2d(2).apply([], image)).toMatchObject({ shape: [1, 1, 2, 2], data: Float32Array.of(5, 7, 13, 15) })
  expect(averagePool2d(2).apply([], image).data).toEqual(Float32Array.of(2.5, 4.5, 10.5, 12.5))
  // Padding is neither a pixel nor a zero to be counted.
  const negative = tensor([[[[-1, -2]]]])
  expect(maxPool2d(2, { stride: 2, padding: 1 }).apply([], negative).data).toEqual(Float32Array.of(-1, -2))
  expect(averagePool2d(2, { stride: 2, padding: 1 }).apply([], negative).data).toEqual(Float32Array.of(-1, -2))
  const nan = tensor([[[[1, Number.NaN, 3]]]])
  expect(maxPool2d([1, 3]).apply([], nan).data).toEqual(Float32Array.of(Number.NaN))
})

test('samples as vectors and as images', () => {
  expect(flatten(zeros([2, 3, 4, 5])).shape).toEqual([2, 60])
  expect(unflatten([1, 28, 28]).apply([], zeros([3, 784])).shape).toEqual([3, 1, 28, 28])
})

describe('misuse names layer and shapes', () => {
  test.each([
    [
      'invalid shape; conv2d(1, 30, 5×5) takes (images, channels, height, width): (100, 784)',
      () => apply(conv2d(1, 30, 5), [100, 784]),
    ],
    [
      'invalid shape; conv2d(1, 30, 5×5) takes (n, 1, height, width): (2, 3, 8, 8)',
      () => apply(conv2d(1, 30, 5), [2, 3, 8, 8]),
    ],
    ['the window of conv2d(1, 2, 5×3) does not fit into (2, 1, 4, 9)', () => apply(conv2d(1, 2, [5, 3]), [2, 1, 4, 9])],
    [
      'invalid shape; maxPool2d(2×2) takes (images, channels, height, width): (4, 4)',
      () => apply(maxPool2d(2), [4, 4]),
    ],
    ['some windows of maxPool2d(2×2, padding 2×2) would see nothing', () => maxPool2d(2, { padding: 2 })],
    ['invalid size of conv2d; not an integer from 1 or two of them: 0', () => conv2d(1, 1, 0)],
    [
      'invalid stride of maxPool2d; not an integer from 1 or two of them: [1,0.5]',
      () => maxPool2d(2, { stride: [1, 0.5] }),
    ],
    ['invalid shape; batchNormalization(3) takes (n, 3, …): (5, 4)', () => apply(batchNormalization(3), [5, 4])],
    ['unflatten(2, 4) takes 8 elements a sample: (3, 9)', () => apply(unflatten([2, 4]), [3, 9])],
    [
      'invalid shape; col2im(2×2, stride 1×1, padding 0×0) to (1, 1, 3, 3) takes (4, 4): (4, 3)',
      () => col2im(zeros([4, 3]), [1, 1, 3, 3], 2),
    ],
    [
      'invalid dtypes; cast one to the other: conv2d(1, 1, 1×1) has float32, its input float64',
      () => conv2d(1, 1, 1).apply(conv2d(1, 1, 1).init(seeded(0)), zeros([1, 1, 1, 1], { dtype: 'float64' })),
    ],
  ])('%s', (message, misuse) => expect(misuse).toThrow(message))
})

function apply<P extends Tree>(layer: Layer<P>, shape: number[]) {
  return layer.apply(layer.init(seeded(0)), zeros(shape))
}
