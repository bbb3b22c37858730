import type { Case } from 'backprose'
import { mnist } from 'backprose/datasets/mnist'
import {
  accuracy,
  arange,
  dropout,
  item,
  l1Penalty,
  l2Penalty,
  load,
  type Model,
  predict,
  relu,
  type Samples,
  samplesAt,
  scope,
  seeded,
  sgd,
  softmaxCrossEntropy,
  type Tree,
  train,
} from 'backprose/engine'
import { initializerOf, mnistNet } from './mnist-net.ts'

export const title = '過学習と、それを抑える方法（MNIST、784-100-100-10）'

const methods = [
  { method: 'none', strength: 0, images: 300 },
  { method: 'l1', strength: 0.001, images: 300 },
  { method: 'l2', strength: 0.03, images: 300 },
  { method: 'dropout', strength: 0.5, images: 300 },
  { method: 'none', strength: 0, images: 3000 },
] as const
const others = [
  ...[0.0001, 0.0003, 0.003, 0.01].map(strength => ({ method: 'l1', strength, images: 300 }) as const),
  ...[0.003, 0.01, 0.1, 0.2].map(strength => ({ method: 'l2', strength, images: 300 }) as const),
]
export const cases = [
  ...methods.flatMap(method => [0, 1, 2].map(seed => ({ ...method, seed }))),
  ...others.map(method => ({ ...method, seed: 0 })),
]

export function* run({ method, strength, images, seed }: Case<typeof cases>) {
  const { training, test } = load(mnist)
  const few = samplesAt(training, arange(images, { dtype: 'int32' }))
  const after = () => [relu, ...(method === 'dropout' ? [dropout(strength)] : [])]
  const model = mnistNet([100, 100], initializerOf('he'), after)
  const options = { strength, only: (path: string) => path.endsWith('.W') }
  const penalties = {
    l1: (parameters: Tree) => l1Penalty(parameters, options),
    l2: (parameters: Tree) => l2Penalty(parameters, options),
  }
  const steps = train({
    model,
    loss: softmaxCrossEntropy,
    ...((method === 'l1' || method === 'l2') && { penalty: penalties[method] }),
    optimizer: sgd({ learningRate: 0.1 }),
    data: few,
    batchSize: 100,
    steps: 1000,
    every: 100,
    random: seeded(seed),
  })
  let last = { trainingAccuracy: 0, testAccuracy: 0, trainingLoss: 0, testLoss: 0 }
  for (const { step, parameters } of steps) {
    last = {
      trainingAccuracy: accuracy(model, parameters, few),
      testAccuracy: accuracy(model, parameters, test),
      trainingLoss: lossOn(few, model, parameters),
      testLoss: lossOn(test, model, parameters),
    }
    yield { step, ...last }
  }
  return last
}

/** 罰則を含まない損失。 */
function lossOn<P extends Tree>(samples: Samples, model: Model<P>, parameters: P): number {
  return scope(() => item(softmaxCrossEntropy(predict(model, parameters, samples), samples.targets)))
}
