import fc from 'fast-check'
import { describe, test } from 'vitest'
import { batchNormalization } from './batch-normalization.ts'
import { conv2d } from './convolution.ts'
import { dropout } from './dropout.ts'
import { expectCentralDifferences, weighted } from './fixtures/differences.ts'
import { col2im, im2col } from './im2col.ts'
import { dense, flatten, type Layer, type Mode, sequential, unflatten } from './layer.ts'
import { averagePool2d, maxPool2d } from './pooling.ts'
import { normal, permutation, seeded, uniform } from './random.ts'
import { type Shape, size } from './shape.ts'
import { type Tensor, view } from './tensor.ts'
import { leaves, type Tree } from './tree.ts'

const dtype = 'float64'

const any = (shape: Shape) => normal(seeded(1), shape, { dtype })

// By the input and by all parameters.
function expectGradients<P extends Tree>(layer: Layer<P>, x: Tensor, mode?: () => Mode) {
  const parameters = layer.init(seeded(2), { dtype })
  for (const p of leaves(parameters)) view(p).set(uniform(seeded(3), p.shape, { low: 0.5, high: 2, dtype }).data)
  expectCentralDifferences(([p, x]: readonly [P, Tensor]) => weighted(layer.apply(p, x, mode?.())), [parameters, x])
}

const length = fc.integer({ min: 1, max: 4 })
const windowed = fc
  .record({
    size: fc.tuple(length, length),
    stride: fc.tuple(length, length),
    padding: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })),
    images: fc.integer({ min: 1, max: 2 }),
    channels: fc.integer({ min: 1, max: 3 }),
    extra: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })),
  })
  .map(({ size, padding, extra, images, channels, ...rest }) => ({
    ...rest,
    size,
    padding,
    channels,
    shape: [images, channels, ...size.map((n, axis) => Math.max(1, n - 2 * padding[axis]!) + extra[axis]!)],
  }))
const pooled = windowed.filter(({ size, padding }) => padding.every((n, axis) => n < size[axis]!))

describe('gradients equal central differences', () => {
  test('dense', () => {
    fc.assert(
      fc.property(length, length, length, (n, inputs, units) =>
        expectGradients(dense(inputs, units), any([n, inputs])),
      ),
      { numRuns: 5 },
    )
  })

  test('conv2d', () => {
    const check = ({ shape, size, channels, ...options }: Window, units: number) =>
      expectGradients(conv2d(channels, units, size, options), any(shape))
    fc.assert(fc.property(windowed, length, check), { numRuns: 20 })
  })

  test('maxPool2d', () => {
    // All elements are well apart, so that no step changes which is the largest.
    const check = ({ shape, size, stride, padding }: Window) => {
      const x = any(shape)
      view(x).set(permutation(seeded(4), view(x).length).data)
      expectGradients(maxPool2d(size, { stride, padding }), x)
    }
    fc.assert(fc.property(pooled, check), { numRuns: 20 })
  })

  test('averagePool2d', () => {
    const check = ({ shape, size, stride, padding }: Window) =>
      expectGradients(averagePool2d(size, { stride, padding }), any(shape))
    fc.assert(fc.property(pooled, check), { numRuns: 20 })
  })

  test('im2col and col2im', () => {
    const check = ({ shape, size, stride, padding }: Window) => {
      const options = { stride, padding }
      expectCentralDifferences((x: Tensor) => weighted(im2col(x, size, options)), any(shape))
      const columns = any(im2col(any(shape), size, options).shape)
      expectCentralDifferences((x: Tensor) => weighted(col2im(x, shape, size, options)), columns)
    }
    fc.assert(fc.property(windowed, check), { numRuns: 10 })
  })

  test.each([true, false])('batchNormalization, training: %s', training => {
    const check = (shape: readonly number[]) =>
      expectGradients(batchNormalization(shape[1]!, { epsilon: 1e-3 }), any(shape), () => ({ training }))
    const shape = fc.oneof(
      fc.tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 9 })),
      fc.tuple(fc.integer({ min: 2, max: 3 }), length, length, length),
    )
    // Of two values with an equal share, the normalized ones hardly depend on either: nothing is left to compare.
    const compared = shape.filter(([n, , ...rest]) => n! * size(rest) > 2)
    fc.assert(fc.property(compared, check), { numRuns: 20 })
  })

  test('dropout, its mask drawn anew from the same seed', () => {
    for (const scaling of ['training', 'evaluation'] as const) {
      expectGradients(dropout(0.4, { scaling }), any([4, 5]), () => ({ training: true, random: seeded(8) }))
      expectGradients(dropout(0.4, { scaling }), any([4, 5]))
    }
  })

  test('a small convolutional net', () => {
    const layers = [
      unflatten([1, 6, 6]),
      conv2d(1, 3, 3),
      batchNormalization(3),
      maxPool2d(2),
      flatten,
      dropout(0.2),
      dense(12, 4),
    ] as const
    expectGradients(sequential(layers), any([3, 36]), () => ({ training: true, random: seeded(8) }))
  })
})

interface Window {
  readonly shape: readonly number[]
  readonly channels: number
  readonly size: readonly [number, number]
  readonly stride: readonly [number, number]
  readonly padding: readonly [number, number]
}
