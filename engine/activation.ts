import { map } from './arithmetic.ts'
import { empty } from './creation.ts'
import { kernel } from './kernels/instance.ts'
import { formatShape, size } from './shape.ts'
import { record } from './tape.ts'
import { type Float, floating, type Tensor } from './tensor.ts'

/** x, as it is. */
export function identity(x: Tensor): Tensor<Float> {
  return floating(x)
}

/** The rectified linear unit max(x, 0), elementwise. Its derivative at 0 is taken as 0. */
export function relu(x: Tensor): Tensor<Float> {
  const y = map('relu', x)
  return record(y, [x, g => elementwise('reluGradient', y, g)])
}

/** The logistic function 1 / (1 + e⁻ˣ), elementwise. */
export function sigmoid(x: Tensor): Tensor<Float> {
  const y = map('sigmoid', x)
  return record(y, [x, g => elementwise('sigmoidGradient', y, g)])
}

/** e^xᵢ / Σⱼ e^xⱼ over the last axis, computed from x − max x so that nothing overflows. */
export function softmax(x: Tensor): Tensor<Float> {
  const { dtype, shape, pointer } = floating(x)
  const columns = shape.at(-1)
  if (!columns) throw new Error(`invalid shape; it has no last axis to sum over: ${formatShape(shape)}`)
  const rows = size(shape) / columns
  const y = empty(dtype, shape)
  kernel('softmax', dtype)(pointer, y.pointer, rows, columns)
  return record(y, [
    x,
    g => {
      const dx = empty(dtype, shape)
      kernel('softmaxGradient', dtype)(y.pointer, g.pointer, dx.pointer, rows, columns)
      return dx
    },
  ])
}

function elementwise(name: 'reluGradient' | 'sigmoidGradient', y: Tensor<Float>, g: Tensor<Float>): Tensor<Float> {
  const dx = empty(y.dtype, y.shape)
  kernel(name, y.dtype)(y.pointer, g.pointer, dx.pointer, size(y.shape))
  return dx
}
