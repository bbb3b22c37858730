import { reduce } from './broadcast.ts'
import { mapGradient } from './elementary.ts'
import { kernel } from './kernels/instance.ts'
import { product } from './matmul.ts'
import { isNested, record } from './tape.ts'
import { type Float, isFloating, type Tensor } from './tensor.ts'

/**
 * x·W + b, or `relu` of it, bit for bit, without making what lies between. Undefined where only the functions
 * themselves will do: for x that is no matrix of W's dtype and rows, and if gradients are differentiated.
 */
export function affine(
  x: Tensor,
  W: Tensor<Float>,
  b: Tensor<Float>,
  { rectified }: { readonly rectified: boolean },
): Tensor<Float> | undefined {
  if (isNested()) return undefined
  const [[m = 0, k = 0], [inputs, n = 0], { dtype }] = [x.shape, W.shape, W]
  if (!isFloating(x) || x.shape.length !== 2 || k !== inputs || x.dtype !== dtype || b.dtype !== dtype) return undefined
  const y = product(x, W, { m, n, k, shape: [m, n] })
  kernel('addBias', dtype)(y.pointer, b.pointer, m, n, rectified)
  // All three gradients begin with that of ReLU.
  let known: { readonly g: Tensor<Float>; readonly delta: Tensor<Float> } | undefined
  const delta = (g: Tensor<Float>) => {
    if (!rectified) return g
    if (known?.g !== g) known = { g, delta: mapGradient('reluGradient', y, g) }
    return known.delta
  }
  return record(
    y,
    [x, g => product(delta(g), W, { m, n: k, k: n, shape: x.shape, transposeB: true })],
    [W, g => product(x, delta(g), { m: k, n, k: m, shape: W.shape, transposeA: true })],
    [b, g => reduce(delta(g), b.shape)],
  )
}
