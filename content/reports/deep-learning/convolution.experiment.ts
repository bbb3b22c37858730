import type { Case } from 'backprose'
import { mnist } from 'backprose/datasets/mnist'
import {
  accuracy,
  adam,
  arange,
  conv2d,
  dense,
  flatten,
  leaves,
  load,
  type Model,
  maxPool2d,
  randomNormal,
  relu,
  samplesAt,
  seeded,
  sequential,
  softmaxCrossEntropy,
  type Tree,
  train,
  unflatten,
} from 'backprose/engine'

export const title = '畳み込みニューラルネットワークと全結合だけのネットワーク（MNIST、訓練画像 5000 枚）'
export const cases = { net: ['convolution', 'dense'], steps: [1000], seed: [0] } as const

export function* run({ net, steps, seed }: Case<typeof cases>) {
  const { training, test } = load(mnist)
  const first = (n: number) => arange(n, { dtype: 'int32' })
  const few = samplesAt(training, first(5000))
  const [fewer, tested] = [samplesAt(few, first(1000)), samplesAt(test, first(1000))]
  const weights = { initializer: randomNormal({ std: 0.01 }) }
  const features = {
    convolution: [unflatten([1, 28, 28]), conv2d(1, 30, 5, weights), relu, maxPool2d(2), flatten],
    dense: [],
  }[net]
  const inputs = { convolution: 30 * 12 * 12, dense: 28 * 28 }[net]
  const model: Model<readonly Tree[]> = sequential([
    ...features,
    dense(inputs, 100, weights),
    relu,
    dense(100, 10, weights),
  ])
  const random = seeded(seed)
  const parameters = model.init(random)
  const learning = train({
    model,
    parameters,
    loss: softmaxCrossEntropy,
    optimizer: adam({ learningRate: 1e-3 }),
    data: few,
    batchSize: 100,
    steps,
    random,
    every: 100,
  })
  for (const { step } of learning)
    yield {
      step,
      trainingAccuracy: accuracy(model, parameters, fewer),
      testAccuracy: accuracy(model, parameters, tested),
    }
  const filtersOf = (parameters: readonly Tree[]) => (net === 'convolution' ? leaves(parameters)[0]! : null)
  // As they were drawn, and as they came out.
  const [before, after] = [filtersOf(model.init(seeded(seed))), filtersOf(parameters)]
  return {
    testAccuracy: accuracy(model, parameters, test),
    parameters: leaves(parameters).reduce((total, { data }) => total + data.length, 0),
    filters: { before, after },
    sizeBefore: before && rootMeanSquare([...before.data]),
    sizeAfter: after && rootMeanSquare([...after.data]),
    similarityBefore: before && similarity([...before.data]),
    similarityAfter: after && similarity([...after.data]),
  }
}

function rootMeanSquare(weights: readonly number[]): number {
  return Math.sqrt(weights.reduce((total, w) => total + w * w, 0) / weights.length)
}

/** 5 × 5 のフィルターで右または下に隣り合う重みの積の平均を、重みの二乗の平均で割ったもの。 */
function similarity(weights: readonly number[]): number {
  const products = weights.flatMap((weight, i) => [
    ...(i % 5 < 4 ? [weight * weights[i + 1]!] : []),
    ...(i % 25 < 20 ? [weight * weights[i + 5]!] : []),
  ])
  const size = rootMeanSquare(weights)
  return products.reduce((total, product) => total + product, 0) / products.length / (size * size)
}
