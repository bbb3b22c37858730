import { relu } from './activation.ts'
import { callable, integer } from './argument.ts'
import { add } from './arithmetic.ts'
import { convolvedAndPooled } from './convolution-pooling.ts'
import { empty, zeros } from './creation.ts'
import { patchesOf } from './im2col.ts'
import { type Initializer, xavier } from './initializer.ts'
import { kernel } from './kernels/instance.ts'
import { type Activation, expectDType, expectParameters, type Layer, type ParameterShapes } from './layer.ts'
import { reshape, transpose } from './layout.ts'
import { matmul } from './matmul.ts'
import type { MaxPool } from './pooling.ts'
import { formatShape, type Shape, size as sizeOf } from './shape.ts'
import { record } from './tape.ts'
import { type Float, floating, type Tensor, tensorOf } from './tensor.ts'
import { formatWindow, type Pair, pair, type WindowOptions, windowsOver } from './window.ts'

export interface ConvolutionParameters {
  readonly [name: string]: Tensor<Float>
  /** (units, channels, height, width): the filters. */
  readonly W: Tensor<Float>
  /** (units) */
  readonly b: Tensor<Float>
}

/**
 * A two-dimensional convolution, from images (n, channels, height, width) to (n, units, countY, countX):
 *
 *     y[n, u, i, j] = b[u] + Σ W[u, c, k, l] · x[n, c, stride · i + k − padding, stride · j + l − padding]
 *
 * over c, k, l, in this order; x is 0 outside the image, and count = ⌊(length + 2 padding − size) / stride⌋ + 1.
 * As everywhere in deep learning it is the cross-correlation: filters are not flipped. b begins as zeros.
 *
 *     conv2d(1, 30, 5)   // 30 filters of 5 × 5 on gray images
 *
 * @param size of the filters
 * @param options.stride defaults to 1
 * @param options.padding defaults to 0
 * @param options.initializer of W, whose units have channels · height · width inputs; defaults to `xavier`
 */
export function conv2d(
  channels: number,
  units: number,
  size: Pair,
  options: WindowOptions & { readonly initializer?: Initializer } = {},
): Layer<ConvolutionParameters> {
  const counts = [integer('channels of conv2d', channels, 1), integer('units of conv2d', units, 1)]
  const name = `conv2d(${counts.join(', ')}, ${formatWindow('conv2d', size, options)})`
  const { stride = 1, padding = 0, initializer = xavier } = options
  callable('initializer of conv2d', initializer, 'he')
  const [height, width] = pair(size)
  const [fanIn, fanOut] = [channels * height * width, units * height * width]
  const shapes: ParameterShapes = [
    ['W', [units, channels, height, width]],
    ['b', [units]],
  ]
  const windowsOn = (x: Tensor) => {
    const windows = windowsOver(tensorOf(x, name).shape, name, size, { stride, padding })
    if (windows.channels !== channels)
      throw new Error(`invalid shape; ${name} takes (n, ${channels}, height, width): ${formatShape(x.shape)}`)
    return windows
  }
  return {
    name,
    init(random, { dtype = 'float32' } = {}) {
      const W = initializer(random, { shape: [units, channels, height, width], fanIn, fanOut, dtype })
      return { W, b: zeros([units], { dtype }) }
    },
    apply(parameters, x) {
      const { W, b } = expectParameters(name, parameters, shapes)
      const windows = windowsOn(x)
      expectDType(name, W, x)
      const filters = transpose(reshape(W, [units, fanIn]))
      const y = add(matmul(patchesOf(floating(x, name), windows), filters), b)
      return channelsFirst(y, [windows.images, units, ...windows.count])
    },
    fusedWith([activation, pooling]) {
      if (activation !== relu || !pooling || !isPoolOfTwo(pooling)) return undefined
      return {
        count: 3,
        apply(parameters, x) {
          const { W, b } = expectParameters(name, parameters as ConvolutionParameters, shapes)
          return convolvedAndPooled(x, W, b, windowsOn(x))
        },
      }
    },
  }
}

function isPoolOfTwo(layer: Layer | Activation): boolean {
  if (!('maxPool' in layer)) return false
  const { size, stride, padding } = (layer as MaxPool).maxPool
  return [...size, ...stride].every(n => n === 2) && padding.every(n => n === 0)
}

// (images · pixels, units) as (images, units, height, width).
function channelsFirst(x: Tensor<Float>, shape: Shape): Tensor<Float> {
  const [images, units, ...image] = shape as [number, number, number, number]
  const y = transposeEach(x, images, sizeOf(image), units, shape)
  return record(y, [x, g => channelsLast(g, x.shape)])
}

function channelsLast(y: Tensor<Float>, shape: Shape): Tensor<Float> {
  const [images, units, ...image] = y.shape as [number, number, number, number]
  const x = transposeEach(y, images, units, sizeOf(image), shape)
  return record(x, [y, g => channelsFirst(g, y.shape)])
}

// Transposes matrices that lie one behind the other.
function transposeEach(x: Tensor<Float>, matrices: number, rows: number, columns: number, shape: Shape): Tensor<Float> {
  const y = empty(x.dtype, shape)
  const bytes = rows * columns * (x.dtype === 'float32' ? 4 : 8)
  for (let i = 0; i < matrices; i++)
    kernel('transpose', x.dtype)(x.pointer + i * bytes, y.pointer + i * bytes, rows, columns)
  return y
}
