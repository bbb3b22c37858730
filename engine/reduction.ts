import { divide } from './arithmetic.ts'
import { divided, expand, reshaped, sumOver } from './broadcast.ts'
import { empty } from './creation.ts'
import { kernel } from './kernels/instance.ts'
import { axisOf, formatShape, type Shape } from './shape.ts'
import { record } from './tape.ts'
import { type Float, floating, type Tensor, view } from './tensor.ts'

/**
 * The sum over an axis, which is dropped, or of all elements, as a scalar.
 *
 * Contiguous elements are summed in 16 interleaved parts (8 of float64), others in their order: always the same one.
 */
export function sum(x: Tensor, axis?: number): Tensor<Float> {
  const { outer, n, inner } = divided(x.shape, axis)
  const total = sumOver(floating(x), outer, n, inner, without(x.shape, axis))
  return record(total, [x, g => spread(g, x.shape, axis)])
}

/** The arithmetic mean over an axis, which is dropped, or of all elements, as a scalar: the sum divided by n. */
export function mean(x: Tensor, axis?: number): Tensor<Float> {
  return divide(sum(x, axis), divided(x.shape, axis).n)
}

/**
 * The largest over an axis, which is dropped, or of all elements, as a scalar; NaN if there is one. The first of
 * several largest receives the gradient.
 */
export function max(x: Tensor, axis?: number): Tensor<Float> {
  const { dtype } = floating(x)
  const { n, inner } = divided(x.shape, axis)
  const at = argmax(x, axis)
  const largest = empty(dtype, at.shape)
  const index = (i: number) => Math.floor(i / inner) * n * inner + (i % inner)
  const [source, places, target] = [view(x), view(at), view(largest)]
  for (let i = 0; i < target.length; i++) target[i] = source[index(i) + places[i]! * inner]!
  return record(largest, [
    x,
    g => {
      const dx = empty(dtype, x.shape)
      const [gradient, places, target] = [view(g), view(at), view(dx)]
      target.fill(0)
      for (let i = 0; i < gradient.length; i++) target[index(i) + places[i]! * inner] = gradient[i]!
      return dx
    },
  ])
}

/** The index of the largest over an axis, which is dropped, or among all; the first of several. NaN is the largest. */
export function argmax(x: Tensor, axis?: number): Tensor<'int32'> {
  const { dtype, pointer, shape } = floating(x)
  const { outer, n, inner } = divided(shape, axis)
  if (n === 0) throw new Error(`invalid shape; nothing to choose from: ${formatShape(shape)}`)
  const y = empty('int32', without(shape, axis))
  kernel('argmax', dtype)(pointer, y.pointer, outer, n, inner)
  return y
}

function without(shape: Shape, axis: number | undefined): Shape {
  return axis === undefined ? [] : shape.toSpliced(axisOf(shape, axis), 1)
}

function spread(g: Tensor<Float>, shape: Shape, axis: number | undefined): Tensor<Float> {
  return axis === undefined ? expand(g, shape) : expand(reshaped(g, shape.with(axisOf(shape, axis), 1)), shape)
}
