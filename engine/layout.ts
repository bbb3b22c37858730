import { integer } from './argument.ts'
import { reshaped } from './broadcast.ts'
import { empty, floatDType, full, tensor } from './creation.ts'
import { kernel, kernels } from './kernels/instance.ts'
import { axesOf, copyRegion, permuted, positionOf, whole } from './region.ts'
import { axisOf, formatShape, type Shape, sameShape, shapeOf, size } from './shape.ts'
import { record } from './tape.ts'
import { bytesPerElement, type DType, type Float, isFloating, type Tensor, tensorOf, view } from './tensor.ts'

/**
 * The elements of x, in their order, under another shape of the same size. One length may be −1: what is left.
 *
 * @throws Error of a shape of another size.
 */
export function reshape<D extends DType>(x: Tensor<D>, shape: Shape): Tensor<D> {
  tensorOf(x, 'reshape')
  if (!Array.isArray(shape)) shapeOf('reshape', shape)
  const given = shape.filter(n => n !== -1)
  const rest = size(x.shape) / size(given)
  const full = shape.map(n => (n === -1 ? rest : n))
  if (
    size(full) !== size(x.shape) ||
    !full.every(n => Number.isInteger(n) && n >= 0) ||
    given.length < shape.length - 1
  )
    throw new Error(`invalid shapes; cannot reshape ${formatShape(x.shape)} to ${formatShape(shape)}`)
  return record(reshaped(x, full), [x, g => reshape(g, x.shape)])
}

/**
 * x with its axes in another order, by default the reverse: the transposed matrix. Axis i of the result is axis
 * `axes[i]` of x, as in NumPy.
 */
export function transpose<D extends DType>(x: Tensor<D>, axes?: readonly number[]): Tensor<D> {
  tensorOf(x, 'transpose')
  const order = axes ? axesOf('transpose', x.shape, axes) : x.shape.map((_, axis) => x.shape.length - 1 - axis)
  if (order.length !== x.shape.length)
    throw new Error(`invalid axes of transpose; not an order of those of ${formatShape(x.shape)}: ${order.join(', ')}`)
  if (order.every((axis, i) => axis === i)) return x
  const back = order.map((_, axis) => order.indexOf(axis))
  return record(transposed(x, order), [x, g => transpose(g, back)])
}

/**
 * x in another dtype. Floats become integers by truncation, modulo 2³² or 2⁸ where these do not reach, NaN becomes 0;
 * `bool` is whether x ≠ 0. The same dtype is not copied. A gradient passes between floats.
 */
export function cast<D extends DType>(x: Tensor, dtype: D): Tensor<D> {
  tensorOf(x, 'cast')
  if (x.dtype === (dtype as DType)) return x as Tensor as Tensor<D>
  const y = empty(dtype, x.shape)
  if (dtype === 'bool' && isFloating(x)) {
    const zero = full([], 0, { dtype: x.dtype })
    const n = size(x.shape)
    kernel('notEqual', x.dtype)(x.pointer, zero.pointer, y.pointer, n, n, 1)
    zero.release()
  } else if (dtype === 'bool') view(y).set(view(x).map((value: number) => (value === 0 ? 0 : 1)))
  else view(y).set(view(x))
  return record(y, [x, g => cast(g, x.dtype)])
}

/** A copy of x that counts as a constant: no gradient passes through it. */
export function stopGradient<D extends DType>(x: Tensor<D>): Tensor<D> {
  return reshaped(x, x.shape)
}

/**
 * The elements of x at the indices given of an axis, by default its rows: `take(x, [2, 0])` is of shape (2, …).
 * Negative indices count from the last. With a single index the axis is dropped; a tensor of indices puts its own axes
 * in the place of that one, so that with W of shape (words, d), `take(W, tokens)` is (…, d).
 *
 * @throws Error of an index that is out of range, and of a tensor of indices that are no integers.
 */
export function take<D extends DType>(
  x: Tensor<D>,
  indices: number | readonly number[] | Tensor<'int32' | 'uint8'>,
  axis = 0,
): Tensor<D> {
  tensorOf(x, 'take')
  const at = axisOf('take', x.shape, axis)
  const n = x.shape[at]!
  const given = typeof indices === 'number' ? [indices] : 'dtype' in indices ? integersOf(indices) : indices
  const list = new Int32Array(given.length)
  for (let i = 0; i < list.length; i++) list[i] = positionOf('take', given[i]!, x.shape, at)
  const own = typeof indices === 'number' ? [] : 'dtype' in indices ? indices.shape : [list.length]
  const shape = x.shape.toSpliced(at, 1, ...own)
  const [outer, inner] = [size(x.shape.slice(0, at)), size(x.shape.slice(at + 1))]
  const places = tensor(list)
  const y = empty(x.dtype, shape)
  const row = inner * bytesPerElement(x.dtype)
  kernels().takeRows(x.pointer, places.pointer, y.pointer, outer, n, list.length, row)
  return record(y, [
    x,
    g => {
      const dx = empty(g.dtype, x.shape)
      kernel('addRows', g.dtype)(g.pointer, places.pointer, dx.pointer, outer, n, list.length, inner)
      return record(dx, [g, h => take(h, indices, axis)])
    },
  ])
}

