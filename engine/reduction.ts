import { notNegative } from './argument.ts'
import { divide, sqrt, square, subtract } from './arithmetic.ts'
import { expand, reshaped, sumOver } from './broadcast.ts'
import { empty } from './creation.ts'
import { integerKernel, kernel, kernels } from './kernels/instance.ts'
import { cast, reshape, transpose } from './layout.ts'
import { axesOf } from './region.ts'
import { formatShape, type Shape, size } from './shape.ts'
import { record } from './tape.ts'
import {
  bytesPerElement,
  type DType,
  type Float,
  type Integer,
  isFloating,
  scope,
  type Tensor,
  tensorOf,
} from './tensor.ts'

/** What a reduction runs over: an axis, several, or, if undefined, all. Negative axes count from the last. */
export type Axes = number | readonly number[] | undefined

export interface Reduction {
  /** Keeps the reduced axes, with length 1, so that the result broadcasts with what was reduced. Defaults to false. */
  readonly keepDims?: boolean
}

/**
 * The sum over axes, which are dropped, or of all elements, as a scalar. That of integers and booleans is float64, and
 * exact up to 2⁵³: `sum(equal(predictions, labels))` counts.
 *
 * Contiguous elements are summed in 16 interleaved parts (8 of float64), others in their order: always the same one.
 */
export function sum(x: Tensor, axes?: Axes, options?: Reduction): Tensor<Float> {
  tensorOf(x, 'sum')
  const { list, kept, shape } = reduced('sum', x.shape, axes, options)
  if (!isFloating(x)) return sumOfIntegers(x as Tensor<Integer>, list, shape)
  return record(sumOf(x, list, shape), [x, g => expand(reshape(g, kept), x.shape)])
}

/** The arithmetic mean over axes, which are dropped, or of all elements, as a scalar: the sum divided by n. */
export function mean(x: Tensor, axes?: Axes, options?: Reduction): Tensor<Float> {
  const n = countOf('mean', x, axes)
  return divide(sum(x, axes, options), n)
}

/**
 * The variance over axes, which are dropped, or of all elements, as a scalar: Σ (x − mean)² / (n − correction), in two
 * passes.
 *
 * @param options.correction defaults to 0, the variance of a population, as in NumPy; 1 estimates that of what n
 *   samples were drawn from, which is PyTorch's default.
 */
export function variance(
  x: Tensor,
  axes?: Axes,
  options: Reduction & { readonly correction?: number } = {},
): Tensor<Float> {
  return spread('variance', x, axes, options)
}

/** The standard deviation: the square root of the variance, with the same options. */
export function std(x: Tensor, axes?: Axes, options?: Reduction & { readonly correction?: number }): Tensor<Float> {
  return sqrt(spread('std', x, axes, options))
}

function spread(
  name: string,
  x: Tensor,
  axes: Axes,
  { correction = 0, ...options }: Reduction & { readonly correction?: number } = {},
): Tensor<Float> {
  const n = countOf(name, x, axes)
  const X = isFloating(x) ? x : cast(x, 'float64')
  const deviations = subtract(X, mean(X, axes, { keepDims: true }))
  return divide(sum(square(deviations), axes, options), n - notNegative(`correction of ${name}`, correction))
}

/**
 * The largest over axes, which are dropped, or of all elements, as a scalar; NaN if there is one. The first of several
 * largest receives the gradient.
 */
export function max<D extends DType>(x: Tensor<D>, axes?: Axes, options?: Reduction): Tensor<D> {
  tensorOf(x, 'max')
  return extreme('max', x, axes, options)
}

/** The smallest, as `max` the largest. */
export function min<D extends DType>(x: Tensor<D>, axes?: Axes, options?: Reduction): Tensor<D> {
  tensorOf(x, 'min')
  return extreme('min', x, axes, options)
}

/** The index of the largest over an axis, which is dropped, or among all; the first of several. NaN is the largest. */
export function argmax(x: Tensor, axis?: number, options?: Reduction): Tensor<'int32'> {
  tensorOf(x, 'argmax')
  return find('argmax', x, axis, options)
}

/** The index of the smallest, as `argmax` of the largest. NaN is the smallest. */
export function argmin(x: Tensor, axis?: number, options?: Reduction): Tensor<'int32'> {
  tensorOf(x, 'argmin')
  return find('argmin', x, axis, options)
}

/**
 * The sums of the elements up to each along an axis: yₖ = x₀ + … + xₖ. The shape stays. Integers are summed in float64.
 */
export function cumsum(x: Tensor, axis: number): Tensor<Float> {
  tensorOf(x, 'cumsum')
  const { list } = reduced('cumsum', x.shape, axis)
  const summed = (x: Tensor<Float>, reverse: boolean): Tensor<Float> => {
    const { n, inner } = arranged(x, list)
    const y = empty(x.dtype, x.shape)
    const outer = size(x.shape.slice(0, list[0]))
    kernel('cumulativeSum', x.dtype)(x.pointer, y.pointer, outer, n, inner, reverse)
    return y
  }
  const product = (g: Tensor<Float>, reverse: boolean): Tensor<Float> =>
    record(summed(g, reverse), [g, h => product(h, !reverse)])
  return product(isFloating(x) ? x : cast(x, 'float64'), false)
}

/** Whether any element over axes, which are dropped, or any at all, is not zero; false of none. */
export function any(x: Tensor, axes?: Axes, options?: Reduction): Tensor<'bool'> {
  tensorOf(x, 'any')
  return holds('any', x, axes, options)
}

