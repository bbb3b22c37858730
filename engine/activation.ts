import { finite } from './argument.ts'
import { add, exp, log, map, multiply, square, subtract } from './arithmetic.ts'
import { greater, isInf } from './comparison.ts'
import { empty } from './creation.ts'
import { derivative, erf } from './elementary.ts'
import { kernel } from './kernels/instance.ts'
import { reshape, stopGradient } from './layout.ts'
import { where } from './logic.ts'
import { type Axes, max, type Reduction, sum } from './reduction.ts'
import { axesOf } from './region.ts'
import { formatShape, size } from './shape.ts'
import { isRecording, record } from './tape.ts'
import { type Float, floating, type Tensor } from './tensor.ts'

/** x, as it is. */
export function identity(x: Tensor): Tensor<Float> {
  return floating(x, 'identity')
}

/** The unit step: 1 where x > 0, else 0 (of NaN too), elementwise. Its derivative is 0: nothing learns through it. */
export function step(x: Tensor): Tensor<Float> {
  return map('step', x)
}

/** The rectified linear unit max(x, 0), elementwise. Its derivative at 0 is taken as 0. */
export function relu(x: Tensor): Tensor<Float> {
  const y = map('relu', x)
  return record(y, [x, g => derivative('reluGradient', y, g, () => where(greater(y, 0), g, 0))])
}

/**
 * x where x > 0, else slope · x, elementwise (Maas et al. 2013). Its derivative at 0 is the slope.
 *
 * @param options.slope defaults to 0.01
 */
export function leakyRelu(x: Tensor, { slope = 0.01 }: { readonly slope?: number } = {}): Tensor<Float> {
  const { dtype, shape, pointer } = floating(x, 'leakyRelu')
  finite('slope of leakyRelu', slope)
  const y = empty(dtype, shape)
  kernel('leakyRelu', dtype)(pointer, y.pointer, slope, size(shape))
  const product = (g: Tensor<Float>): Tensor<Float> => {
    const dx = empty(dtype, shape)
    kernel('leakyReluGradient', dtype)(x.pointer, g.pointer, dx.pointer, slope, size(shape))
    return record(dx, [g, product])
  }
  return record(y, [x, product])
}

/** The logistic function 1 / (1 + e⁻ˣ), elementwise. */
export function sigmoid(x: Tensor): Tensor<Float> {
  const y = map('sigmoid', x)
  return record(y, [x, g => derivative('sigmoidGradient', y, g, () => multiply(multiply(g, y), subtract(1, y)))])
}

/** log(1 + eˣ), elementwise: a smooth ReLU, whose derivative is the sigmoid. Computed as max(x, 0) + log(1 + e^−|x|). */
export function softplus(x: Tensor): Tensor<Float> {
  return record(map('softplus', x), [x, g => multiply(g, sigmoid(x))])
}

/**
 * The Gaussian error linear unit x Φ(x), elementwise, Φ being the distribution function of N(0, 1): exact, by the error
 * function, and not the approximation by tanh (Hendrycks and Gimpel 2016).
 */
export function gelu(x: Tensor): Tensor<Float> {
  return record(map('gelu', x), [
    x,
    g => derivative('geluGradient', x as Tensor<Float>, g, () => multiply(g, geluSlope(x as Tensor<Float>))),
  ])
}

// Φ(x) + x φ(x)
function geluSlope(x: Tensor<Float>): Tensor<Float> {
  const share = multiply(add(erf(multiply(x, Math.SQRT1_2)), 1), 0.5)
  const density = multiply(exp(multiply(square(x), -0.5)), 0.3989422804014327)
  return add(share, multiply(x, density))
}

/** e^xᵢ / Σⱼ e^xⱼ over the last axis, computed from x − max x so that nothing overflows. */
export function softmax(x: Tensor): Tensor<Float> {
  return overRows('softmax', x)
}

/** log softmax(x) = x − log Σⱼ e^xⱼ over the last axis, computed from x − max x: no logarithm is taken of 0. */
export function logSoftmax(x: Tensor): Tensor<Float> {
  return overRows('logSoftmax', x)
}

/**
 * log Σ eˣ over axes, which are dropped, or over all elements: computed from x − max x, so that nothing overflows. Its
 * gradient is the softmax.
 */
export function logSumExp(x: Tensor, axes?: Axes, options?: Reduction): Tensor<Float> {
  floating(x, 'logSumExp')
  if (axes !== undefined) axesOf('logSumExp', x.shape, [axes].flat())
  const largest = stopGradient(max(x as Tensor<Float>, axes, { keepDims: true }))
  // An infinite largest is left alone: ∞ − ∞ is not a number.
  const offset = where(isInf(largest), 0, largest)
  const logarithm = log(sum(exp(subtract(x, offset)), axes, options))
  return add(logarithm, reshape(offset, logarithm.shape))
}

function overRows(name: 'softmax' | 'logSoftmax', x: Tensor): Tensor<Float> {
  const { dtype, shape, pointer } = floating(x, name)
  const columns = shape.at(-1)
  if (!columns)
    throw new Error(`invalid shape; ${name} sums over the last axis, which has nothing: ${formatShape(shape)}`)
  const rows = size(shape) / columns
  const y = empty(dtype, shape)
  kernel(name, dtype)(pointer, y.pointer, rows, columns)
  return record(y, [
    x,
    g => {
      if (isRecording()) return name === 'softmax' ? softmaxProduct(y, g) : logSoftmaxProduct(y, g)
      const dx = empty(dtype, shape)
      kernel(`${name}Gradient`, dtype)(y.pointer, g.pointer, dx.pointer, rows, columns)
      return dx
    },
  ])
}

function softmaxProduct(y: Tensor<Float>, g: Tensor<Float>): Tensor<Float> {
  return multiply(y, subtract(g, sum(multiply(g, y), -1, { keepDims: true })))
}

function logSoftmaxProduct(y: Tensor<Float>, g: Tensor<Float>): Tensor<Float> {
  return subtract(g, multiply(exp(y), sum(g, -1, { keepDims: true })))
}
