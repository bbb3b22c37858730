import { expand, reduce } from './broadcast.ts'
import { empty, full } from './creation.ts'
import { kernel } from './kernels/instance.ts'
import type { BinaryKernel, UnaryKernel } from './kernels/signature.ts'
import { broadcastShapes, type Shape, size } from './shape.ts'
import { record } from './tape.ts'
import { type Float, floating, scope, type Tensor, tensorOf } from './tensor.ts'

/** What elementwise functions take: a tensor, or a number that becomes a scalar of the other operand's dtype. */
export type Operand = Tensor | number

/** a + b, elementwise, shapes broadcast as NumPy does. */
export function add(a: Operand, b: Operand): Tensor<Float> {
  const [A, B] = floats('add', a, b)
  return record(combine('add', A, B), [A, g => reduce(g, A.shape)], [B, g => reduce(g, B.shape)])
}

/** a − b, elementwise, shapes broadcast as NumPy does. */
export function subtract(a: Operand, b: Operand): Tensor<Float> {
  const [A, B] = floats('subtract', a, b)
  return record(combine('subtract', A, B), [A, g => reduce(g, A.shape)], [B, g => reduce(negate(g), B.shape)])
}

/** a · b, elementwise, shapes broadcast as NumPy does. */
export function multiply(a: Operand, b: Operand): Tensor<Float> {
  const [A, B] = floats('multiply', a, b)
  return record(
    combine('multiply', A, B),
    [A, g => reduce(multiply(g, B), A.shape)],
    [B, g => reduce(multiply(g, A), B.shape)],
  )
}

/** a / b, elementwise, shapes broadcast as NumPy does. */
export function divide(a: Operand, b: Operand): Tensor<Float> {
  const [A, B] = floats('divide', a, b)
  const quotient = combine('divide', A, B)
  return record(
    quotient,
    [A, g => reduce(divide(g, B), A.shape)],
    [B, g => reduce(negate(divide(multiply(g, quotient), B)), B.shape)],
  )
}

/** The larger of a and b, elementwise, shapes broadcast; NaN if either is. Equal operands share the gradient equally. */
export function maximum(a: Operand, b: Operand): Tensor<Float> {
  const [A, B] = floats('maximum', a, b)
  const larger = combine('maximum', A, B)
  return record(
    larger,
    [A, g => reduce(multiply(g, combine('share', A, B)), A.shape)],
    [B, g => reduce(multiply(g, combine('share', B, A)), B.shape)],
  )
}

/** The smaller of a and b, elementwise, shapes broadcast; NaN if either is. Equal operands share the gradient equally. */
export function minimum(a: Operand, b: Operand): Tensor<Float> {
  const [A, B] = floats('minimum', a, b)
  const smaller = combine('minimum', A, B)
  return record(
    smaller,
    [A, g => reduce(multiply(g, combine('share', B, A)), A.shape)],
    [B, g => reduce(multiply(g, combine('share', A, B)), B.shape)],
  )
}

/**
 * aᵇ, elementwise, shapes broadcast; float32 is computed in float64 and rounded once. NaN of a negative number to a
 * power that is no integer; x⁰ and 1ˣ are 1 even of NaN, as in NumPy.
 *
 * The derivative by b is aᵇ log a, taken as 0 where a = 0 and b ≥ 0.
 */
export function power(a: Operand, b: Operand): Tensor<Float> {
  const [A, B] = floats('power', a, b)
  return record(
    combine('power', A, B),
    [A, g => reduce(multiply(g, powerSlope(A, B)), A.shape)],
    [B, g => reduce(multiply(g, powerGrowth(A, B)), B.shape)],
  )
}

// b aᵇ⁻¹
function powerSlope(a: Tensor<Float>, b: Tensor<Float>): Tensor<Float> {
  const less = () => subtract(b, 1)
  return record(
    combine('powerSlope', a, b),
    [a, g => reduce(multiply(g, multiply(b, powerSlope(a, less()))), a.shape)],
    [b, g => reduce(multiply(g, add(power(a, less()), multiply(b, powerGrowth(a, less())))), b.shape)],
  )
}

// aᵇ log a
function powerGrowth(a: Tensor<Float>, b: Tensor<Float>): Tensor<Float> {
  const less = () => subtract(b, 1)
  const growth = combine('powerGrowth', a, b)
  return record(
    growth,
    [a, g => reduce(multiply(g, add(power(a, less()), multiply(b, powerGrowth(a, less())))), a.shape)],
    [b, g => reduce(multiply(g, multiply(growth, log(a))), b.shape)],
  )
}

