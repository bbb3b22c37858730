import { integer } from './argument.ts'
import { buffer } from './memory.ts'
import { copyRegion, type Index, regionOf, repeated } from './region.ts'
import { broadcasts, formatShape, type Shape, sameShape, shapeOf, size } from './shape.ts'
import { isTracked } from './tape.ts'
import { type DType, type Elements, elements, type Float, scope, Tensor, tensorOf, view } from './tensor.ts'

export type Nested<T = number | boolean> = T | readonly Nested<T>[]
export type Values = Nested | Float32Array | Float64Array | Int32Array | Uint8Array

/** The dtype that `tensor` gives values when it is told none. */
export type DTypeOf<V> = V extends Float64Array
  ? 'float64'
  : V extends Int32Array
    ? 'int32'
    : V extends Uint8Array
      ? 'uint8'
      : V extends Float32Array | readonly never[]
        ? 'float32'
        : V extends Nested<boolean>
          ? 'bool'
          : V extends Nested<number>
            ? 'float32'
            : DType

/**
 * A tensor of the values given: a number, nested lists (whose depth is the number of axes) or a typed array, which is
 * taken in row-major order.
 *
 * @param options.dtype defaults to what a typed array holds, `bool` of booleans, and `float32` of numbers.
 * @param options.shape defaults to that of the lists, or to one axis.
 * @throws Error when lists of one depth differ in length, when the shape does not hold as many values, and of values
 *   that are no numbers, or that an integer dtype does not hold.
 */
export function tensor<D extends DType>(
  values: Values,
  options: { readonly dtype: D; readonly shape?: Shape },
): Tensor<D>
export function tensor<V extends Values>(values: V, options?: { readonly shape?: Shape }): Tensor<DTypeOf<V>>
export function tensor(values: Values, options: { readonly dtype?: DType; readonly shape?: Shape } = {}): Tensor {
  const flat = ArrayBuffer.isView(values) ? values : flatten(values)
  const dtype = options.dtype ?? dtypeOf(flat)
  const shape = options.shape ?? (ArrayBuffer.isView(values) ? [values.length] : nestedShape(values))
  if (flat.length !== size(shapeOf('tensor', shape)))
    throw new Error(`invalid shape of tensor; it does not hold ${flat.length} values: ${formatShape(shape)}`)
  const x = empty(dtype, shape)
  fill(view(x), flat, dtype)
  return x
}

/**
 * A tensor of bytes that are copied only once somebody looks at them, and must not change: those of large files stay
 * where they are, if all that is ever used of them is compressed (see `gatheredRows`).
 */
export function outside(bytes: Uint8Array, shape: Shape): Tensor<'uint8'> {
  if (bytes.length !== size(shape))
    throw new Error(`invalid shape; it does not hold ${bytes.length} values: ${formatShape(shape)}`)
  const fill = (address: number) => new Uint8Array(buffer(), address, bytes.length).set(bytes)
  return new Tensor('uint8', shape, { bytes, fill, release: () => {} })
}

/** A tensor whose elements are whatever its memory held. @throws Error of a shape that is none. */
export function empty<D extends DType>(dtype: D, shape: Shape): Tensor<D> {
  return new Tensor(dtype, [...shapeOf('a tensor', shape)])
}

/**
 * A tensor of one value.
 *
 * @param options.dtype defaults to float32, here as everywhere
 * @throws Error of a shape that is none, and of a value that the dtype does not hold.
 */
export function full<D extends DType = 'float32'>(
  shape: Shape,
  value: number,
  { dtype = 'float32' as D }: { readonly dtype?: D } = {},
): Tensor<D> {
  const x = empty(dtype, shapeOf('full', shape))
  view(x).fill(held(value, dtype))
  return x
}

/** A tensor of zeros. */
export function zeros<D extends DType = 'float32'>(shape: Shape, options?: { readonly dtype?: D }): Tensor<D> {
  return full(shapeOf('zeros', shape), 0, options)
}

/** A tensor of ones. */
export function ones<D extends DType = 'float32'>(shape: Shape, options?: { readonly dtype?: D }): Tensor<D> {
  return full(shapeOf('ones', shape), 1, options)
}

/**
 * The numbers `start`, `start + step`, … below `stop` (above it, if `step` is negative), each `start + i × step`.
 * With one argument, that is `stop`, and `start` is 0.
 *
 * @throws Error of a step of 0, and of numbers that the dtype does not hold.
 */
export function arange<D extends DType = 'float32'>(
  ...args: [stop: number, options?: Arange<D>] | [start: number, stop: number, options?: Arange<D>]
): Tensor<D> {
  const numbers = args.filter(argument => typeof argument === 'number')
  const { dtype = 'float32' as D, step = 1 } = args.find(argument => typeof argument === 'object') ?? {}
  const [start, stop] = numbers.length === 1 ? [0, numbers[0]!] : [numbers[0]!, numbers[1]!]
  if (step === 0) throw new Error(`invalid step of arange; it leads nowhere: ${step}`)
  const x = empty(dtype, [Math.max(0, Math.ceil((stop - start) / step))])
  const target = view(x)
  for (let i = 0; i < target.length; i++) target[i] = held(start + i * step, dtype)
  return x
}
export interface Arange<D> {
  readonly dtype?: D
  /** Defaults to 1. */
  readonly step?: number
}

/**
 * `count` numbers evenly spread from `start` to `stop`, both included: where to draw a function.
 *
 * Each is start + i · (stop − start) / (count − 1), the last one `stop` itself, as in NumPy.
 */