/** Whether all elements over axes, which are dropped, or all there are, are not zero; true of none. */
export function all(x: Tensor, axes?: Axes, options?: Reduction): Tensor<'bool'> {
  tensorOf(x, 'all')
  return holds('all', x, axes, options)
}

interface Reduced {
  /** The axes, counted from the first, in order. */
  readonly list: readonly number[]
  /** The shape with their lengths made 1. */
  readonly kept: Shape
  /** That of the result. */
  readonly shape: Shape
}

function reduced(name: string, shape: Shape, axes: Axes, { keepDims = false }: Reduction = {}): Reduced {
  const given = axes === undefined ? [...shape.keys()] : Array.isArray(axes) ? axes : [axes]
  const list = axesOf(name, shape, given).sort((a, b) => a - b)
  const kept = shape.map((n, axis) => (list.includes(axis) ? 1 : n))
  return { list, kept, shape: keepDims ? kept : shape.filter((_, axis) => !list.includes(axis)) }
}

function countOf(name: string, x: Tensor, axes: Axes): number {
  const { shape } = tensorOf(x, name)
  return size(reduced(name, shape, axes).list.map(axis => shape[axis]!))
}

function sumOfIntegers(x: Tensor<Integer>, list: readonly number[], shape: Shape): Tensor<'float64'> {
  return scope(() => {
    const { y, n, inner } = arranged(x, list)
    const result = empty('float64', shape)
    integerKernel('sum', y.dtype)(y.pointer, result.pointer, size(shape) / inner, n, inner)
    return result
  })
}

// One run of neighbouring axes after the other, from the last.
function sumOf(x: Tensor<Float>, list: readonly number[], shape: Shape): Tensor<Float> {
  const last = list.at(-1)
  if (last === undefined) return reshaped(x, shape)
  const start = list.findIndex((axis, i) => last - axis === list.length - 1 - i)
  const first = list[start]!
  const lengths = [x.shape.slice(0, first), x.shape.slice(first, last + 1), x.shape.slice(last + 1)] as const
  const [outer, n, inner] = lengths.map(size) as [number, number, number]
  if (start === 0) return sumOver(x, outer, n, inner, shape)
  return scope(() => sumOf(sumOver(x, outer, n, inner, [...lengths[0], ...lengths[2]]), list.slice(0, start), shape))
}

// x as (outer, n, inner), to be reduced over n; axes that are no neighbours are moved to the end.
function arranged<D extends DType>(x: Tensor<D>, list: readonly number[]): Arranged<D> {
  const [first = 0] = list
  const stop = first + list.length
  if (list.every((axis, i) => axis === first + i))
    return { y: x, n: size(x.shape.slice(first, stop)), inner: size(x.shape.slice(stop)) }
  const rest = [...x.shape.keys()].filter(axis => !list.includes(axis))
  return { y: transpose(x, [...rest, ...list]), n: size(list.map(axis => x.shape[axis]!)), inner: 1 }
}
interface Arranged<D extends DType> {
  readonly y: Tensor<D>
  readonly n: number
  readonly inner: number
}

function extreme<D extends DType>(
  name: 'max' | 'min',
  x: Tensor<D>,
  axes: Axes,
  options: Reduction | undefined,
): Tensor<D> {
  const { list, shape } = reduced(name, x.shape, axes, options)
  const { y, n, inner } = arranged(x, list)
  const places = empty('int32', shape)
  choose(name, y, n, inner, places)
  const outer = size(y.shape) / (n * inner)
  const pick = <D extends DType>(x: Tensor<D>): Tensor<D> => {
    const found = empty(x.dtype, shape)
    kernels().pick(x.pointer, places.pointer, found.pointer, outer, n, inner, bytesPerElement(x.dtype))
    return record(found, [x, place])
  }
  const place = (g: Tensor<Float>): Tensor<Float> => {
    const dx = empty(g.dtype, y.shape)
    kernel('place', g.dtype)(g.pointer, places.pointer, dx.pointer, outer, n, inner)
    return record(dx, [g, pick])
  }
  return pick(y)
}

function find(
  name: 'argmax' | 'argmin',
  x: Tensor,
  axis: number | undefined,
  options: Reduction | undefined,
): Tensor<'int32'> {
  const { list, shape } = reduced(name, x.shape, axis, options)
  const { y, n, inner } = arranged(x, list)
  const places = empty('int32', shape)
  choose(name, y, n, inner, places)
  return places
}

function choose(
  name: 'max' | 'min' | 'argmax' | 'argmin',
  x: Tensor,
  n: number,
  inner: number,
  places: Tensor<'int32'>,
): void {
  if (n === 0) throw new Error(`invalid shape; ${name} has nothing to choose from: ${formatShape(x.shape)}`)
  const place = name === 'max' || name === 'argmax' ? 'argmax' : 'argmin'
  const find = isFloating(x) ? kernel(place, x.dtype) : integerKernel(place, (x as Tensor<Integer>).dtype)
  find(x.pointer, places.pointer, size(x.shape) / (n * inner), n, inner)
}

function holds(name: 'any' | 'all', x: Tensor, axes: Axes, options: Reduction | undefined): Tensor<'bool'> {
  return scope(() => {
    const { list, shape } = reduced(name, x.shape, axes, options)
    const { y, n, inner } = arranged(cast(x, 'bool'), list)
    const result = empty('bool', shape)
    const outer = size(shape) / inner
    kernels().holds(y.pointer, result.pointer, outer, n, inner, name === 'any')
    return result
  })
}
