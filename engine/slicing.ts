import { expand } from './broadcast.ts'
import { empty, full } from './creation.ts'
import { reshape } from './layout.ts'
import { copyRegion, type Index, type Region, regionOf, whole } from './region.ts'
import { axisOf, broadcasts, formatShape, type Shape, sameShape, shapeOf } from './shape.ts'
import { type Parent, record } from './tape.ts'
import { type DType, type Tensor, tensorOf } from './tensor.ts'

/**
 * Part of x, as NumPy's brackets give it, copied: an index for each axis, whole axes where there is none.
 *
 *     slice(x, 0)                      x[0]
 *     slice(x, -1, [1, 3])             x[-1, 1:3]
 *     slice(x, [], [null, null, -1])   x[:, ::-1]
 *     slice(x, '...', 0)               x[..., 0]
 *
 * @throws Error of an integer that is out of range (ranges are cut off, as in NumPy), of more indices than axes.
 */
export function slice<D extends DType>(x: Tensor<D>, ...indices: readonly Index[]): Tensor<D> {
  tensorOf(x, 'slice')
  const region = regionOf('slice', x.shape, indices)
  return copied(x, region)
}

/** x with the order of its elements reversed along an axis, or along all. */
export function flip<D extends DType>(x: Tensor<D>, axis?: number): Tensor<D> {
  tensorOf(x, 'flip')
  const at = axis === undefined ? undefined : axisOf('flip', x.shape, axis)
  return slice(x, ...x.shape.map((_, i): Index => (at === undefined || i === at ? [null, null, -1] : [])))
}

/**
 * x with `value` around it.
 *
 * @param widths how much before and after each axis: a number for all, or for each axis a number or [before, after]
 * @param options.value defaults to 0
 * @throws Error of widths below 0, and of more or fewer than there are axes.
 */
export function pad<D extends DType>(
  x: Tensor<D>,
  widths: number | readonly (number | readonly [before: number, after: number])[],
  { value = 0 }: { readonly value?: number } = {},
): Tensor<D> {
  tensorOf(x, 'pad')
  const list = typeof widths === 'number' ? x.shape.map(() => widths) : widths
  const pairs = list.map(width => (typeof width === 'number' ? [width, width] : width) as readonly [number, number])
  const complete = pairs.length === x.shape.length && pairs.every(pair => pair.length === 2)
  if (!complete || !pairs.flat().every(width => Number.isInteger(width) && width >= 0))
    throw new Error(
      `invalid widths of pad; not a number, or two, for each axis of ${formatShape(x.shape)}: ${JSON.stringify(widths)}`,
    )
  const shape = x.shape.map((n, axis) => pairs[axis]![0] + n + pairs[axis]![1])
  const inside = regionOf(
    'pad',
    shape,
    x.shape.map((n, axis) => [pairs[axis]![0], pairs[axis]![0] + n]),
  )
  const y = full(shape, value, { dtype: x.dtype })
  copyRegion(x.dtype, x.pointer, whole(x.shape), y.pointer, inside)
  return record(y, [x, g => copied(g, inside)])
}

/**
 * Tensors one after the other along an axis, by default the first: (…, n, …) and (…, m, …) give (…, n + m, …).
 *
 * @throws Error of no tensors, of different dtypes, and of other axes that differ in length.
 */
export function concatenate<D extends DType>(tensors: readonly Tensor<D>[], axis = 0): Tensor<D> {
  for (const x of tensors) tensorOf(x, 'concatenate')
  const [first] = tensors
  if (!first) throw new Error('missing tensors: there is nothing to concatenate')
  const at = axisOf('concatenate', first.shape, axis)
  for (const { dtype, shape } of tensors) {
    if (dtype !== first.dtype)
      throw new Error(`invalid dtypes; concatenate takes tensors of one dtype, cast first: ${first.dtype} and ${dtype}`)
    if (shape.length !== first.shape.length || !sameShape(shape.with(at, 0), first.shape.with(at, 0)))
      throw new Error(
        `invalid shapes; cannot concatenate ${formatShape(first.shape)} and ${formatShape(shape)} along axis ${axis}`,
      )
  }
  const length = sumOf(tensors.map(({ shape }) => shape[at]!))
  const y = empty(first.dtype, first.shape.with(at, length))
  const parts: (readonly [Tensor<D>, Region])[] = []
  let start = 0
  for (const x of tensors) {
    const stop = start + x.shape[at]!
    parts.push([x, regionOf('concatenate', y.shape, [...Array<Index>(at).fill([]), [start, stop]])])
    start = stop
  }
  for (const [x, region] of parts) copyRegion(x.dtype, x.pointer, whole(x.shape), y.pointer, region)
  return record(y, ...parts.map(([x, region]): Parent => [x, g => copied(g, region)]))
}

