import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { relu } from './activation.ts'
import { multiply } from './arithmetic.ts'
import { type ConvolutionParameters, conv2d } from './convolution.ts'
import { zeros } from './creation.ts'
import { valueAndGrad } from './gradient.ts'
import { type Activation, type Layer, sequential } from './layer.ts'
import { maxPool2d } from './pooling.ts'
import { normal, seeded, uniform } from './random.ts'
import { sum } from './reduction.ts'
import { type Float, scope, type Tensor, view } from './tensor.ts'
import { leaves } from './tree.ts'

// Output and gradients of a convolution, ReLU and pooling; `apart` keeps `sequential` from seeing that they follow.
function results(layers: readonly (Layer | Activation)[], own: ConvolutionParameters, x: Tensor, dy: Tensor) {
  const model = sequential(layers)
  const loss = (own: ConvolutionParameters) => {
    const y = model.apply([own, [], []] as never, x)
    return [sum(multiply(y, dy)), y] as const
  }
  const { gradient, auxiliary } = valueAndGrad(loss)(own)
  return [auxiliary, ...leaves(gradient)].map(({ shape, data }) => ({ shape, data }))
}
const apart: Activation = x => relu(x)

describe('a convolution, ReLU and pooling of 2 × 2 at once', () => {
  test('are bit for bit what they are one by one', () => {
    const count = (max: number) => fc.integer({ min: 1, max })
    const dtype = fc.constantFrom<Float>('float32', 'float64')
    const shape = [count(3), count(3), count(9), count(4), count(4), count(6), count(6)] as const
    fc.assert(
      fc.property(...shape, dtype, count(1e6), (n, channels, units, sizeY, sizeX, y, x, dtype, seed) =>
        scope(() => {
          const random = seeded(seed)
          const layer = conv2d(channels, units, [sizeY, sizeX])
          const parameters = layer.init(random, { dtype })
          view(parameters.b).set(normal(random, [units]).data)
          const images = normal(random, [n, channels, sizeY + y, sizeX + x], { dtype })
          // As in images, much of which is one shade, above all beside what they show: then pixels of a cell are equal.
          const blank = uniform(random, images.shape).data
          const width = sizeX + x
          view(images).forEach((_, i) => {
            if (blank[i]! < 0.5 || i % width > width / 2) view(images)[i] = 0
          })
          const dy = normal(random, [n, units, (y + 1) >> 1, (x + 1) >> 1], { dtype })
          const found = results([layer, relu, maxPool2d(2)], parameters, images, dy)
          expect(found).toEqual(results([layer, apart, maxPool2d(2)], parameters, images, dy))
        }),
      ),
      { numRuns: 60 },
    )
  })

  test('keep NaN and infinity', () => {
    const layer = conv2d(1, 2, 3)
    const parameters = layer.init(seeded(0))
    const images = normal(seeded(1), [2, 1, 6, 6])
    const dy = normal(seeded(2), [2, 2, 2, 2])
    for (const value of [NaN, Infinity]) {
      view(images)[14] = value
      const found = results([layer, relu, maxPool2d(2)], parameters, images, dy)
      expect(found).toEqual(results([layer, apart, maxPool2d(2)], parameters, images, dy))
      view(images)[14] = 1
      view(parameters.W)[3] = value
      const other = results([layer, relu, maxPool2d(2)], parameters, images, dy)
      expect(other).toEqual(results([layer, apart, maxPool2d(2)], parameters, images, dy))
    }
  })

  test.each([0.5, -0, NaN, Infinity])('of nothing but zeros keep a weight and a bias: %s', value => {
    const layer = conv2d(1, 3, 3)
    const parameters = layer.init(seeded(0))
    const blank = zeros([2, 1, 6, 6])
    const dy = normal(seeded(2), [2, 3, 2, 2])
    const found = () => results([layer, relu, maxPool2d(2)], parameters, blank, dy)
    view(parameters.b)[1] = value
    expect(found()).toEqual(results([layer, apart, maxPool2d(2)], parameters, blank, dy))
    view(parameters.W)[3] = value
    expect(found()).toEqual(results([layer, apart, maxPool2d(2)], parameters, blank, dy))
  })

  test.each([
    ['another window', maxPool2d(3)],
    ['overlapping windows', maxPool2d(2, { stride: 1 })],
    ['padding', maxPool2d(2, { padding: 1 })],
  ])('are taken one by one: %s', (_, pooling) => {
    expect(conv2d(1, 2, 3).fusedWith?.([relu, pooling])).toBeUndefined()
  })
})
