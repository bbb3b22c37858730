// What the experiments on MNIST share: nets as they are named in `cases`, how they learn, and what is asked of them.
import { mnist } from 'backprose/datasets/mnist'
import {
  type Activation,
  accuracy,
  argmax,
  dense,
  he,
  type Initializer,
  type Layer,
  leaves,
  load,
  type Model,
  norm,
  predict,
  type Random,
  randomNormal,
  relu,
  type Samples,
  scope,
  sequential,
  sgd,
  sigmoid,
  softmaxCrossEntropy,
  subtract,
  type Tensor,
  type Tree,
  train,
  xavier,
} from 'backprose/engine'

export function activationOf(name: 'sigmoid' | 'relu'): Activation {
  return { sigmoid, relu }[name]
}

/** `normal` is N(0, 0.01²). */
export function initializerOf(name: 'normal' | 'xavier' | 'he'): Initializer {
  return { normal: randomNormal({ std: 0.01 }), xavier, he }[name]
}

type Layers = (Layer | Activation)[]

/** 784 pixels, dense hidden layers with what `after` puts behind each, ten logits. */
export function mnistNet(
  hidden: readonly number[],
  initializer: Initializer,
  after: (units: number) => Layers,
  output: (layer: Layer) => Layer = layer => layer,
) {
  const inputs = [784, ...hidden]
  const layers = hidden.flatMap((units, i): Layers => [dense(inputs[i]!, units, { initializer }), ...after(units)])
  return sequential([...layers, output(dense(inputs.at(-1)!, 10, { initializer }))])
}

export interface Learning<P extends Tree> {
  readonly model: Model<P>
  readonly learningRate: number
  readonly steps: number
  readonly every: number
  readonly random: Random
}

/** Learns by SGD from batches of 100 images, and yields the accuracy on all 10,000 test images. */
export function* learn<P extends Tree>({ model, learningRate, random, ...options }: Learning<P>) {
  const { training, test } = load(mnist)
  const parameters = model.init(random)
  const optimizer = sgd({ learningRate })
  const data = { data: training, batchSize: 100, random }
  let testAccuracy = 0
  for (const { step } of train({ model, parameters, loss: softmaxCrossEntropy, optimizer, ...data, ...options })) {
    testAccuracy = accuracy(model, parameters, test)
    yield { step, testAccuracy }
  }
  return { parameters, test, testAccuracy }
}

/** The share of samples that get the answer given most often: 1 of a net that gives all of them the same. */
export function commonestAnswer<P extends Tree>(model: Model<P>, parameters: P, samples: Samples): number {
  const answers = scope(() => argmax(predict(model, parameters, samples), -1)).data
  const counts = new Array<number>(10).fill(0)
  for (const answer of answers) counts[answer]!++
  return Math.max(...counts) / answers.length
}

/** The parameters called `name` of the layers that have one, from the input to the output. */
export function parametersCalled(name: string, layers: readonly Tree[]): Tensor[] {
  return layers.flatMap(layer => (name in layer ? leaves((layer as Record<string, Tree>)[name]!) : []))
}

/** ‖W − W₀‖ / ‖W₀‖ of each dense layer: how far training has moved its weights. */
export function weightChanges(initial: readonly Tree[], trained: readonly Tree[]): number[] {
  const before = parametersCalled('W', initial)
  return parametersCalled('W', trained).map((W, i) => scope(() => norm(subtract(W, before[i]!)) / norm(before[i]!)))
}