/** x bounded: the nearest number of [low, high]. NaN stays NaN. The gradient passes where low ≤ x ≤ high. */
export function clip(x: Tensor, low: number, high: number): Tensor<Float> {
  if (!(low <= high)) throw new Error(`invalid bounds of clip; low exceeds high: ${low} and ${high}`)
  const { dtype, shape } = floating(x, 'clip')
  const y = scope(() =>
    combine('minimum', combine('maximum', x as Tensor<Float>, full([], low, { dtype })), full([], high, { dtype })),
  )
  const product = (g: Tensor<Float>): Tensor<Float> => {
    const dx = empty(dtype, shape)
    kernel('clipGradient', dtype)(x.pointer, g.pointer, dx.pointer, low, high, size(shape))
    return record(dx, [g, product])
  }
  return record(y, [x, product])
}

/** |x|. The derivative at 0 is taken as 0. */
export function abs(x: Tensor): Tensor<Float> {
  return record(map('abs', x), [x, g => multiply(g, map('sign', x))])
}

/** −1, 0 or 1 of negative numbers, ±0 and positive numbers. Its derivative is 0 everywhere. */
export function sign(x: Tensor): Tensor<Float> {
  return map('sign', x)
}

/** x² */
export function square(x: Tensor): Tensor<Float> {
  return multiply(x, x)
}

/** −x */
export function negate(x: Tensor): Tensor<Float> {
  return record(map('negate', x), [x, g => negate(g)])
}

/** √x, correctly rounded; NaN of negative numbers. */
export function sqrt(x: Tensor): Tensor<Float> {
  const root = map('sqrt', x)
  return record(root, [x, g => divide(multiply(g, 0.5), root)])
}

/** eˣ: float32 within 1 ulp. */
export function exp(x: Tensor): Tensor<Float> {
  const power = map('exp', x)
  return record(power, [x, g => multiply(g, power)])
}

/** The natural logarithm: float32 within 1 ulp; −∞ of 0, NaN of negative numbers. */
export function log(x: Tensor): Tensor<Float> {
  return record(map('log', x), [x, g => divide(g, x)])
}

/** Runs an elementwise kernel of one operand. */
export function map(name: UnaryKernel, x: Tensor): Tensor<Float> {
  const { dtype, shape, pointer } = floating(x, name)
  const y = empty(dtype, shape)
  kernel(name, dtype)(pointer, y.pointer, size(shape))
  return y
}

/** Both operands of the function `name` as tensors of one dtype. @throws Error of different dtypes. */
export function operands(name: string, a: Operand, b: Operand): [Tensor, Tensor] {
  for (const x of [a, b]) if (typeof x !== 'number') tensorOf(x, name)
  const A = typeof a === 'number' ? full([], a, { dtype: typeof b === 'number' ? 'float32' : b.dtype }) : a
  const B = typeof b === 'number' ? full([], b, { dtype: A.dtype }) : b
  if (A.dtype !== B.dtype)
    throw new Error(`invalid dtypes; ${name} takes two of one dtype, cast first: ${A.dtype} and ${B.dtype}`)
  return [A, B]
}

function floats(name: BinaryKernel, a: Operand, b: Operand): [Tensor<Float>, Tensor<Float>] {
  const [A, B] = operands(name, a, b)
  return [floating(A, name), floating(B, name)]
}

function combine(name: BinaryKernel, a: Tensor<Float>, b: Tensor<Float>): Tensor<Float> {
  const shape = broadcastShapes(name, a.shape, b.shape)
  const [A, B] = [repeatable(a, shape), repeatable(b, shape)]
  const c = empty(a.dtype, shape)
  kernel(name, a.dtype)(A.pointer, B.pointer, c.pointer, size(shape), size(A.shape), size(B.shape))
  return c
}

/** x as the kernels repeat it: its axes, but for leading ones of length 1, are the last of the result's. */
export function repeatable(x: Tensor<Float>, shape: Shape): Tensor<Float> {
  const first = x.shape.findIndex(n => n !== 1)
  const own = first < 0 ? [] : x.shape.slice(first)
  return own.every((n, axis) => n === shape[shape.length - own.length + axis]) ? x : expand(x, shape)
}