/**
 * x cut along an axis, by default the first: what `concatenate` puts together again.
 *
 * @param sections their number, which divides the axis's length, or the length of each, as in PyTorch (NumPy takes
 *   where to cut)
 * @throws Error of sections that do not make up the axis.
 */
export function split<D extends DType>(x: Tensor<D>, sections: number | readonly number[], axis = 0): Tensor<D>[] {
  tensorOf(x, 'split')
  const at = axisOf('split', x.shape, axis)
  const n = x.shape[at]!
  const lengths = typeof sections === 'number' ? equalSections(n, sections) : sections
  if (!lengths.every(length => Number.isInteger(length) && length >= 0) || sumOf(lengths) !== n)
    throw new Error(
      `invalid sections of split; they do not make up axis ${axis} of ${formatShape(x.shape)}: ${JSON.stringify(sections)}`,
    )
  let start = 0
  return lengths.map(length => {
    start += length
    return slice(x, ...Array<Index>(at).fill([]), [start - length, start])
  })
}

function equalSections(n: number, count: number): number[] {
  return Number.isInteger(count) && count > 0 ? new Array<number>(count).fill(n / count) : []
}

function sumOf(lengths: readonly number[]): number {
  return lengths.reduce((sum, length) => sum + length, 0)
}

/**
 * Tensors of one shape, side by side along a new axis, by default the first: k of (m, n) give (k, m, n).
 *
 * @throws Error of no tensors, of different shapes or dtypes.
 */
export function stack<D extends DType>(tensors: readonly Tensor<D>[], axis = 0): Tensor<D> {
  const [first] = tensors
  if (!first) throw new Error('missing tensors: there is nothing to stack')
  for (const x of tensors) tensorOf(x, 'stack')
  const at = axisOf('stack', [...first.shape, 1], axis)
  const odd = tensors.find(({ shape }) => !sameShape(shape, first.shape))
  if (odd) throw new Error(`invalid shapes; cannot stack ${formatShape(first.shape)} and ${formatShape(odd.shape)}`)
  return concatenate(
    tensors.map(x => expandDims(x, at)),
    at,
  )
}

/** x with an axis of length 1 inserted, so that it is the one at `axis`. */
export function expandDims<D extends DType>(x: Tensor<D>, axis: number): Tensor<D> {
  tensorOf(x, 'expandDims')
  const at = axisOf('expandDims', [...x.shape, 1], axis)
  return reshape(x, x.shape.toSpliced(at, 0, 1))
}

/** x without an axis of length 1, or without all of them. @throws Error of an axis that is longer. */
export function squeeze<D extends DType>(x: Tensor<D>, axis?: number): Tensor<D> {
  tensorOf(x, 'squeeze')
  const at = axis === undefined ? undefined : axisOf('squeeze', x.shape, axis)
  if (at !== undefined && x.shape[at] !== 1)
    throw new Error(`invalid axis of squeeze; not of length 1 in ${formatShape(x.shape)}: ${axis}`)
  const shape = x.shape.filter((n, i) => (at === undefined ? n !== 1 : i !== at))
  return reshape(x, shape)
}

/** x repeated along the axes where it has length 1 or none, to the shape given. @throws Error if it does not fit. */
export function broadcastTo<D extends DType>(x: Tensor<D>, shape: Shape): Tensor<D> {
  tensorOf(x, 'broadcastTo')
  if (!broadcasts(x.shape, shapeOf('broadcastTo', shape)))
    throw new Error(`invalid shapes; cannot broadcast ${formatShape(x.shape)} to ${formatShape(shape)}`)
  return expand(x, shape)
}

/** The elements of a region. */
function copied<D extends DType>(x: Tensor<D>, region: Region): Tensor<D> {
  const y = empty(x.dtype, region.shape)
  copyRegion(x.dtype, x.pointer, region, y.pointer, whole(region.shape))
  return record(y, [x, g => placed(g, region, x.shape)])
}

/** Zeros with x in a region of them. */
function placed<D extends DType>(x: Tensor<D>, region: Region, shape: Shape): Tensor<D> {
  const y = full(shape, 0, { dtype: x.dtype })
  copyRegion(x.dtype, x.pointer, whole(x.shape), y.pointer, region)
  return record(y, [x, g => copied(g, region)])
}
