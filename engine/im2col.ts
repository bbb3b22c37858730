import { empty } from './creation.ts'
import { kernel } from './kernels/instance.ts'
import { formatShape, type Shape, sameShape, shapeOf } from './shape.ts'
import { record } from './tape.ts'
import { type Float, floating, type Tensor } from './tensor.ts'
import { formatWindow, type Pair, type WindowOptions, type Windows, windowsOver } from './window.ts'

/**
 * The patches of images that a convolution sees, as the rows of a matrix, so that it becomes a matrix product:
 * (images, channels, height, width) gives (images · countY · countX, channels · sizeY · sizeX), where
 * count = ⌊(length + 2 padding − size) / stride⌋ + 1. Rows are in the order (image, y, x) of the windows, columns in
 * the order (channel, y, x) within one; what lies outside an image is 0. The gradient is `col2im`.
 *
 *     im2col(images, 3, { stride: 1, padding: 1 })
 *
 * @param size of the window
 * @param options.stride defaults to 1
 * @param options.padding defaults to 0
 */
export function im2col(x: Tensor, size: Pair, { stride = 1, padding = 0 }: WindowOptions = {}): Tensor<Float> {
  const name = `im2col(${formatWindow('im2col', size, { stride, padding })})`
  const windows = windowsOver(floating(x, name).shape, name, size, { stride, padding })
  return patchesOf(x as Tensor<Float>, windows)
}

/**
 * The transpose of `im2col`: images of the shape given, in which each pixel is the sum of the elements that `im2col`
 * would have copied from it. Pixels that several windows share are summed, so it does not undo `im2col`.
 *
 * @param columns as `im2col` makes them of images of that shape
 */
export function col2im(
  columns: Tensor,
  shape: Shape,
  size: Pair,
  { stride = 1, padding = 0 }: WindowOptions = {},
): Tensor<Float> {
  const name = `col2im(${formatWindow('col2im', size, { stride, padding })})`
  const windows = windowsOver(shapeOf('col2im', shape), name, size, { stride, padding })
  if (!sameShape(floating(columns, name).shape, columnsShape(windows)))
    throw new Error(
      `invalid shape; ${name} to ${formatShape(shape)} takes ${formatShape(columnsShape(windows))}: ${formatShape(columns.shape)}`,
    )
  return imagesOf(columns as Tensor<Float>, windows)
}

/** `im2col` over windows that are known. */
export function patchesOf(x: Tensor<Float>, windows: Windows): Tensor<Float> {
  const columns = empty(x.dtype, columnsShape(windows))
  kernel('im2col', x.dtype)(x.pointer, columns.pointer, windows.images, windows.channels, ...geometry(windows))
  return record(columns, [x, g => imagesOf(g, windows)])
}

function imagesOf(columns: Tensor<Float>, windows: Windows): Tensor<Float> {
  const { images, channels, height, width } = windows
  const x = empty(columns.dtype, [images, channels, height, width])
  kernel('col2im', x.dtype)(x.pointer, columns.pointer, images, channels, ...geometry(windows))
  return record(x, [columns, g => patchesOf(g, windows)])
}

function columnsShape({ images, channels, size, count }: Windows): Shape {
  return [images * count[0] * count[1], channels * size[0] * size[1]]
}

/** What kernels are told of windows. */
export function geometry({ height, width, size, stride, padding, count }: Windows) {
  return [height, width, ...size, ...stride, ...padding, ...count] as const
}
