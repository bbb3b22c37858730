import { add, divide, exp, map, multiply, negate, square, subtract } from './arithmetic.ts'
import { empty } from './creation.ts'
import { kernel } from './kernels/instance.ts'
import type { UnaryGradientKernel } from './kernels/signature.ts'
import { size } from './shape.ts'
import { isRecording, record } from './tape.ts'
import type { Float, Tensor } from './tensor.ts'

// Elementary functions of real numbers, elementwise, the same bits everywhere. float64 is within 2 ulp; float32 is
// computed in float64 and rounded once, unless it says otherwise.

/** eˣ − 1, exact to the last places for small x too. */
export function expm1(x: Tensor): Tensor<Float> {
  const y = map('expm1', x)
  return record(y, [x, g => multiply(g, add(y, 1))])
}

/** log(1 + x), exact to the last places for small x too. */
export function log1p(x: Tensor): Tensor<Float> {
  return record(map('log1p', x), [x, g => divide(g, add(x, 1))])
}

/** The logarithm to base 2. */
export function log2(x: Tensor): Tensor<Float> {
  return record(map('log2', x), [x, g => divide(multiply(g, Math.LOG2E), x)])
}

/** The logarithm to base 10. */
export function log10(x: Tensor): Tensor<Float> {
  return record(map('log10', x), [x, g => divide(multiply(g, Math.LOG10E), x)])
}

/** The sine of angles in radians. */
export function sin(x: Tensor): Tensor<Float> {
  return record(map('sin', x), [x, g => multiply(g, cos(x))])
}

/** The cosine of angles in radians. */
export function cos(x: Tensor): Tensor<Float> {
  return record(map('cos', x), [x, g => negate(multiply(g, sin(x)))])
}

/** The tangent of angles in radians. */
export function tan(x: Tensor): Tensor<Float> {
  const y = map('tan', x)
  return record(y, [x, g => multiply(g, add(square(y), 1))])
}

/** The inverse tangent, in [−π/2, π/2]. */
export function atan(x: Tensor): Tensor<Float> {
  return record(map('atan', x), [x, g => divide(g, add(square(x), 1))])
}

/** The hyperbolic sine ½ (eˣ − e⁻ˣ). */
export function sinh(x: Tensor): Tensor<Float> {
  return record(map('sinh', x), [x, g => multiply(g, cosh(x))])
}

/** The hyperbolic cosine ½ (eˣ + e⁻ˣ). */
export function cosh(x: Tensor): Tensor<Float> {
  return record(map('cosh', x), [x, g => multiply(g, sinh(x))])
}

/** The hyperbolic tangent (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ); float32 within 2 ulp. */
export function tanh(x: Tensor): Tensor<Float> {
  const y = map('tanh', x)
  return record(y, [x, g => derivative('tanhGradient', y, g, () => multiply(g, subtract(1, square(y))))])
}

/** The error function 2/√π ∫₀ˣ e^(−t²) dt. */
export function erf(x: Tensor): Tensor<Float> {
  return record(map('erf', x), [x, g => multiply(g, multiply(exp(negate(square(x))), 1.1283791670955126))])
}

/**
 * The product of g and a derivative, by its kernel (see `mapGradient`), or, if it is to be differentiated itself, as
 * composed of functions that are recorded.
 */
export function derivative(
  name: UnaryGradientKernel,
  y: Tensor<Float>,
  g: Tensor<Float>,
  composed: () => Tensor<Float>,
): Tensor<Float> {
  return isRecording() ? composed() : mapGradient(name, y, g)
}

/** Runs the kernel of a derivative: `y` is the function's result, or its operand where the kernel says so. */
export function mapGradient(name: UnaryGradientKernel, y: Tensor<Float>, g: Tensor<Float>): Tensor<Float> {
  const dx = empty(y.dtype, y.shape)
  kernel(name, y.dtype)(y.pointer, g.pointer, dx.pointer, size(y.shape))
  return dx
}
