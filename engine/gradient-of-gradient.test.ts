import { describe, expect, test } from 'vitest'
import { gelu, leakyRelu, logSoftmax, logSumExp, relu, sigmoid, softmax, softplus } from './activation.ts'
import {
  abs,
  add,
  clip,
  divide,
  exp,
  log,
  maximum,
  minimum,
  multiply,
  negate,
  power,
  sqrt,
  square,
  subtract,
} from './arithmetic.ts'
import { batchNormalization } from './batch-normalization.ts'
import { greater } from './comparison.ts'
import { conv2d } from './convolution.ts'
import { item, ones, tensor, zeros } from './creation.ts'
import { atan, cos, cosh, erf, expm1, log1p, log2, log10, sin, sinh, tan, tanh } from './elementary.ts'
import { expectCentralDifferences, weighted } from './fixtures/differences.ts'
import { grad } from './gradient.ts'
import { tril } from './grid.ts'
import { dense, flatten, type Layer, sequential, trainable } from './layer.ts'
import { reshape, take, takeLast, transpose } from './layout.ts'
import { where } from './logic.ts'
import { binaryCrossEntropy, meanSquaredError, softmaxCrossEntropy, squaredError } from './loss.ts'
import { matmul, outer } from './matmul.ts'
import { memorySize } from './memory.ts'
import { averagePool2d, maxPool2d } from './pooling.ts'
import { normal, seeded, uniform } from './random.ts'
import { cumsum, max, mean, min, std, sum, variance } from './reduction.ts'
import type { Shape } from './shape.ts'
import { broadcastTo, concatenate, expandDims, pad, slice, stack } from './slicing.ts'
import { sort } from './sorting.ts'
import { scope, type Tensor } from './tensor.ts'
import { leaves, type Tree } from './tree.ts'

const dtype = 'float64'

const positive = (seed: number, shape: Shape) => uniform(seeded(seed), shape, { low: 0.5, high: 1.5, dtype })
const any = (seed: number, shape: Shape) => normal(seeded(seed), shape, { dtype })

// A scalar that depends on every element of the gradient differently: its own gradient is a product with the Hessian.
function ofGradient<T extends Tree>(f: (parameters: T) => Tensor): (parameters: T) => Tensor {
  return parameters => leaves(grad(f)(parameters)).map(weighted).reduce<Tensor>(add, zeros([], { dtype }))
}

