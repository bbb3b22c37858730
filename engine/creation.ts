import { formatShape, type Shape, sameShape, size } from './shape.ts'
import { type DType, type Elements, elements, Tensor, view } from './tensor.ts'

export type Nested = number | boolean | readonly Nested[]
export type Values = Nested | Elements[DType]

/**
 * A tensor of the values given: a number, nested lists (whose depth is the number of axes) or a typed array, which is
 * taken in row-major order.
 *
 * @param options.dtype defaults to what a typed array holds, `bool` of booleans, and `float32` of numbers.
 * @param options.shape defaults to that of the lists, or to one axis.
 * @throws Error when lists of one depth differ in length, or the shape does not hold as many values.
 */
export function tensor<D extends DType = 'float32'>(
  values: Values,
  options: { readonly dtype?: D; readonly shape?: Shape } = {},
): Tensor<D> {
  const flat: ArrayLike<number> | Nested[] = ArrayBuffer.isView(values) ? values : flatten(values)
  const dtype = options.dtype ?? (dtypeOf(values, flat) as D)
  const shape = options.shape ?? (ArrayBuffer.isView(values) ? [values.length] : shapeOf(values))
  if (flat.length !== size(shape))
    throw new Error(`invalid shape; it does not hold ${flat.length} values: ${formatShape(shape)}`)
  const x = empty(dtype, shape)
  const target = view(x)
  if (dtype === 'bool') for (let i = 0; i < flat.length; i++) target[i] = flat[i] ? 1 : 0
  else target.set(flat as ArrayLike<number>)
  return x
}

/** A tensor whose elements are whatever its memory held. @throws Error of a shape that is none. */
export function empty<D extends DType>(dtype: D, shape: Shape): Tensor<D> {
  if (!shape.every(n => Number.isInteger(n) && n >= 0))
    throw new Error(`invalid shape; not a list of non-negative integers: ${formatShape(shape)}`)
  return new Tensor(dtype, [...shape])
}

/** A tensor of one value. */
export function full<D extends DType = 'float32'>(
  shape: Shape,
  value: number,
  { dtype = 'float32' as D }: { readonly dtype?: D } = {},
): Tensor<D> {
  const x = empty(dtype, shape)
  view(x).fill(value)
  return x
}

/** A tensor of zeros. */
export function zeros<D extends DType = 'float32'>(shape: Shape, options?: { readonly dtype?: D }): Tensor<D> {
  return full(shape, 0, options)
}

/** A tensor of ones. */
export function ones<D extends DType = 'float32'>(shape: Shape, options?: { readonly dtype?: D }): Tensor<D> {
  return full(shape, 1, options)
}

/**
 * The numbers `start`, `start + step`, … below `stop` (above it, if `step` is negative), each `start + i × step`.
 * With one argument, that is `stop`, and `start` is 0.
 */
export function arange<D extends DType = 'float32'>(
  ...args: [stop: number, options?: Arange<D>] | [start: number, stop: number, options?: Arange<D>]
): Tensor<D> {
  const numbers = args.filter(argument => typeof argument === 'number')
  const { dtype = 'float32' as D, step = 1 } = args.find(argument => typeof argument === 'object') ?? {}
  const [start, stop] = numbers.length === 1 ? [0, numbers[0]!] : [numbers[0]!, numbers[1]!]
  if (step === 0) throw new Error(`invalid step; it leads nowhere: ${step}`)
  const x = empty(dtype, [Math.max(0, Math.ceil((stop - start) / step))])
  const target = view(x)
  for (let i = 0; i < target.length; i++) target[i] = start + i * step
  return x
}
export interface Arange<D> {
  readonly dtype?: D
  /** Defaults to 1. */
  readonly step?: number
}

/** The value of a tensor with one element. @throws Error if it has more. */
export function item(x: Tensor): number {
  const values = view(x)
  if (values.length !== 1) throw new Error(`invalid shape; not one element: ${formatShape(x.shape)}`)
  return values[0]!
}

/** Overwrites the elements of `target` with those of `value`, which has its shape and dtype. */
export function assign(target: Tensor, value: Tensor): void {
  if (target.dtype !== value.dtype) throw new Error(`invalid dtypes; cannot assign ${value.dtype} to ${target.dtype}`)
  if (!sameShape(target.shape, value.shape))
    throw new Error(`invalid shapes; cannot assign ${formatShape(value.shape)} to ${formatShape(target.shape)}`)
  view(target).set(view(value))
}

function flatten(values: Nested): Nested[] {
  return Array.isArray(values) ? values.flat(Number.POSITIVE_INFINITY) : [values]
}

function shapeOf(values: Nested): number[] {
  if (!Array.isArray(values)) return []
  const shapes = values.map(shapeOf)
  const first = shapes[0] ?? []
  const odd = shapes.find(shape => !sameShape(shape, first))
  if (odd) throw new Error(`invalid values; lists differ in shape: ${formatShape(first)} and ${formatShape(odd)}`)
  return [values.length, ...first]
}

function dtypeOf(values: Values, flat: ArrayLike<Nested>): DType {
  const dtypes = ['float64', 'int32', 'uint8'] as const
  const own = dtypes.find(dtype => values instanceof elements(dtype))
  return own ?? (typeof flat[0] === 'boolean' ? 'bool' : 'float32')
}
