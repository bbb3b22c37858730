import fc from 'fast-check'
import { expect, test } from 'vitest'
import { relu } from './activation.ts'
import { add, multiply } from './arithmetic.ts'
import { valueAndGrad } from './gradient.ts'
import { type DenseParameters, dense, type Layer, sequential } from './layer.ts'
import { matmul } from './matmul.ts'
import { normal, seeded } from './random.ts'
import { sum } from './reduction.ts'
import { type Float, scope, type Tensor, view } from './tensor.ts'
import { leaves } from './tree.ts'

// The layer as its functions, one by one.
function apart(inputs: number, units: number): Layer<DenseParameters> {
  const { name, init } = dense(inputs, units)
  return { name, init, apply: ({ W, b }, x) => add(matmul(x, W), b) }
}

// The output of layers with ReLU between, and its gradients by parameters and input.
function results(layer: typeof dense, [m, k, n, out]: number[], dtype: Float, seed: number, special?: number) {
  const random = seeded(seed)
  const model = sequential([layer(k!, n!), relu, layer(n!, out!)])
  const parameters = model.init(random, { dtype })
  const [x, dy] = [normal(random, [m!, k!], { dtype }), normal(random, [m!, out!], { dtype })]
  for (const { b } of [parameters[0], parameters[2]]) view(b).set(normal(random, b.shape).data)
  if (special !== undefined) view(x)[0] = special
  const loss = ([p, x]: readonly [typeof parameters, Tensor]) => {
    const y = model.apply(p, x)
    return [sum(multiply(y, dy)), y] as const
  }
  const { gradient, auxiliary } = valueAndGrad(loss)([parameters, x])
  return [auxiliary, ...leaves(gradient)].map(({ shape, data }) => ({ shape, data }))
}

test('product, bias and ReLU at once are bit for bit what they are one by one', () => {
  const length = fc.integer({ min: 1, max: 30 })
  const dtype = fc.constantFrom<Float>('float32', 'float64')
  const special = fc.constantFrom(undefined, NaN, Infinity, -Infinity, -0)
  fc.assert(
    fc.property(fc.tuple(length, length, length, length), dtype, length, special, (shape, dtype, seed, special) =>
      scope(() => {
        const found = results(dense, shape, dtype, seed, special)
        expect(found).toEqual(results(apart, shape, dtype, seed, special))
      }),
    ),
    { numRuns: 60 },
  )
})

test('errors are those of the layer', () => {
  const model = sequential([dense(3, 2), relu])
  const parameters = model.init(seeded(0))
  expect(() => model.apply(parameters, normal(seeded(1), [4, 2]))).toThrow(
    'invalid shape; dense(3, 2) takes (…, 3): (4, 2)',
  )
  expect(model.apply(parameters, normal(seeded(1), [3]))).toMatchObject({ shape: [2] })
})
