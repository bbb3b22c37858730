import type { Case } from 'backprose'
import { frozen, seeded } from 'backprose/engine'
import { activationOf, initializerOf, learn, mnistNet, weightChanges } from './mnist-net.ts'

export const title = '中間層が三つのネットワーク：公開されたコードのとおりと、直したもの（MNIST、784-40-30-20-10）'
export const cases = {
  activation: ['sigmoid', 'relu'],
  initializer: ['normal', 'xavier', 'he'],
  // As published, the output layer is left out of the update.
  code: ['published', 'corrected'],
  seed: [0],
} as const

export function* run({ activation, initializer, code, seed }: Case<typeof cases>) {
  const weights = initializerOf(initializer)
  const output = code === 'published' ? frozen : undefined
  const model = mnistNet([40, 30, 20], weights, () => [activationOf(activation)], output)
  const learning = learn({ model, learningRate: 0.1, steps: 4000, every: 100, random: seeded(seed) })
  const { parameters, testAccuracy } = yield* learning
  return { testAccuracy, weightChanges: weightChanges(model.init(seeded(seed)), parameters) }
}
