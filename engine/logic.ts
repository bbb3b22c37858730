import { operands } from './arithmetic.ts'
import { expand, reduce } from './broadcast.ts'
import { empty, tensor } from './creation.ts'
import { integerKernel, kernel, kernels } from './kernels/instance.ts'
import { cast } from './layout.ts'
import { broadcastShapes, formatShape, size } from './shape.ts'
import { record } from './tape.ts'
import { type DType, type Float, type Integer, isFloating, scope, type Tensor, tensorOf, view } from './tensor.ts'

/**
 * a where the condition holds (is not zero), else b, elementwise, shapes broadcast. What is not chosen receives no
 * gradient, but it is computed: a NaN in it stays out of the result and of the other's gradient.
 *
 * Both are of one dtype, any; a number becomes the other's, two numbers become float32.
 *
 * @throws Error of different dtypes, of a number that the other's dtype does not hold, of shapes that do not broadcast.
 */
export function where<D extends DType = Float>(
  condition: Tensor,
  a: Tensor<D> | number,
  b: Tensor<D> | number,
): Tensor<D> {
  tensorOf(condition, 'where')
  const [A, B] = operands('where', a, b) as [Tensor<D>, Tensor<D>]
  return record(
    choose(condition, A, B),
    [A, g => reduce(where(condition, g, 0), A.shape)],
    [B, g => reduce(where(condition, 0, g), B.shape)],
  )
}

/** Whether both are not zero, elementwise, shapes broadcast. */
export function logicalAnd(a: Tensor, b: Tensor): Tensor<'bool'> {
  return combine('logicalAnd', a, b)
}

/** Whether one or both are not zero, elementwise, shapes broadcast. */
export function logicalOr(a: Tensor, b: Tensor): Tensor<'bool'> {
  return combine('logicalOr', a, b)
}

/** Whether x is zero, elementwise. */
export function logicalNot(x: Tensor): Tensor<'bool'> {
  tensorOf(x, 'logicalNot')
  return scope(() => {
    const y = empty('bool', x.shape)
    kernels().logicalNot(cast(x, 'bool').pointer, y.pointer, size(x.shape))
    return y
  })
}

/** Where a vector is not zero: the indices, in order. `take(x, nonzero(greater(x, 0)))` are its positive elements. */
export function nonzero(x: Tensor): Tensor<'int32'> {
  tensorOf(x, 'nonzero')
  if (x.shape.length !== 1) throw new Error(`invalid shape; nonzero takes a vector: ${formatShape(x.shape)}`)
  const found: number[] = []
  view(x).forEach((value: number, i: number) => {
    if (value !== 0) found.push(i)
  })
  return tensor(Int32Array.from(found))
}

function choose<D extends DType>(condition: Tensor, a: Tensor<D>, b: Tensor<D>): Tensor<D> {
  return scope(() => {
    const shape = broadcastShapes('where', condition.shape, broadcastShapes('where', a.shape, b.shape))
    const whole = expand(cast(condition, 'bool'), shape)
    const [A, B] = [a, b].map(x => (size(x.shape) === 1 ? x : expand(x, shape))) as [Tensor<D>, Tensor<D>]
    const y = empty(a.dtype, shape)
    const steps = [A, B].map(x => (size(x.shape) === 1 ? 0 : 1)) as [number, number]
    const select = isFloating(a) ? kernel('where', a.dtype) : integerKernel('where', a.dtype as Integer)
    select(whole.pointer, A.pointer, B.pointer, y.pointer, size(shape), ...steps)
    return y
  })
}

function combine(name: 'logicalAnd' | 'logicalOr', a: Tensor, b: Tensor): Tensor<'bool'> {
  return scope(() => {
    const shape = broadcastShapes(name, a.shape, b.shape)
    const [A, B] = [expand(cast(a, 'bool'), shape), expand(cast(b, 'bool'), shape)]
    const c = empty('bool', shape)
    kernels()[name](A.pointer, B.pointer, c.pointer, size(shape))
    return c
  })
}
