import { reshaped } from './broadcast.ts'
import { empty, full } from './creation.ts'
import { kernel } from './kernels/instance.ts'
import { formatShape, type Shape, size } from './shape.ts'
import { record } from './tape.ts'
import { bytesPerElement, type DType, type Float, type Tensor, view } from './tensor.ts'

/** The elements of x, in their order, under another shape of the same size. One length may be −1: what is left. */
export function reshape<D extends DType>(x: Tensor<D>, shape: Shape): Tensor<D> {
  const rest = size(x.shape) / size(shape.filter(n => n !== -1))
  const full = shape.map(n => (n === -1 ? rest : n))
  if (size(full) !== size(x.shape) || !full.every(Number.isInteger))
    throw new Error(`invalid shapes; cannot reshape ${formatShape(x.shape)} to ${formatShape(shape)}`)
  return record(reshaped(x, full), [x, g => reshaped(g, x.shape)])
}

/** The transposed matrix: (m, n) becomes (n, m). A vector stays as it is. */
export function transpose<D extends DType>(X: Tensor<D>): Tensor<D> {
  if (X.shape.length < 2) return X
  if (X.shape.length > 2) throw new Error(`invalid shape; not a matrix: ${formatShape(X.shape)}`)
  return record(transposed(X), [X, g => transposed(g)])
}

/** x in another dtype. Floats become integers by truncation; `bool` is whether x ≠ 0. The same dtype is not copied. */
export function cast<D extends DType>(x: Tensor, dtype: D): Tensor<D> {
  if (x.dtype === (dtype as DType)) return x as Tensor as Tensor<D>
  const y = empty(dtype, x.shape)
  const [source, target] = [view(x), view(y)]
  if (dtype === 'bool') for (let i = 0; i < target.length; i++) target[i] = source[i] !== 0 ? 1 : 0
  else target.set(source)
  return record(y, [x, g => cast(g, x.dtype)])
}

/**
 * The rows of x, that is its elements along the first axis, at the indices given: `take(x, [2, 0])` of shape (2, …).
 * With a single index that axis is dropped.
 */
export function take<D extends DType>(x: Tensor<D>, indices: number | readonly number[] | Tensor<'int32'>): Tensor<D> {
  const list = typeof indices === 'number' ? [indices] : 'dtype' in indices ? view(indices).slice() : indices
  const [n = 0, ...rest] = x.shape
  for (const i of list)
    if (!Number.isInteger(i) || i < 0 || i >= n)
      throw new Error(`invalid index; not one of the ${n} rows of ${formatShape(x.shape)}: ${i}`)
  const row = size(rest)
  const y = empty(x.dtype, typeof indices === 'number' ? rest : [list.length, ...rest])
  const [source, target] = [view(x), view(y)]
  for (let i = 0; i < list.length; i++)
    if (row === 1) target[i] = source[list[i]!]!
    else target.set(source.subarray(list[i]! * row, (list[i]! + 1) * row), i * row)
  return record(y, [
    x,
    g => {
      const dx = full(x.shape, 0, { dtype: x.dtype })
      const [gradient, target] = [view(g), view(dx)]
      for (let i = 0; i < list.length; i++)
        for (let j = 0; j < row; j++) target[list[i]! * row + j]! += gradient[i * row + j]!
      return dx
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
  const y = full([...labels.shape, classes], 0, { dtype })
  const [source, target] = [view(labels), view(y)]
  source.forEach((label: number, i: number) => {
    if (!Number.isInteger(label) || label < 0 || label >= classes)
      throw new Error(`invalid label; not one of ${classes} classes: ${label}`)
    target[i * classes + label] = 1
  })
  return y
}

function transposed<D extends DType>(X: Tensor<D>): Tensor<D> {
  const [rows, columns] = X.shape as [number, number]
  const Y = empty(X.dtype, [columns, rows])
  const bytes = bytesPerElement(X.dtype)
  if (bytes === 1) {
    const [source, target] = [view(X), view(Y)]
    for (let i = 0; i < source.length; i++) target[(i % columns) * rows + Math.floor(i / columns)] = source[i]!
  } else kernel('transpose', bytes === 4 ? 'float32' : 'float64')(X.pointer, Y.pointer, rows, columns)
  return Y
}
