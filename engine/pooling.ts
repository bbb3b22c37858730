import { empty, tensor } from './creation.ts'
import { geometry } from './im2col.ts'
import { kernel } from './kernels/instance.ts'
import type { Layer } from './layer.ts'
import { reshape, take } from './layout.ts'
import { formatShape } from './shape.ts'
import { record } from './tape.ts'
import { type Float, floating, type Tensor, tensorOf, view } from './tensor.ts'
import { formatWindow, type Pair, pair, type WindowOptions, type Windows, windowsOver } from './window.ts'

/**
 * The largest pixel in each window, channel by channel: (n, channels, height, width) gives
 * (n, channels, countY, countX), where count = ⌊(length + 2 padding − size) / stride⌋ + 1. The padding is never the
 * largest; the first of several largest, from the top row on, receives the gradient; NaN is larger than any number.
 *
 * @param size of the window
 * @param options.stride defaults to the size: windows lie side by side
 * @param options.padding smaller than the size; defaults to 0
 */
export function maxPool2d(size: Pair, options: WindowOptions = {}): MaxPool {
  const { stride = size, padding = 0 } = options
  const windows = { size: pair(size), stride: pair(stride), padding: pair(padding) }
  const layer = pooling('maxPool2d', size, options, (x, windows) => {
    const planes = windows.images * windows.channels
    const shape = [windows.images, windows.channels, ...windows.count]
    const at = empty('int32', shape)
    const y = empty(x.dtype, shape)
    kernel('maxPool', x.dtype)(x.pointer, y.pointer, at.pointer, planes, ...geometry(windows))
    const [pixels, count] = [windows.height * windows.width, windows.count[0] * windows.count[1]]
    const chosen = (h: Tensor<Float>): Tensor<Float> => {
      const places = view(at).map((place, i) => Math.floor(i / count) * pixels + place)
      return reshape(take(reshape(h, [-1]), tensor(places)), shape)
    }
    const product = (g: Tensor<Float>): Tensor<Float> => {
      const dx = empty(x.dtype, x.shape)
      kernel('maxPoolGradient', x.dtype)(g.pointer, at.pointer, dx.pointer, planes, pixels, count)
      return record(dx, [g, chosen])
    }
    return record(y, [x, product])
  })
  return { ...layer, maxPool: windows }
}

/** A layer that knows it is `maxPool2d`, so that layers before it can do its work. */
export interface MaxPool extends Layer<readonly []> {
  readonly maxPool: { readonly [option in 'size' | 'stride' | 'padding']: readonly [number, number] }
}

/**
 * The mean of the pixels in each window, channel by channel; shapes and options as of `maxPool2d`.
 *
 * The mean is over those pixels of the window that lie within the image, as in Keras. PyTorch by default counts the
 * zeros of the padding too; with `count_include_pad=False` it does not.
 */
export function averagePool2d(size: Pair, options: WindowOptions = {}): Layer<readonly []> {
  return pooling('averagePool2d', size, options, (x, windows) => {
    const planes = windows.images * windows.channels
    const averages = (x: Tensor<Float>): Tensor<Float> => {
      const y = empty(x.dtype, [windows.images, windows.channels, ...windows.count])
      kernel('averagePool', x.dtype)(x.pointer, y.pointer, planes, ...geometry(windows))
      return record(y, [x, product])
    }
    const product = (g: Tensor<Float>): Tensor<Float> => {
      const dx = empty(x.dtype, x.shape)
      kernel('averagePoolGradient', x.dtype)(g.pointer, dx.pointer, planes, ...geometry(windows))
      return record(dx, [g, averages])
    }
    return averages(x)
  })
}

function pooling(
  kind: string,
  size: Pair,
  options: WindowOptions,
  pool: (x: Tensor<Float>, windows: Windows) => Tensor<Float>,
): Layer<readonly []> {
  const name = `${kind}(${formatWindow(kind, size, options)})`
  const { stride = size, padding = 0 } = options
  if (pair(padding).some((n, axis) => n >= pair(size)[axis]!))
    throw new Error(`invalid padding; some windows of ${name} would see nothing of the image`)
  return {
    name,
    init: () => [],
    apply(_, x) {
      const windows = windowsOver(tensorOf(x, name).shape, name, size, { stride, padding })
      if (windows.images * windows.channels === 0)
        throw new Error(`invalid shape; ${name} has no images to see: ${formatShape(x.shape)}`)
      return pool(floating(x, name), windows)
    },
  }
}
