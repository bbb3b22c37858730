import { greaterEqual, lessEqual } from './comparison.ts'
import { arange } from './creation.ts'
import { where } from './logic.ts'
import { formatShape } from './shape.ts'
import { broadcastTo, expandDims } from './slicing.ts'
import { type DType, scope, type Tensor, tensorOf } from './tensor.ts'

/**
 * The coordinates of the points of a grid: of m numbers x and n numbers y, X and Y of shape (n, m) with X[i, j] = xⱼ and
 * Y[i, j] = yᵢ, as NumPy has them by default. A function of X and Y is that function on the grid.
 */
export function meshgrid<D extends DType>(x: Tensor<D>, y: Tensor<D>): readonly [X: Tensor<D>, Y: Tensor<D>] {
  for (const vector of [x, y]) tensorOf(vector, 'meshgrid')
  if (x.shape.length !== 1 || y.shape.length !== 1)
    throw new Error(`invalid shapes of meshgrid; not two vectors: ${formatShape(x.shape)} and ${formatShape(y.shape)}`)
  const shape = [y.shape[0]!, x.shape[0]!]
  return [broadcastTo(x, shape), broadcastTo(expandDims(y, 1), shape)]
}

/**
 * The lower triangle of each matrix of the last two axes, 0 above it.
 *
 * @param diagonal the last one that is kept: 0 from the upper left corner, 1 right of it, −1 below. Defaults to 0
 */
export function tril<D extends DType>(x: Tensor<D>, diagonal = 0): Tensor<D> {
  return triangle('tril', x, diagonal, lessEqual)
}

/** The upper triangle of each matrix of the last two axes, 0 below it: from a diagonal counted as by `tril`. */
export function triu<D extends DType>(x: Tensor<D>, diagonal = 0): Tensor<D> {
  return triangle('triu', x, diagonal, greaterEqual)
}

function triangle<D extends DType>(name: string, x: Tensor<D>, diagonal: number, keeps: typeof lessEqual): Tensor<D> {
  const [rows, columns] = tensorOf(x, name).shape.slice(-2)
  if (rows === undefined || columns === undefined)
    throw new Error(`invalid shape; ${name} takes matrices (…, rows, columns): ${formatShape(x.shape)}`)
  if (!Number.isInteger(diagonal)) throw new Error(`invalid diagonal of ${name}; not an integer: ${diagonal}`)
  const kept = scope(() => {
    const last = arange(diagonal, diagonal + rows, { dtype: 'int32' })
    return keeps(arange(columns, { dtype: 'int32' }), expandDims(last, 1))
  })
  return where(kept, x, 0)
}
