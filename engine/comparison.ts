import { abs, type Operand, operands, repeatable } from './arithmetic.ts'
import { expand } from './broadcast.ts'
import { empty } from './creation.ts'
import { kernel } from './kernels/instance.ts'
import type { RelationKernel } from './kernels/signature.ts'
import { cast } from './layout.ts'
import { broadcastShapes, size } from './shape.ts'
import { type Float, isFloating, scope, type Tensor, tensorOf, view } from './tensor.ts'

/** a = b, elementwise, shapes broadcast. False of NaN, as all relations are but ≠. */
export function equal(a: Operand, b: Operand): Tensor<'bool'> {
  return compare('equal', a, b)
}

/** a > b, elementwise, shapes broadcast. */
export function greater(a: Operand, b: Operand): Tensor<'bool'> {
  return compare('greater', a, b)
}

/** a ≥ b, elementwise, shapes broadcast. */
export function greaterEqual(a: Operand, b: Operand): Tensor<'bool'> {
  return compare('greaterEqual', a, b)
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

/** Whether x is not a number, elementwise. */
export function isNan(x: Tensor): Tensor<'bool'> {
  return notEqual(x, x)
}

/** Whether x is ∞ or −∞, elementwise. */
export function isInf(x: Tensor): Tensor<'bool'> {
  return scope(() => equal(isFloating(x) ? abs(x) : x, Infinity))
}

/**
 * Whether all elements of a and b, broadcast, are close: |a − b| ≤ atol + rtol · |b|, or equal. No NaN is close.
 *
 *     allClose(gradient, byHand, { rtol: 1e-4 })
 *
 * @param options.rtol the relative difference allowed, by default 1e-5
 * @param options.atol the absolute difference allowed, by default 1e-8; for numbers near 0
 */
export function allClose(
  a: Operand,
  b: Operand,
  { rtol = 1e-5, atol = 1e-8 }: { readonly rtol?: number; readonly atol?: number } = {},
): boolean {
  if (!(rtol >= 0 && atol >= 0)) throw new Error(`invalid tolerance of allClose; below 0: ${rtol} or ${atol}`)
  return scope(() => {
    const [A, B] = operands('allClose', exact('allClose', a), exact('allClose', b))
    const shape = broadcastShapes('allClose', A.shape, B.shape)
    const [x, y] = [view(expand(A, shape)), view(expand(B, shape))]
    for (let i = 0; i < x.length; i++) {
      const [left, right] = [x[i]!, y[i]!]
      const close = Number.isFinite(right) && Math.abs(left - right) <= atol + rtol * Math.abs(right)
      if (!close && left !== right) return false
    }
    return true
  })
}

// Integers and booleans of any width compare, as float64 holds them all; floats only with their own dtype.
function compare(name: RelationKernel | 'greater' | 'greaterEqual', a: Operand, b: Operand): Tensor<'bool'> {
  return scope(() => {
    const [A, B] = operands(name, exact(name, a), exact(name, b)) as [Tensor<Float>, Tensor<Float>]
    const shape = broadcastShapes(name, A.shape, B.shape)
    // a > b is b < a.
    const swapped = name === 'greater' || name === 'greaterEqual'
    const [left, right] = (swapped ? [B, A] : [A, B]).map(x => repeatable(x, shape)) as [Tensor<Float>, Tensor<Float>]
    const c = empty('bool', shape)
    const sizes = [size(shape), size(left.shape), size(right.shape)] as const
    const relation = name === 'greater' ? 'less' : name === 'greaterEqual' ? 'lessEqual' : name
    kernel(relation, A.dtype)(left.pointer, right.pointer, c.pointer, ...sizes)
    return c
  })
}

function exact(name: string, x: Operand): Operand {
  return typeof x === 'number' || isFloating(tensorOf(x, name)) ? x : cast(x, 'float64')
}
