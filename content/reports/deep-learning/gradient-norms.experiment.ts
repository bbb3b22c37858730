import type { Case } from 'backprose'
import { mnist } from 'backprose/datasets/mnist'
import { arange, cast, divide, grad, load, norm, seeded, softmaxCrossEntropy, take } from 'backprose/engine'
import { activationOf, initializerOf, mnistNet, parametersCalled } from './mnist-net.ts'

export const title = '学習を始める前の、層ごとの重みの勾配の大きさ（MNIST、784-40-20-10、訓練画像 1000 枚）'
export const cases = {
  activation: ['sigmoid', 'relu'],
  initializer: ['normal', 'xavier', 'he'],
  seed: [0],
} as const

export function* run({ activation, initializer, seed }: Case<typeof cases>) {
  const { inputs, targets } = load(mnist).training
  const first = arange(1000, { dtype: 'int32' })
  const x = divide(cast(take(inputs, first), 'float32'), 255)
  const labels = take(targets, first)
  const model = mnistNet([40, 20], initializerOf(initializer), () => [activationOf(activation)])
  const parameters = model.init(seeded(seed))
  const gradients = grad((p: typeof parameters) => softmaxCrossEntropy(model.apply(p, x), labels))(parameters)
  // The root of the mean square: layers of different sizes compare.
  for (const [i, W] of parametersCalled('W', gradients).entries())
    yield { layer: i + 1, gradient: norm(W) / Math.sqrt(W.data.length) }
}
