import { empty } from './creation.ts'
import { kernel } from './kernels/instance.ts'
import { allocate, free } from './memory.ts'
import { size } from './shape.ts'
import { isNested, isTracked, record } from './tape.ts'
import { type Float, isFloating, type Tensor } from './tensor.ts'
import type { Windows } from './window.ts'

/**
 * `maxPool2d(2)` of `relu` of a convolution of stride 1 without padding, bit for bit, without making what lies between.
 * Undefined where only the layers themselves will do: if x is differentiated by, or holds Infinity or NaN,
 * and if gradients are differentiated.
 *
 * @param windows of the convolution on x
 */
export function convolvedAndPooled(
  x: Tensor,
  W: Tensor<Float>,
  b: Tensor<Float>,
  { images, channels, height, width, size: [sizeY, sizeX], stride, padding, count }: Windows,
): Tensor<Float> | undefined {
  const plain = stride.every(n => n === 1) && padding.every(n => n === 0) && count.every(n => n > 1)
  if (!plain || !isFloating(x) || x.dtype !== W.dtype || images === 0 || isTracked(x) || isNested()) return undefined
  const { dtype, pointer } = x
  const [units = 0] = b.shape
  // The gradient of a single bias is a sum of contiguous elements, whose order is another one.
  if (units === 1 || !kernel('isFinite', dtype)(pointer, size(x.shape))) return undefined
  const cells = count.map(n => Math.floor(n / 2)) as [number, number]
  const [y, at] = [empty(dtype, [images, units, ...cells]), empty(dtype, [images, units, ...cells])]
  const shape = [images, channels, height, width, sizeY, sizeX, units] as const
  const withScratch = (f: (scratch: number) => void) => {
    const bytes = kernel('convolvePoolScratch', dtype)(channels * sizeY * sizeX, size(cells), units)
    const scratch = allocate(bytes)
    f(scratch)
    free(scratch, bytes)
  }
  withScratch(scratch =>
    kernel('convolvePool', dtype)(pointer, W.pointer, b.pointer, y.pointer, at.pointer, ...shape, scratch),
  )
  // Both gradients come of one pass.
  let known: { readonly g: Tensor<Float>; readonly dW: Tensor<Float>; readonly db: Tensor<Float> } | undefined
  const gradients = (g: Tensor<Float>) => {
    if (known?.g === g) return known
    const [dW, db] = [empty(dtype, W.shape), empty(dtype, b.shape)]
    withScratch(scratch => {
      const operands = [x.pointer, y.pointer, at.pointer, g.pointer, dW.pointer, db.pointer] as const
      kernel('convolvePoolGradient', dtype)(...operands, ...shape, scratch)
    })
    known = { g, dW, db }
    return known
  }
  return record(y, [W, g => gradients(g).dW], [b, g => gradients(g).db])
}
