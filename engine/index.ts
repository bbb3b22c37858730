export {
  gelu,
  identity,
  leakyRelu,
  logSoftmax,
  logSumExp,
  relu,
  sigmoid,
  softmax,
  softplus,
  step,
} from './activation.ts'
export { type ActivationName, activation } from './activation-name.ts'
export { type AdamOptions, adadelta, adaGrad, adam, adamW, rmsProp } from './adaptive-descent.ts'
export {
  abs,
  add,
  clip,
  divide,
  exp,
  log,
  maximum,
  minimum,
  multiply,
  negate,
  type Operand,
  power,
  sign,
  sqrt,
  square,
  subtract,
} from './arithmetic.ts'
export { addNoise, rotate, shift } from './augmentation.ts'
export { batches, batchOf } from './batch.ts'
export {
  type BatchNormalizationOptions,
  type BatchNormalizationParameters,
  batchNormalization,
} from './batch-normalization.ts'
export { clipByNorm, clipByValue, norm, weightDecay } from './clipping.ts'
export { allClose, equal, greater, greaterEqual, isInf, isNan, less, lessEqual, notEqual } from './comparison.ts'
export { type ConvolutionParameters, conv2d } from './convolution.ts'
export { arange, assign, eye, full, item, linspace, ones, tensor, zeros } from './creation.ts'
export { type Dataset, type DatasetFile, load, type Samples, supply } from './dataset.ts'
export { dropout } from './dropout.ts'
export { atan, cos, cosh, erf, expm1, log1p, log2, log10, sin, sinh, tan, tanh } from './elementary.ts'
export { type Differentiable, grad, type ValueAndGradient, valueAndGrad } from './gradient.ts'
export { momentum, nesterov, sgd } from './gradient-descent.ts'
export { meshgrid, tril, triu } from './grid.ts'
export { col2im, im2col } from './im2col.ts'
export {
  constant,
  glorotNormal,
  glorotUniform,
  he,
  heUniform,
  type Initializer,
  lecunNormal,
  lecunUniform,
  randomNormal,
  randomUniform,
  type Weights,
  xavier,
} from './initializer.ts'
export { type Bin, gradientNorms, histogram, type LayerNorm, type LayerOutput, layerOutputs } from './inspection.ts'
export {
  type Activation,
  type DenseParameters,
  dense,
  flatten,
  frozen,
  type Layer,
  type Mode,
  type Model,
  type ModelFunction,
  sequential,
  trainable,
  unflatten,
} from './layer.ts'
export { cast, oneHot, reshape, stopGradient, take, takeLast, transpose } from './layout.ts'
export { logicalAnd, logicalNot, logicalOr, nonzero, where } from './logic.ts'
export {
  binaryCrossEntropy,
  crossEntropy,
  type Loss,
  meanAbsoluteError,
  meanSquaredError,
  softmaxCrossEntropy,
  squaredError,
} from './loss.ts'
export { matmul, outer } from './matmul.ts'
export { memorySize } from './memory.ts'
export { accuracy, type ClassMetrics, classMetrics, confusionMatrix, predict, rSquared } from './metric.ts'
export { numericGrad } from './numeric-gradient.ts'
export type { LearningRate, Optimizer } from './optimizer.ts'
export { l1Penalty, l2Penalty, type Penalty } from './penalty.ts'
export { averagePool2d, maxPool2d } from './pooling.ts'
export { integers, normal, permutation, type Random, seeded, shuffle, uniform } from './random.ts'
export {
  type Axes,
  all,
  any,
  argmax,
  argmin,
  cumsum,
  max,
  mean,
  min,
  type Reduction,
  std,
  sum,
  variance,
} from './reduction.ts'
export type { Index } from './region.ts'
export { ceil, floor, round } from './rounding.ts'
export { samplesAt, shuffleSamples, trainTestSplit } from './samples.ts'
export {
  cosineDecay,
  exponentialDecay,
  inverseTimeDecay,
  linearDecay,
  type Schedule,
  stepDecay,
  warmUp,
} from './schedule.ts'
export type { Shape } from './shape.ts'
export { broadcastTo, concatenate, expandDims, flip, pad, slice, split, squeeze, stack } from './slicing.ts'
export { argsort, sort } from './sorting.ts'
export {
  blobSamples,
  circleSamples,
  linearSamples,
  type SyntheticOptions,
  sineSamples,
  spiralSamples,
  xorSamples,
} from './synthetic.ts'
export { type DType, type Float, scope, Tensor } from './tensor.ts'
export { DivergenceError, type Ending, earlyStopping, type Step, type Training, train } from './train.ts'
export { leaves, mapTree, type Tree } from './tree.ts'
export type { Pair, WindowOptions } from './window.ts'
