import { expect, expectTypeOf, test } from 'vitest'
import { relu } from './activation.ts'
import { activation } from './activation-name.ts'
import { tensor, zeros } from './creation.ts'
import { constant, randomNormal } from './initializer.ts'
import { type DenseParameters, dense, sequential } from './layer.ts'
import { normal, seeded } from './random.ts'

test('dense is x·W + b', () => {
  const W = tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ])
  const b = tensor([10, 20])
  const layer = dense(3, 2)
  expect(layer.apply({ W, b }, tensor([[1, 0, 1]]))).toMatchObject({ shape: [1, 2], data: Float32Array.of(16, 28) })
  expect(layer.apply({ W, b }, tensor([0, 1, 0])).data).toEqual(Float32Array.of(13, 24))
  expect(() => layer.apply({ W, b }, zeros([4, 2]))).toThrow('invalid shape; dense(3, 2) takes (…, 3): (4, 2)')
  expect(() => layer.apply({ W, b }, zeros([4, 3], { dtype: 'float64' }))).toThrow(
    'invalid dtypes; cast one to the other: dense(3, 2) has float32, its input float64',
  )
})

test('weights are drawn in the order of layers, biases are zeros', () => {
  const model = sequential([dense(2, 3, { initializer: randomNormal({ std: 0.5 }) }), relu, dense(3, 1)])
  const parameters = model.init(seeded(1), { dtype: 'float64' })
  expectTypeOf(parameters).toExtend<readonly [DenseParameters, readonly [], DenseParameters]>()
  const random = seeded(1)
  expect(parameters[0].W.data).toEqual(normal(random, [2, 3], { std: 0.5, dtype: 'float64' }).data)
  expect(parameters[2].W.data).toEqual(normal(random, [3, 1], { std: Math.sqrt(1 / 3), dtype: 'float64' }).data)
  expect(parameters[0].b).toMatchObject({ dtype: 'float64', data: Float64Array.of(0, 0, 0) })
  expect(model.name).toBe('sequential(dense(2, 3), relu, dense(3, 1))')
})

test('sequential applies one layer after the other, and nests', () => {
  const W = tensor([[-1, 1]])
  const b = zeros([2])
  const model = sequential([sequential([dense(1, 2), relu]), dense(2, 1, { initializer: constant(2) })])
  const sum = { W: tensor([[2], [2]]), b: tensor([1]) }
  expect(model.apply([[{ W, b }, []], sum], tensor([[3], [-4]])).data).toEqual(Float32Array.of(7, 9))
})

test('activations by name', () => {
  const model = sequential([dense(1, 1), activation('relu')])
  expect(model.name).toBe('sequential(dense(1, 1), relu)')
  expect(activation('tanh')(zeros([1])).data).toEqual(Float32Array.of(0))
  expect(() => activation('swish' as never)).toThrow(
    'unknown activation; not one of identity, step, sigmoid, tanh, relu, leakyRelu, gelu, softplus, softmax: swish',
  )
  expect(() => activation('toString' as never)).toThrow('unknown activation')
})
