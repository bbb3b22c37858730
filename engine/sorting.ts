import { empty } from './creation.ts'
import { kernel, kernels } from './kernels/instance.ts'
import { cast, transpose } from './layout.ts'
import { allocate, free } from './memory.ts'
import { axisOf, size } from './shape.ts'
import { record } from './tape.ts'
import { bytesPerElement, type DType, type Float, isFloating, scope, type Tensor, tensorOf } from './tensor.ts'

/**
 * The elements along an axis, by default the last, from the smallest to the largest; NaN last, as in NumPy. A gradient
 * goes where its element came from.
 *
 *     flip(sort(x))   // from the largest
 */
export function sort<D extends DType>(x: Tensor<D>, axis = -1): Tensor<D> {
  tensorOf(x, 'sort')
  const order = orderOf('sort', x, axis)
  const back = order.map((_, i) => order.indexOf(i))
  return transpose(sortedRows(transpose(x, order)), back)
}

/**
 * The indices along an axis, by default the last, that would sort it: of the smallest first. Equal elements stay in
 * order, NaN comes last.
 *
 *     take(x, argsort(x))   // x sorted, of a vector
 */
export function argsort(x: Tensor, axis = -1): Tensor<'int32'> {
  tensorOf(x, 'argsort')
  const order = orderOf('argsort', x, axis)
  const back = order.map((_, i) => order.indexOf(i))
  return scope(() => transpose(ranked(transpose(x, order), 0), back))
}

// The order of axes with one of them as the last.
function orderOf(name: string, { shape }: Tensor, axis: number): number[] {
  const at = axisOf(name, shape, axis)
  return [...[...shape.keys()].filter(other => other !== at), at]
}

function sortedRows<D extends DType>(x: Tensor<D>): Tensor<D> {
  const n = size(x.shape)
  const places = ranked(x, x.shape.at(-1)!)
  const taken = <D extends DType>(x: Tensor<D>): Tensor<D> => {
    const y = empty(x.dtype, x.shape)
    kernels().takeRows(x.pointer, places.pointer, y.pointer, 1, n, n, bytesPerElement(x.dtype))
    return record(y, [x, putBack])
  }
  const putBack = (g: Tensor<Float>): Tensor<Float> => {
    const dx = empty(g.dtype, x.shape)
    kernel('addRows', g.dtype)(g.pointer, places.pointer, dx.pointer, 1, n, n, 1)
    return record(dx, [g, taken])
  }
  return taken(x)
}

// The places of the elements of each row in the order of their size, those of a row counted from its number times step.
function ranked(x: Tensor, step: number): Tensor<'int32'> {
  return scope(() => {
    const keys = isFloating(x) ? x : cast(x, 'float64')
    const n = x.shape.at(-1)!
    const places = empty('int32', x.shape)
    const scratch = allocate(4 * n)
    if (n > 0) kernel('argsort', keys.dtype)(keys.pointer, places.pointer, scratch, size(x.shape) / n, n, step)
    free(scratch, 4 * n)
    return places
  })
}