/**
 * One element of each row of x: with indices of shape (…), x of shape (…, n) gives (…). The probabilities of the right
 * classes are `takeLast(probabilities, labels)`.
 *
 * @throws Error of an index that is out of range.
 */
export function takeLast<D extends DType>(x: Tensor<D>, indices: Tensor): Tensor<D> {
  tensorOf(x, 'takeLast')
  const rest = x.shape.slice(0, -1)
  const n = x.shape.at(-1) ?? 0
  if (x.shape.length === 0 || !sameShape(rest, tensorOf(indices, 'takeLast').shape))
    throw new Error(
      `invalid shapes; takeLast cannot take one of each row of ${formatShape(x.shape)} by ${formatShape(indices.shape)}`,
    )
  const places = tensor(
    Int32Array.from<number>(view(indices), index => positionOf('takeLast', index, x.shape, rest.length)),
    { shape: rest },
  )
  const [rows, y] = [size(rest), empty(x.dtype, rest)]
  kernels().pick(x.pointer, places.pointer, y.pointer, rows, n, 1, bytesPerElement(x.dtype))
  return record(y, [
    x,
    g => {
      const dx = empty(g.dtype, x.shape)
      kernel('place', g.dtype)(g.pointer, places.pointer, dx.pointer, rows, n, 1)
      return record(dx, [g, h => takeLast(h, places)])
    },
  ])
}

/**
 * Rows with a 1 at the label and 0 elsewhere: labels of shape (…) give (…, classes).
 *
 * @throws Error of a label that is not an integer of [0, classes).
 */
export function oneHot<D extends Float = 'float32'>(
  labels: Tensor,
  classes: number,
  { dtype = 'float32' as D }: { readonly dtype?: D } = {},
): Tensor<D> {
  tensorOf(labels, 'oneHot')
  const y = full([...labels.shape, integer('classes of oneHot', classes, 1)], 0, { dtype: floatDType('oneHot', dtype) })
  const [source, target] = [view(labels), view(y)]
  source.forEach((label: number, i: number) => {
    if (!Number.isInteger(label) || label < 0 || label >= classes)
      throw new Error(`invalid label of oneHot; not one of ${classes} classes: ${label}`)
    target[i * classes + label] = 1
  })
  return y
}

function integersOf(indices: Tensor): ArrayLike<number> {
  if (indices.dtype === 'bool')
    throw new Error('invalid dtype of indices; what a mask chooses is take(x, nonzero(mask)): bool')
  if (isFloating(indices))
    throw new Error(`invalid dtype of indices; take takes int32 or uint8, cast first: ${indices.dtype}`)
  return view(indices)
}

function transposed<D extends DType>(x: Tensor<D>, order: readonly number[]): Tensor<D> {
  const y = empty(
    x.dtype,
    order.map(axis => x.shape[axis]!),
  )
  const bytes = bytesPerElement(x.dtype)
  const swap = bytes === 1 ? undefined : swapOf(x.shape, order)
  if (swap) {
    const [matrices, rows, columns] = swap
    const step = rows * columns * bytes
    const exchange = kernel('transpose', bytes === 4 ? 'float32' : 'float64')
    for (let i = 0; i < matrices; i++) exchange(x.pointer + i * step, y.pointer + i * step, rows, columns)
  } else copyRegion(x.dtype, x.pointer, permuted(x.shape, order), y.pointer, whole(y.shape))
  return y
}

// An order of axes that only exchanges two neighbouring groups of them at the end transposes matrices: how many, and
// their rows and columns.
function swapOf(shape: Shape, order: readonly number[]): readonly [number, number, number] | undefined {
  const same = order.findIndex((axis, i) => axis !== i)
  const split = order[same]!
  const swapped = [...shape.keys()].slice(same)
  const expected = [...swapped.slice(split - same), ...swapped.slice(0, split - same)]
  if (!sameShape(order.slice(same), expected)) return undefined
  return [size(shape.slice(0, same)), size(shape.slice(same, split)), size(shape.slice(split))]
}
