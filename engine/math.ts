import { kernels } from './kernels/instance.ts'

// The functions of the global `Math` whose results the language leaves to each implementation, compiled into the
// kernels (musl's algorithms) and therefore the same bits everywhere. Within 2 ulp, special cases as in ECMA-262.

/** The inverse cosine, in [0, π]. */
export function acos(x: number): number {
  return kernels().acos(x)
}
/** The inverse hyperbolic cosine. */
export function acosh(x: number): number {
  return kernels().acosh(x)
}
/** The inverse sine, in [−π/2, π/2]. */
export function asin(x: number): number {
  return kernels().asin(x)
}
/** The inverse hyperbolic sine. */
export function asinh(x: number): number {
  return kernels().asinh(x)
}
/** The inverse tangent, in [−π/2, π/2]. */
export function atan(x: number): number {
  return kernels().atan(x)
}
/** The angle of the point (x, y), in [−π, π]. */
export function atan2(y: number, x: number): number {
  return kernels().atan2(y, x)
}
/** The inverse hyperbolic tangent. */
export function atanh(x: number): number {
  return kernels().atanh(x)
}
/** The cube root. */
export function cbrt(x: number): number {
  return kernels().cbrt(x)
}
/** The cosine of an angle in radians. */
export function cos(x: number): number {
  return kernels().cos(x)
}
/** The hyperbolic cosine. */
export function cosh(x: number): number {
  return kernels().cosh(x)
}
/** eˣ */
export function exp(x: number): number {
  return kernels().exp(x)
}
/** eˣ − 1, exact to the last places for small x too. */
export function expm1(x: number): number {
  return kernels().expm1(x)
}
/** The natural logarithm. */
export function log(x: number): number {
  return kernels().log(x)
}
/** The logarithm to base 10. */
export function log10(x: number): number {
  return kernels().log10(x)
}
/** log(1 + x), exact to the last places for small x too. */
export function log1p(x: number): number {
  return kernels().log1p(x)
}
/** The logarithm to base 2. */
export function log2(x: number): number {
  return kernels().log2(x)
}
/** xʸ. As in the language, and unlike in C, NaN for (±1)^±∞ and for 1^NaN. */
export function pow(x: number, y: number): number {
  return Number.isFinite(y) || (x !== 1 && x !== -1) ? kernels().pow(x, y) : Number.NaN
}
/** The sine of an angle in radians. */
export function sin(x: number): number {
  return kernels().sin(x)
}
/** The hyperbolic sine. */
export function sinh(x: number): number {
  return kernels().sinh(x)
}
/** The tangent of an angle in radians. */
export function tan(x: number): number {
  return kernels().tan(x)
}
/** The hyperbolic tangent. */
export function tanh(x: number): number {
  return kernels().tanh(x)
}