export function linspace<D extends Float = 'float32'>(
  start: number,
  stop: number,
  count: number,
  { dtype = 'float32' as D }: { readonly dtype?: D } = {},
): Tensor<D> {
  const x = empty(floatDType('linspace', dtype), [integer('count of linspace', count, 0)])
  const target = view(x)
  const step = (stop - start) / (count - 1)
  for (let i = 0; i < count; i++) target[i] = start + i * step
  if (count > 0) target[count - 1] = count === 1 ? start : stop
  return x
}

/** The identity matrix: (n, n) with 1 on the diagonal and 0 elsewhere. */
export function eye<D extends DType = 'float32'>(n: number, options?: { readonly dtype?: D }): Tensor<D> {
  integer('n of eye', n, 0)
  const x = full([n, n], 0, options)
  const target = view(x)
  for (let i = 0; i < n; i++) target[i * (n + 1)] = 1
  return x
}

/** The value of a tensor with one element. @throws Error if it has more. */
export function item(x: Tensor): number {
  const values = view(tensorOf(x, 'item'))
  if (values.length !== 1) throw new Error(`invalid shape; item takes one element: ${formatShape(x.shape)}`)
  return values[0]!
}

/**
 * Overwrites the elements of `target`, or those at the indices given (see `slice`), with `value`: a number, or a tensor
 * of the same dtype whose shape is that of the place, or broadcasts to it.
 *
 *     assign(x, 0, [], 1)   // x[:, 1] = 0
 *
 * @throws Error of other shapes and dtypes, and of a target that is being differentiated by.
 */
export function assign(target: Tensor, value: Tensor | number, ...indices: readonly Index[]): void {
  if (isTracked(tensorOf(target, 'assign')))
    throw new Error('invalid assign; its target is part of what is being differentiated')
  target.written()
  const place = regionOf('assign', target.shape, indices)
  if (indices.length === 0 && typeof value === 'number') {
    view(target).fill(held(value, target.dtype))
    return
  }
  scope(() => {
    const source = sourceOf(value, target)
    if (target.dtype !== source.dtype)
      throw new Error(`invalid dtypes; cannot assign ${source.dtype} to ${target.dtype}, cast first`)
    if (!broadcasts(source.shape, place.shape))
      throw new Error(`invalid shapes; cannot assign ${formatShape(source.shape)} to ${formatShape(place.shape)}`)
    copyRegion(target.dtype, source.pointer, repeated(source.shape, place.shape), target.pointer, place)
  })
}

// What is assigned; a copy of it, if it is the target itself, whose elements would change meanwhile.
function sourceOf(value: Tensor | number, target: Tensor): Tensor {
  if (typeof value === 'number') return full([], value, { dtype: target.dtype })
  return tensorOf(value, 'assign') === target
    ? tensor(target.data, { dtype: target.dtype, shape: target.shape })
    : value
}

/** The dtype that the function `name` was given, known to be one of floats. @throws Error of another. */
export function floatDType<D extends DType>(name: string, dtype: D): D {
  if (dtype !== 'float32' && dtype !== 'float64')
    throw new Error(`invalid dtype of ${name}; not float32 or float64: ${dtype}`)
  return dtype
}

function flatten(values: Nested): (number | boolean)[] {
  return Array.isArray(values) ? values.flat(Number.POSITIVE_INFINITY) : [values as number | boolean]
}

function nestedShape(values: Nested): number[] {
  if (!Array.isArray(values)) return []
  const shapes = values.map(nestedShape)
  const first = shapes[0] ?? []
  const odd = shapes.find(shape => !sameShape(shape, first))
  if (odd)
    throw new Error(`invalid values of tensor; lists differ in shape: ${formatShape(first)} and ${formatShape(odd)}`)
  return [values.length, ...first]
}

function dtypeOf(flat: readonly (number | boolean)[] | Exclude<Values, Nested>): DType {
  if (ArrayBuffer.isView(flat)) {
    const dtypes = ['float32', 'float64', 'int32', 'uint8'] as const
    const own = dtypes.find(dtype => flat instanceof elements(dtype))
    if (!own) throw new Error(`unknown typed array; say which dtype it becomes: ${flat[Symbol.toStringTag]}`)
    return own
  }
  return flat.length > 0 && flat.every(value => typeof value === 'boolean') ? 'bool' : 'float32'
}

function fill(target: Elements[DType], values: ArrayLike<number | boolean>, dtype: DType): void {
  const exact = dtype === 'float32' || dtype === 'float64' || values instanceof elements(dtype)
  if (ArrayBuffer.isView(values) && exact && dtype !== 'bool') target.set(values as Elements[DType])
  else for (let i = 0; i < values.length; i++) target[i] = held(values[i]!, dtype)
}

/**
 * The value as elements of a dtype hold it.
 *
 * @throws Error of what it does not hold: an integer dtype would otherwise silently keep some of its bits.
 */
export function held(value: number | boolean, dtype: DType): number {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value !== 'number') throw new Error(`invalid value; not a number: ${String(value)}`)
  if (dtype === 'bool') return value === 0 ? 0 : 1
  if (dtype === 'int32' && (value | 0) !== value) throw notHeld(value, dtype)
  if (dtype === 'uint8' && (value & 255) !== value) throw notHeld(value, dtype)
  return value
}

function notHeld(value: number, dtype: DType): Error {
  return new Error(`invalid value; ${dtype} does not hold it: ${value}`)
}
