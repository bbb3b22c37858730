import type { Case } from 'backprose'
import { mnist } from 'backprose/datasets/mnist'
import {
  accuracy,
  dense,
  he,
  load,
  randomNormal,
  relu,
  seeded,
  sequential,
  sgd,
  sigmoid,
  softmaxCrossEntropy,
  train,
  xavier,
} from 'backprose/engine'

export const title = '活性化関数と初期値による正解率の違い（MNIST、784-40-20-10）'
export const cases = {
  activation: ['sigmoid', 'relu'],
  initializer: ['normal', 'xavier', 'he'],
  seed: [0],
} as const

export function* run({ activation, initializer, seed }: Case<typeof cases>) {
  const { training, test } = load(mnist)
  const f = { sigmoid, relu }[activation]
  const weights = { initializer: { normal: randomNormal({ std: 0.01 }), xavier, he }[initializer] }
  const model = sequential([dense(784, 40, weights), f, dense(40, 20, weights), f, dense(20, 10, weights)])

  let testAccuracy = 0
  const steps = train({
    model,
    loss: softmaxCrossEntropy,
    optimizer: sgd({ learningRate: 0.1 }),
    data: training,
    batchSize: 100,
    steps: 2000,
    every: 10,
    random: seeded(seed),
  })
  for (const { step, parameters, batch } of steps) {
    testAccuracy = accuracy(model, parameters, test)
    yield { step, testAccuracy, batchAccuracy: accuracy(model, parameters, batch) }
  }
  return { testAccuracy }
}
