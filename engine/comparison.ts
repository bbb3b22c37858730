import { type Operand, operands, repeatable } from './arithmetic.ts'
import { empty } from './creation.ts'
import { kernel, type RelationKernel } from './kernels/instance.ts'
import { cast } from './layout.ts'
import { broadcastShapes, size } from './shape.ts'
import { type Float, isFloating, scope, type Tensor } from './tensor.ts'

/** a = b, elementwise, shapes broadcast. False of NaN, as all relations are but ≠. */
export function equal(a: Operand, b: Operand): Tensor<'bool'> {
  return compare('equal', a, b)
}

/** a > b, elementwise, shapes broadcast. */
export function greater(a: Operand, b: Operand): Tensor<'bool'> {
  return compare('less', b, a)
}

/** a ≥ b, elementwise, shapes broadcast. */
export function greaterEqual(a: Operand, b: Operand): Tensor<'bool'> {
  return compare('lessEqual', b, a)
}

/** a < b, elementwise, shapes broadcast. */
export function less(a: Operand, b: Operand): Tensor<'bool'> {
  return compare('less', a, b)
}

/** a ≤ b, elementwise, shapes broadcast. */
export function lessEqual(a: Operand, b: Operand): Tensor<'bool'> {
  return compare('lessEqual', a, b)
}

/** a ≠ b, elementwise, shapes broadcast. */
export function notEqual(a: Operand, b: Operand): Tensor<'bool'> {
  return compare('notEqual', a, b)
}

// Integers and booleans of any width compare, as float64 holds them all; floats only with their own dtype.
function compare(name: RelationKernel, a: Operand, b: Operand): Tensor<'bool'> {
  return scope(() => {
    const [A, B] = operands(exact(a), exact(b)) as [Tensor<Float>, Tensor<Float>]
    const shape = broadcastShapes(A.shape, B.shape)
    const [left, right] = [repeatable(A, shape), repeatable(B, shape)]
    const c = empty('bool', shape)
    const sizes = [size(shape), size(left.shape), size(right.shape)] as const
    kernel(name, A.dtype)(left.pointer, right.pointer, c.pointer, ...sizes)
    return c
  })
}

function exact(x: Operand): Operand {
  return typeof x === 'number' || isFloating(x) ? x : cast(x, 'float64')
}
