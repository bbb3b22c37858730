import type { Case } from 'backprose'
import { seeded } from 'backprose/engine'
import { activationOf, commonestAnswer, initializerOf, learn, mnistNet } from './mnist-net.ts'

export const title = '活性化関数と初期値による正解率の違い（MNIST、784-40-20-10）'
export const cases = {
  activation: ['sigmoid', 'relu'],
  initializer: ['normal', 'xavier', 'he'],
  seed: [0, 1, 2],
} as const

export function* run({ activation, initializer, seed }: Case<typeof cases>) {
  const model = mnistNet([40, 20], initializerOf(initializer), () => [activationOf(activation)])
  const learning = learn({ model, learningRate: 0.1, steps: 2000, every: 50, random: seeded(seed) })
  const { parameters, test, testAccuracy } = yield* learning
  return { testAccuracy, commonestAnswer: commonestAnswer(model, parameters, test) }
}
