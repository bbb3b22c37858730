import { expect, test } from 'vitest'
import * as engine from './index.ts'
import { type DType, scope, type Tensor } from './tensor.ts'

const { dense, maxPool2d, relu, seeded, sequential, sgd, zeros } = engine
const random = seeded(1)
const model = sequential([dense(4, 3), relu, dense(3, 2)])
const images = zeros([1, 1, 8, 8])
const pooled = sequential([engine.conv2d(1, 2, 3), relu, maxPool2d(2)])
const data = { inputs: zeros([10, 4]), targets: zeros([10], { dtype: 'uint8' }) }

function training(change: object): unknown {
  const whole = {
    model,
    loss: engine.softmaxCrossEntropy,
    optimizer: sgd({ learningRate: 0.1 }),
    data,
    steps: 2,
    random,
  }
  return [...engine.train({ ...whole, ...change })]
}
const first = (generator: Generator) => generator.next()
const [W, b, b2] = [zeros([4, 3]), zeros([3]), zeros([2])]
const [_, activation, second] = model.init(random)
const filters = zeros([2, 1, 3, 3])

// What types forbid reaches the engine too: cells run without being checked.
const wrong = (value: unknown) => value as never

test.each<[message: string, call: () => unknown]>([
  // No tensors, no shapes, no numbers.
  ['invalid operand; exp takes tensors: undefined', () => engine.exp(wrong(undefined))],
  ['invalid operand; add takes tensors: [1,2]', () => engine.add(zeros([2]), wrong([1, 2]))],
  ['invalid operand; matmul takes tensors: 3', () => engine.matmul(zeros([2]), wrong(3))],
  ['invalid operand; item takes tensors: undefined', () => engine.item(wrong(undefined))],
  ['invalid shape of zeros; not a list, such as [3, 4]: 3', () => zeros(wrong(3))],
  ['invalid shape of reshape; not a list, such as [3, 4]: 6', () => engine.reshape(zeros([6]), wrong(6))],
  [
    'invalid shape of broadcastTo; not a list of non-negative integers: (-3,)',
    () => engine.broadcastTo(zeros([1]), [-3]),
  ],
  ['invalid axis of sum; not one of (2,), from -1 to 0: 0', () => engine.sum(zeros([2]), wrong('0'))],
  [
    'invalid index of slice; neither an integer nor a range along axis 0 of (2,): a',
    () => engine.slice(b2, wrong('a')),
  ],
  [
    'invalid widths of pad; not a number, or two, for each axis of (2,): [[1,2,3]]',
    () => engine.pad(b2, wrong([[1, 2, 3]])),
  ],
  ['invalid value; int32 does not hold it: 0.5', () => engine.arange(0, 2, { step: 0.5, dtype: 'int32' })],
  [
    'invalid dtype of linspace; not float32 or float64: int32',
    () => engine.linspace(0, 1, 3, { dtype: wrong('int32') }),
  ],
  ['invalid classes of oneHot; not an integer from 1: 1.5', () => engine.oneHot(data.targets, 1.5)],
  [
    'invalid parameters of grad; neither a tensor nor a list or record of tensors: 3',
    () => engine.grad(engine.sum)(wrong(3)),
  ],
  ['invalid scope; its function returns before it is done: a promise', () => scope(() => Promise.resolve(1))],
  ['invalid operand; equal takes tensors: [1]', () => engine.equal(zeros([1]), wrong([1]))],
  ['invalid operand; sum takes tensors: [1,2]', () => engine.sum(wrong([1, 2]))],
  ['invalid operand; take takes tensors: undefined', () => engine.take(wrong(undefined), 0)],
  ['invalid operand; concatenate takes tensors: 1', () => engine.concatenate(wrong([b2, 1]))],
  ['invalid shapes; greater cannot broadcast (2,) with (3,)', () => engine.greater(b2, b)],
  ['invalid dtypes; add takes two of one dtype, cast first: float32 and uint8', () => engine.add(b2, data.targets)],
  [
    'invalid label of softmaxCrossEntropy; not one of 2 classes of logits (1, 2): 7',
    () => engine.softmaxCrossEntropy(zeros([1, 2]), engine.tensor(Uint8Array.of(7))),
  ],
  ['invalid axis of mean; not one of (2, 3), from -2 to 1: 2', () => engine.mean(zeros([2, 3]), 2)],
  ['invalid axis of stack; not one of (2, 1), from -2 to 1: 3', () => engine.stack([b2, b2], 3)],
  ['invalid index of assign; not one of the 2 along axis 0 of (2,): 2', () => engine.assign(b2, 1, 2)],
  ['invalid step of slice; it leads nowhere: ::0', () => engine.slice(b2, [null, null, 0])],
  ['invalid operand; tril takes tensors: [1]', () => engine.tril(wrong([1]))],
  ['invalid operand; im2col(2×2, stride 1×1, padding 0×0) takes tensors: 1', () => engine.im2col(wrong(1), 2)],
  [
    'invalid operand; flatten takes tensors: [{"dtype":"float32","shape":[2],',
    () => engine.flatten(wrong([b2, b2, b2])),
  ],
  [
    'invalid dtypes; meanSquaredError takes two of one dtype, cast first: float32 and uint8',
    () => engine.meanSquaredError(zeros([10]), data.targets),
  ],
  [
    'invalid target of binaryCrossEntropy; not in [0, 1]: 2',
    () => engine.binaryCrossEntropy(b2, engine.tensor(Uint8Array.of(1, 2))),
  ],
  ['invalid function of grad; not a function, such as x => sum(multiply(x, x)): 3', () => engine.grad(wrong(3))],
  // Random numbers.
  [
    'missing random of uniform: the first argument is what seeded(…) makes, not 2',
    () => engine.uniform(wrong([2]), []),
  ],
  [
    'missing random of normal: the first argument is what seeded(…) makes, not undefined',
    () => model.init(wrong(undefined)),
  ],
  ['invalid high of uniform; below low 2: 1', () => engine.uniform(random, [2], { low: 2, high: 1 })],
  ['invalid low of uniform; not a finite number: NaN', () => engine.uniform(random, [2], { low: Number.NaN })],
  ['invalid std of normal; not a number from 0: -1', () => engine.normal(random, [2], { std: -1 })],
  ['invalid std of randomNormal; not a number from 0: undefined', () => engine.randomNormal(wrong({}))],
  [
    'invalid range of integers; not from one integer to another, at most 2³² of them: 0 to 2.5',
    () => engine.integers(random, 2.5, [2]),
  ],
  ['invalid value; uint8 does not hold it: 999', () => engine.integers(random, 1000, [2], { dtype: 'uint8' })],
  ['invalid n of permutation; not an integer from 0: -1', () => engine.permutation(random, -1)],
  ['invalid n of xorSamples; not an integer from 0: 2.5', () => engine.xorSamples(random, 2.5)],
  ['invalid arms of spiralSamples; not an integer from 1: 0', () => engine.spiralSamples(random, 2, { arms: 0 })],
  ['invalid value; uint8 does not hold it: 256', () => engine.spiralSamples(random, 600, { arms: 300 })],
  [
    'invalid centers of blobSamples; not of as many coordinates each: [[1],[1,2]]',
    () => engine.blobSamples(random, 2, { centers: [[1], [1, 2]] }),
  ],
  ['invalid items of shuffle; not a list: 5', () => engine.shuffle(random, wrong(5))],
  ['invalid noise of sineSamples; not a number from 0: -1', () => engine.sineSamples(random, 2, { noise: -1 })],
  ['invalid centers of blobSamples; not an integer from 1: 1.5', () => engine.blobSamples(random, 2, { centers: 1.5 })],
  [
    'invalid data of shuffleSamples; 10 inputs, but targets: 2',
    () => engine.shuffleSamples(random, { ...data, targets: b2 }),
  ],
  // Layers and their parameters.
  ['invalid initializer of dense; not a function, such as he: he', () => dense(4, 3, { initializer: wrong('he') })],
  ['invalid std of randomNormal; not a number from 0: undefined', () => engine.randomNormal(wrong(undefined))],
  ['invalid operand; maxPool2d(2×2) takes tensors: undefined', () => maxPool2d(2).apply([], wrong(undefined))],
  [
    'invalid shape; unflatten(2, 2) takes 4 elements a sample: (3, 5)',
    () => engine.unflatten([2, 2]).apply([], zeros([3, 5])),
  ],
  ['invalid gradient of gradientNorms; not of 3 layers, but of 1', () => engine.gradientNorms(model, [b])],
  ['invalid inputs of dense; not an integer from 1: -1', () => dense(-1, 3)],
  ['invalid units of dense; not an integer from 1: undefined', () => dense(3, wrong(undefined))],
  ['invalid channels of conv2d; not an integer from 1: 0', () => engine.conv2d(0, 2, 3)],
  ['invalid channels of batchNormalization; not an integer from 1: 1.5', () => engine.batchNormalization(1.5)],
  [
    'invalid epsilon of batchNormalization; not a number from 0: NaN',
    () => engine.batchNormalization(1, { epsilon: Number.NaN }),
  ],
  ['invalid layers of sequential; not a list', () => sequential(wrong(relu))],
  [
    'unknown layer: flatten makes no tensor of (1,); a layer is made by calling it',
    () => sequential([wrong(function flatten() {})]).apply([[]], zeros([1])),
  ],
  ['invalid parameters of sequential; not of 3 layers, but of 1', () => model.apply(wrong([{ W, b }]), zeros([2, 4]))],
  [
    'invalid parameters of sequential; not of 3 layers, but of undefined',
    () => model.apply(wrong(undefined), zeros([2, 4])),
  ],
  [
    'invalid parameters; dense(4, 3) has b of (3,): (2,)',
    () => model.apply([{ W, b: b2 }, activation, second], zeros([2, 4])),
  ],
  ['invalid parameters; dense(4, 3) has W of (4, 3): undefined', () => dense(4, 3).apply(wrong({ b }), zeros([2, 4]))],
  [
    'invalid dtypes; dense(4, 3) has W of float32, but b of float64',
    () => dense(4, 3).apply({ W, b: zeros([3], { dtype: 'float64' }) }, zeros([2, 4])),
  ],
  [
    'invalid parameters; conv2d(1, 2, 3×3) has W of (2, 1, 3, 3): (2, 1, 2, 2)',
    () => pooled.apply([{ W: zeros([2, 1, 2, 2]), b: b2 }, [], []], images),
  ],
  [
    'invalid parameters; conv2d(1, 2, 3×3) has b of (2,): (3,)',
    () => pooled.apply([{ W: filters, b }, [], []], images),
  ],
  [
    'invalid parameters; batchNormalization(3) has gamma of (3,): (2,)',
    () => engine.batchNormalization(3).apply({ gamma: b2, beta: b, mean: b, variance: b }, zeros([4, 3])),
  ],
  ['invalid operand; sequential takes tensors: undefined', () => model.apply(model.init(random), wrong(undefined))],
  [
    'invalid epsilon of crossEntropy; not a number from 0: -1',
    () => engine.crossEntropy(zeros([10, 2]), data.targets, { epsilon: -1 }),
  ],
  ['invalid strength of l2Penalty; not a number from 0: NaN', () => engine.l2Penalty([b], { strength: Number.NaN })],
  // Optimizers and schedules.
  ['missing learningRate of sgd: such as { learningRate: 0.1 }', () => sgd(wrong(undefined))],
  ['missing learningRate of momentum: such as { learningRate: 0.1 }', () => engine.momentum(wrong({}))],
  ['invalid learningRate of adam; not a number from 0: NaN', () => engine.adam({ learningRate: Number.NaN })],
  ['invalid learningRate of adadelta; not a number from 0: -1', () => engine.adadelta({ learningRate: -1 })],
  ['invalid learningRate of sgd; not a number from 0: 0.1', () => sgd({ learningRate: wrong('0.1') })],
  [
    'invalid learningRate of sgd; not a number from 0: NaN',
    () => training({ optimizer: sgd({ learningRate: () => Number.NaN }) }),
  ],
  ['invalid learningRate of sgd; not a finite number: Infinity', () => sgd({ learningRate: Number.POSITIVE_INFINITY })],
  ['invalid tree of norm; neither a tensor nor a list or record of tensors: 3', () => engine.norm(wrong(3))],
  ['invalid initial of adaGrad; not a number from 0: -1', () => engine.adaGrad({ learningRate: 1, initial: -1 })],
  ['invalid weightDecay of adamW; not a number from 0: -1', () => engine.adamW({ weightDecay: -1 })],
  [
    'invalid lambda of weightDecay; not a number from 0: NaN',
    () => engine.weightDecay(sgd({ learningRate: 1 }), Number.NaN),
  ],
  [
    'invalid factor of exponentialDecay; not a number from 0: NaN',
    () => engine.exponentialDecay(0.1, { factor: Number.NaN }),
  ],
  ['invalid rate of inverseTimeDecay; not a number from 0: -1', () => engine.inverseTimeDecay(0.1, { rate: -1 })],
  [
    'invalid optimizer of clipByNorm; it has no init and update, which sgd({ learningRate: 0.1 }) has, but sgd has not',
    () => engine.clipByNorm(wrong(sgd), 1),
  ],
  ['missing learningRate of rmsProp: such as { learningRate: 0.1 }', () => engine.rmsProp(wrong(undefined))],
  ['invalid every of stepDecay; not a number above 0: undefined', () => engine.stepDecay(0.1, wrong(undefined))],
  ['invalid initial of cosineDecay; not a number from 0: -1', () => engine.cosineDecay(-1, { steps: 3 })],
  // Training and metrics.
  ['invalid evaluate of train; not a function, such as () => …: 3', () => training({ evaluate: 3 })],
  ['invalid patience of earlyStopping; not an integer from 1: undefined', () => engine.earlyStopping(wrong(undefined))],
  [
    'invalid shape; accuracy takes an output (n, classes) of the model: (10,)',
    () => engine.accuracy((_, x) => engine.sum(x, 1), [b], data),
  ],
  [
    'invalid batchSize of train; not an integer from 1 to the 10 rows of the data: 20',
    () => training({ batchSize: 20 }),
  ],
  ['missing model: train wants one', () => training({ model: undefined })],
  ['missing loss: train wants one', () => training({ loss: undefined })],
  ['invalid loss of train; not a function, such as squaredError: mse', () => training({ loss: 'mse' })],
  [
    'invalid optimizer of train; it has no init and update, which sgd({ learningRate: 0.1 }) has, but sgd has not',
    () => training({ optimizer: sgd }),
  ],
  [
    'invalid data of train; its inputs and targets are not tensors',
    () => training({ data: { inputs: [], targets: [] } }),
  ],
  ['unknown sampling of train; not one of replacement, epochs: shuffle', () => training({ sampling: 'shuffle' })],
  ['unknown onDivergence of train; not one of throw, stop: ignore', () => training({ onDivergence: 'ignore' })],
  ['invalid steps of train; not an integer from 0: 1.5', () => training({ steps: 1.5 })],
  [
    'invalid augment of train; it does not make as many rows of (10, 4): (2, 4)',
    () => training({ augment: (x: Tensor) => engine.slice(x, [0, 2]) }),
  ],
  ['invalid augment of train; it does not make as many rows of (10, 4): 3', () => training({ augment: () => 3 })],
  ['invalid divisor of samples; not a number above 0: 0', () => training({ data: { ...data, divisor: 0 } })],
  ['invalid batchSize of batches; not an integer from 1: 0', () => first(engine.batches(3, 0, 'epochs', random))],
  [
    'invalid data of accuracy; it has no rows',
    () => engine.accuracy(model, model.init(random), { ...data, inputs: zeros([0, 4]) }),
  ],
  [
    'invalid classes of confusionMatrix; not an integer from 1: 1.5',
    () => engine.confusionMatrix(data.targets, data.targets, 1.5),
  ],
])('%s', (message, call) => {
  expect(() => scope(() => call())).toThrow(message)
})

test('nothing is a batch too, and a row of nothing', () => {
  expect(engine.flatten(zeros([0, 3, 2])).shape).toEqual([0, 6])
  expect(dense(4, 3).apply({ W, b }, zeros([0, 4])).shape).toEqual([0, 3])
  for (const dtype of ['float32', 'float64', 'int32', 'uint8', 'bool'] as DType[])
    expect(engine.concatenate([zeros([0, 2], { dtype }), zeros([1, 2], { dtype })]).shape).toEqual([1, 2])
})
