import type { Case } from 'backprose'
import { mnist } from 'backprose/datasets/mnist'
import {
  accuracy,
  adaGrad,
  adam,
  batchNormalization,
  load,
  momentum,
  rmsProp,
  seeded,
  sgd,
  softmaxCrossEntropy,
  train,
} from 'backprose/engine'
import { activationOf, initializerOf, mnistNet } from './mnist-net.ts'

export const title = '五つの最適化手法と五つの設定（MNIST、784-40-20-10、1000 回）'

const published = ['sgd', 'momentum', 'adaGrad', 'rmsProp', 'adam'] as const
const settings = [
  { activation: 'sigmoid', initializer: 'normal', learningRate: 0.01, normalized: false },
  { activation: 'sigmoid', initializer: 'normal', learningRate: 0.1, normalized: false },
  { activation: 'relu', initializer: 'normal', learningRate: 0.01, normalized: false },
  { activation: 'relu', initializer: 'he', learningRate: 0.01, normalized: false },
  { activation: 'sigmoid', initializer: 'normal', learningRate: 0.01, normalized: true },
] as const
export const cases = settings.flatMap((setting, i) =>
  // Three seeds where there are published results to compare with, and Adam as its authors have it.
  (i === 0 ? [...published, 'correctedAdam' as const] : published).flatMap(optimizer =>
    (i === 0 ? [0, 1, 2] : [0]).map(seed => ({ ...setting, optimizer, seed })),
  ),
)

export function* run({ activation, initializer, learningRate, normalized, optimizer, seed }: Case<typeof cases>) {
  const { training, test } = load(mnist)
  const after = (units: number) => [...(normalized ? [batchNormalization(units)] : []), activationOf(activation)]
  const model = mnistNet([40, 20], initializerOf(initializer), after)
  const steps = train({
    model,
    loss: softmaxCrossEntropy,
    optimizer: {
      sgd: () => sgd({ learningRate }),
      momentum: () => momentum({ learningRate }),
      adaGrad: () => adaGrad({ learningRate, initial: 1e-4, epsilon: 0 }),
      rmsProp: () => rmsProp({ learningRate, decay: 0.99, epsilon: 1e-7 }),
      adam: () => adam({ learningRate, epsilon: 1e-7, biasCorrection: false }),
      correctedAdam: () => adam({ learningRate, epsilon: 1e-7 }),
    }[optimizer](),
    data: training,
    batchSize: 100,
    steps: 1000,
    every: 50,
    random: seeded(seed),
  })
  let testAccuracy = 0
  for (const { step, parameters } of steps) {
    testAccuracy = accuracy(model, parameters, test)
    yield { step, testAccuracy }
  }
  return { testAccuracy }
}
