import { formatShape, type Shape } from './shape.ts'

/** One number for both axes of an image, or one for its height and one for its width. */
export type Pair = number | readonly [height: number, width: number]

/** The windows that a convolution or pooling moves over images. */
export interface WindowOptions {
  /** Steps between windows, in pixels. */
  readonly stride?: Pair
  /** Pixels added to each side. */
  readonly padding?: Pair
}

/** Where windows lie on images of one shape: everything in pixels, rows before columns. */
export interface Windows {
  readonly images: number
  readonly channels: number
  readonly height: number
  readonly width: number
  readonly size: readonly [number, number]
  readonly stride: readonly [number, number]
  readonly padding: readonly [number, number]
  /** How many windows there are down and across: ⌊(length + 2 padding − size) / stride⌋ + 1. */
  readonly count: readonly [number, number]
}

/**
 * The windows over images of shape (images, channels, height, width).
 *
 * @param name of the layer, for errors
 * @throws Error if the shape is not that of images, or the window does not fit into them.
 */
export function windowsOver(shape: Shape, name: string, size: Pair, options: Required<WindowOptions>): Windows {
  if (shape.length !== 4)
    throw new Error(`invalid shape; ${name} takes (images, channels, height, width): ${formatShape(shape)}`)
  const [images, channels, height, width] = shape as [number, number, number, number]
  const [sizes, strides, paddings] = [pair(size), pair(options.stride), pair(options.padding)]
  const along = (length: number, axis: 0 | 1) =>
    Math.floor((length + 2 * paddings[axis] - sizes[axis]) / strides[axis]) + 1
  const count = [along(height, 0), along(width, 1)] as const
  if (count[0] < 1 || count[1] < 1)
    throw new Error(`invalid shape; the window of ${name} does not fit into ${formatShape(shape)}`)
  return { images, channels, height, width, size: sizes, stride: strides, padding: paddings, count }
}

/** The number for each axis. */
export function pair(value: Pair): readonly [number, number] {
  return typeof value === 'number' ? [value, value] : value
}

/** As part of the name of the layer `name`, after checking: `5×5`, `5×5, stride 2×2, padding 1×1`. @throws Error if not windows. */
export function formatWindow(name: string, size: Pair, { stride, padding }: WindowOptions): string {
  const parts = [cross(`size of ${name}`, size, 1)]
  if (stride !== undefined) parts.push(`stride ${cross(`stride of ${name}`, stride, 1)}`)
  if (padding !== undefined) parts.push(`padding ${cross(`padding of ${name}`, padding, 0)}`)
  return parts.join(', ')
}

function cross(what: string, value: Pair, least: number): string {
  const lengths = pair(value)
  if (lengths.length !== 2 || !lengths.every(n => Number.isInteger(n) && n >= least))
    throw new Error(`invalid ${what}; not an integer from ${least} or two of them: ${JSON.stringify(value)}`)
  return lengths.join('×')
}
