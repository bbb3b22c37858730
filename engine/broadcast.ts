import { empty } from './creation.ts'
import { kernel } from './kernels/instance.ts'
import { copyRegion, repeated, whole } from './region.ts'
import { type Shape, sameShape, size } from './shape.ts'
import { record } from './tape.ts'
import { type DType, type Float, scope, type Tensor, view } from './tensor.ts'

// What gradients are made of.

/** x repeated along the axes where it has length 1 or none, as broadcasting to `shape` says. */
export function expand<D extends DType>(x: Tensor<D>, shape: Shape): Tensor<D> {
  if (sameShape(x.shape, shape)) return x
  const y = empty(x.dtype, shape)
  copyRegion(x.dtype, x.pointer, repeated(x.shape, shape), y.pointer, whole(shape))
  return record(y, [x, g => reduce(g, x.shape)])
}

/** The sum of x over the axes along which `shape` would be repeated to give x's: the transpose of `expand`. */
export function reduce(x: Tensor<Float>, shape: Shape): Tensor<Float> {
  if (sameShape(x.shape, shape)) return x
  return record(reducedTo(x, shape), [x, g => expand(g, x.shape)])
}

function reducedTo(x: Tensor<Float>, shape: Shape): Tensor<Float> {
  return scope(() => {
    const extra = x.shape.length - shape.length
    let reduced = sumOver(x, 1, size(x.shape.slice(0, extra)), size(x.shape.slice(extra)), x.shape.slice(extra))
    for (let axis = 0; axis < shape.length; axis++) {
      const n = reduced.shape[axis]!
      if (n === shape[axis]) continue
      const [before, after] = [reduced.shape.slice(0, axis), reduced.shape.slice(axis + 1)]
      reduced = sumOver(reduced, size(before), n, size(after), [...before, 1, ...after])
    }
    return reduced
  })
}

/** The sum over n of x, not recorded, taken as (outer, n, inner). */
export function sumOver(x: Tensor<Float>, outer: number, n: number, inner: number, shape: Shape): Tensor<Float> {
  const y = empty(x.dtype, shape)
  if (n === 0) view(y).fill(0)
  else kernel('sum', x.dtype)(x.pointer, y.pointer, outer, n, inner)
  return y
}

/** The same elements under another shape, not recorded. */
export function reshaped<D extends DType>(x: Tensor<D>, shape: Shape): Tensor<D> {
  const y = empty(x.dtype, shape)
  view(y).set(view(x))
  return y
}
