import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { add, multiply } from './arithmetic.ts'
import { batchNormalization } from './batch-normalization.ts'
import { conv2d } from './convolution.ts'
import { tensor } from './creation.ts'
import { grad } from './gradient.ts'
import { im2col } from './im2col.ts'
import { dense, type Layer } from './layer.ts'
import { averagePool2d, maxPool2d } from './pooling.ts'
import { sum } from './reduction.ts'
import type { Float, Tensor } from './tensor.ts'
import type { Pair, WindowOptions } from './window.ts'

interface Values {
  readonly shape: readonly number[]
  readonly values: readonly number[]
}
type ByName<T> = { readonly [name: string]: T }
interface Case {
  readonly layer: keyof typeof layers
  readonly options: Options
  readonly inputs: ByName<Values>
  readonly y: Values
  readonly g: Values
  readonly gradients: ByName<Values>
  /** What the gradients are multiplied by, and the gradients of the sum of that. */
  readonly directions: ByName<Values>
  readonly seconds: ByName<Values>
  /** The running statistics of batch normalization. */
  readonly before?: ByName<Values>
  readonly after?: ByName<Values>
}
interface Options extends WindowOptions {
  readonly inputs: number
  readonly channels: number
  readonly units: number
  readonly size: Pair
  readonly momentum: number
  readonly epsilon: number
  readonly training?: boolean
}

const layers = {
  averagePool2d: ({ size, ...options }: Options) => averagePool2d(size, options),
  batchNormalization: ({ channels, ...options }: Options) => batchNormalization(channels, options),
  conv2d: ({ channels, units, size, ...options }: Options) => conv2d(channels, units, size, options),
  dense: ({ inputs, units }: Options) => dense(inputs, units),
  im2col: ({ size, ...options }: Options): Layer<readonly []> => ({
    name: 'im2col',
    init: () => [],
    apply: (_, x) => im2col(x, size, options),
  }),
  maxPool2d: ({ size, ...options }: Options) => maxPool2d(size, options),
}

const cases: Case[] = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/torch_layers.json'), 'utf8'))

const tolerances = [
  ['float64', 1e-12],
  ['float32', 1e-5],
] as const

test.each(cases.map(item => [item.layer, item] as const))(
  'the gradient of the gradient of %s is that of PyTorch',
  (layer, { options, inputs, g, directions, seconds, before = {} }) => {
    const { apply } = layers[layer](options) as Layer<ByName<Tensor<Float>>>
    const f = ({ x, ...parameters }: ByName<Tensor>) => {
      const statistics = tensors(before, 'float64')
      const y = apply({ ...statistics, ...parameters } as never, x!, { training: options.training ?? false })
      return sum(multiply(y, made(g, 'float64')))
    }
    const product = (p: ByName<Tensor>) => {
      const gradient = grad(f)(p)
      const parts = Object.entries(directions).map(([name, d]) => sum(multiply(gradient[name]!, made(d, 'float64'))))
      return parts.reduce((total, part) => add(total, part))
    }
    const second = grad(product)(tensors(inputs, 'float64'))
    for (const [name, expected] of Object.entries(seconds)) expectClose(second[name]!, expected, 1e-12)
  },
)

test.each(tolerances)('layers and their gradients are those of PyTorch in %s', (dtype, tolerance) => {
  for (const { layer, options, inputs, y, g, gradients, before = {}, after = {} } of cases) {
    const { apply } = layers[layer](options) as Layer<ByName<Tensor<Float>>>
    const statistics = tensors(before, dtype)
    const mode = { training: options.training ?? false }
    const weights = made(g, dtype)
    const f = ({ x, ...parameters }: ByName<Tensor>) => apply({ ...statistics, ...parameters } as never, x!, mode)
    const start = tensors(inputs, dtype)
    const gradient = grad((p: ByName<Tensor>) => sum(multiply(f(p), weights)))(start)
    for (const [name, expected] of Object.entries(after)) expectClose(statistics[name]!, expected, tolerance)
    for (const [name, expected] of Object.entries(gradients)) expectClose(gradient[name]!, expected, tolerance)
    expectClose(f(start), y, tolerance)
  }
})

function made({ values, shape }: Values, dtype: Float): Tensor<Float> {
  return tensor(values, { dtype, shape })
}

function tensors(values: ByName<Values>, dtype: Float): ByName<Tensor<Float>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, made(value, dtype)]))
}

// Relative to the largest element; zeros are zeros.
function expectClose(x: Tensor, { shape, values }: Values, tolerance: number) {
  expect(x.shape).toEqual(shape)
  const scale = Math.max(...values.map(Math.abs))
  const data = x.data
  for (const [i, value] of values.entries()) expect(Math.abs(data[i]! - value)).toBeLessThanOrEqual(tolerance * scale)
}