describe('gradients of gradients equal central differences of gradients', () => {
  const cube = (x: Tensor) => multiply(x, square(x))
  const onOne: Record<string, (x: Tensor) => Tensor> = {
    ...{ abs, atan, cos, cosh, erf, exp, expm1, log, log10, log1p, log2, logSoftmax, gelu, leakyRelu, negate, relu },
    ...{
      sigmoid,
      sin,
      sinh,
      softmax,
      softplus,
      sqrt,
      square,
      tan,
      tanh,
      logSumExp,
      max,
      mean,
      min,
      std,
      sum,
      variance,
    },
    clip: x => clip(x, 0.6, 1.2),
    'cumsum of cubes': x => cumsum(cube(x), 1),
    'sort of cubes': x => sort(cube(x)),
    'max over an axis of cubes': x => max(cube(x), 1),
    'slice of cubes': x => slice(cube(x), [1], [null, null, -2]),
    'pad of cubes': x => pad(cube(x), 1),
    'take of cubes': x => take(cube(x), [1, 0, 1]),
    'takeLast of cubes': x => takeLast(cube(x), tensor(Int32Array.of(1, 0, 2))),
    'transpose of cubes': x => transpose(reshape(cube(x), [2, 3, 2]), [2, 0, 1]),
    'joined cubes': x => concatenate([cube(x), x], 1),
    'stacked cubes': x => stack([cube(x), x], 1),
    'broadcast cubes': x => broadcastTo(expandDims(cube(x), 0), [2, 3, 4]),
    'tril of cubes': x => tril(cube(x)),
    'where of cubes': x => where(greater(x, 1), cube(x), square(x)),
    'power of 3': x => power(x, 3),
    'power of 2': x => power(2, x),
    'max pooling of cubes': x => maxPool2d(2, { stride: 1 }).apply([], reshape(cube(x), [1, 1, 3, 4])),
    'mean pooling of cubes': x => averagePool2d(2, { stride: 1 }).apply([], reshape(cube(x), [1, 1, 3, 4])),
  }
  test.each(Object.entries(onOne))('%s', (_, f) => {
    expectCentralDifferences(
      ofGradient((x: Tensor) => weighted(f(x))),
      positive(7, [3, 4]),
    )
  })

  const onTwo: Record<string, readonly [(a: Tensor, b: Tensor) => Tensor, Shape, Shape]> = {
    ...Object.fromEntries(
      Object.entries({ add, subtract, multiply, divide, maximum, minimum, power }).map(([name, f]) => [
        name,
        [f, [2, 3], [3]] as const,
      ]),
    ),
    matmul: [matmul, [2, 3], [3, 2]],
    'matmul of vectors': [matmul, [3], [3]],
    'matmul of a matrix and a vector': [matmul, [2, 3], [3]],
    'matmul over leading axes': [matmul, [2, 1, 2, 3], [2, 3, 2]],
    outer: [outer, [2], [3]],
    binaryCrossEntropy: [(y, d) => binaryCrossEntropy(y, sigmoid(d)), [2, 3], [2, 3]],
    meanSquaredError: [meanSquaredError, [2, 3], [2, 3]],
    squaredError: [squaredError, [2, 3], [2, 3]],
  }
  test.each(Object.entries(onTwo))('%s', (_, [f, a, b]) => {
    expectCentralDifferences(
      ofGradient(([x, y]: readonly [Tensor, Tensor]) => weighted(f(x, y))),
      [positive(5, a), positive(6, b)] as const,
    )
  })

  const labels = tensor(Uint8Array.of(0, 1, 1))
  test.each([
    ['dense layers', sequential([dense(4, 3), relu, dense(3, 3), tanh, dense(3, 2)]), [3, 4]],
    ['convolution', sequential([conv2d(1, 2, 2), relu, maxPool2d(2), flatten, dense(2, 2)]), [3, 1, 3, 3]],
    ['batch normalization', sequential([dense(4, 3), batchNormalization(3), sigmoid, dense(3, 2)]), [3, 4]],
  ] as [string, Layer, Shape][])('a net with %s', (_, model, shape) => {
    const parameters = model.init(seeded(3), { dtype })
    const x = any(1, shape)
    for (const training of [false, true]) {
      const f = () => softmaxCrossEntropy(model.apply(parameters, x, { training }), labels)
      expectCentralDifferences(ofGradient(f), trainable(model, parameters))
    }
  })
  test('a Hessian by hand, and a third derivative', () => {
    const f = ([x, y]: readonly [Tensor, Tensor]) => sum(multiply(multiply(x, square(y)), exp(x)))
    const point = [tensor([0.5], { dtype }), tensor([2], { dtype })] as const
    const [xx, xy] = grad((p: typeof point) => sum(grad(f)(p)[0]))(point)
    // f = x y² eˣ: ∂²f/∂x² = (2 + x) y² eˣ, ∂²f/∂x∂y = 2 (1 + x) y eˣ
    const power = Math.exp(0.5)
    expect(item(xx)).toBeCloseTo(2.5 * 4 * power, 12)
    expect(item(xy)).toBeCloseTo(2 * 1.5 * 2 * power, 12)
    const third = grad((x: Tensor) => sum(grad((x: Tensor) => sum(grad((x: Tensor) => sum(power4(x)))(x)))(x)))
    expect(item(third(tensor([2], { dtype })))).toBe(48)
  })
  const power4 = (x: Tensor) => square(square(x))

  test('what is made on the way is released', () => {
    const before = memorySize()
    for (let i = 0; i < 50; i++)
      scope(() => void grad((x: Tensor) => sum(grad((x: Tensor) => sum(power4(x)))(x)))(ones([5000])))
    expect(memorySize() - before).toBeLessThan(50 * 20000)
  })
})
