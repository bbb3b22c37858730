import { type Operand, operands } from './arithmetic.ts'
import { expand } from './broadcast.ts'
import { empty } from './creation.ts'
import { broadcastShapes } from './shape.ts'
import { scope, type Tensor, view } from './tensor.ts'

/** a = b, elementwise, shapes broadcast. */
export function equal(a: Operand, b: Operand): Tensor<'bool'> {
  return compare(a, b, (x, y) => x === y)
}

/** a > b, elementwise, shapes broadcast. */
export function greater(a: Operand, b: Operand): Tensor<'bool'> {
  return compare(a, b, (x, y) => x > y)
}

/** a ≥ b, elementwise, shapes broadcast. */
export function greaterEqual(a: Operand, b: Operand): Tensor<'bool'> {
  return compare(a, b, (x, y) => x >= y)
}

/** a < b, elementwise, shapes broadcast. */
export function less(a: Operand, b: Operand): Tensor<'bool'> {
  return compare(a, b, (x, y) => x < y)
}

/** a ≤ b, elementwise, shapes broadcast. */
export function lessEqual(a: Operand, b: Operand): Tensor<'bool'> {
  return compare(a, b, (x, y) => x <= y)
}

/** a ≠ b, elementwise, shapes broadcast. */
export function notEqual(a: Operand, b: Operand): Tensor<'bool'> {
  return compare(a, b, (x, y) => x !== y)
}

function compare(a: Operand, b: Operand, holds: (x: number, y: number) => boolean): Tensor<'bool'> {
  return scope(() => {
    const [A, B] = operands(a, b)
    const shape = broadcastShapes(A.shape, B.shape)
    const [left, right] = [expand(A, shape), expand(B, shape)]
    const c = empty('bool', shape)
    const [x, y, target] = [view(left), view(right), view(c)]
    for (let i = 0; i < target.length; i++) target[i] = holds(x[i]!, y[i]!) ? 1 : 0
    return c
  })
}
