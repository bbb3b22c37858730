import { integer } from './argument.ts'
import { inputsOf } from './batch.ts'
import { arange, zeros } from './creation.ts'
import type { Samples } from './dataset.ts'
import { layerOf, type Model, type ModelFunction } from './layer.ts'
import { argmax } from './reduction.ts'
import { formatShape, type Shape, sameShape, size } from './shape.ts'
import { concatenate } from './slicing.ts'
import { type DType, type Elements, type Float, floating, scope, type Tensor, tensorOf, view } from './tensor.ts'
import { leaves, type Tree } from './tree.ts'

// Rows run through a model at a time.
const chunk = 500

/**
 * The share of samples whose label is where the model's output is largest, in [0, 1]. The samples are run through
 * the model 500 at a time.
 *
 * @throws Error of targets that are not labels.
 */
export function accuracy<P extends Tree>(model: Model<P> | ModelFunction<P>, parameters: P, samples: Samples): number {
  const n = rowsOf('accuracy', samples)
  const labels = labelsOf('accuracy', samples.targets, [n])
  let right = 0
  for (let start = 0; start < n; start += chunk)
    scope(() => {
      const output = outputAt('accuracy', start, model, parameters, samples)
      if (output.shape.length !== 2)
        throw new Error(
          `invalid shape; accuracy takes an output (n, classes) of the model: ${formatShape(output.shape)}`,
        )
      const guesses = view(argmax(output, -1))
      const actual = view(labels)
      for (let i = 0; i < guesses.length; i++) if (guesses[i] === actual[start + i]) right++
    })
  return right / n
}

/**
 * The model's output for all samples, (n, …), run through the model 500 at a time. The labels it predicts are
 * `argmax(predict(model, parameters, samples), -1)`.
 */
export function predict<P extends Tree>(
  model: Model<P> | ModelFunction<P>,
  parameters: P,
  samples: Samples,
): Tensor<Float> {
  const n = rowsOf('predict', samples)
  return scope(() => {
    const starts = Array.from({ length: Math.ceil(n / chunk) }, (_, i) => i * chunk)
    return concatenate(starts.map(start => outputAt('predict', start, model, parameters, samples)))
  })
}

/**
 * How often each class was taken for each: row i, column j counts the samples of class i that were predicted as j.
 *
 * @param labels (n), `uint8` or `int32`
 * @param predicted (n), such as `argmax(logits, -1)`
 * @param classes how many there are
 * @throws Error of a label that is not one of the classes.
 */
export function confusionMatrix(labels: Tensor, predicted: Tensor, classes: number): Tensor<'int32'> {
  integer('classes of confusionMatrix', classes, 1)
  const shape = [size(tensorOf(labels, 'confusionMatrix').shape)]
  const [actual, guessed] = [labels, predicted].map(list => view(labelsOf('confusionMatrix', list, shape))) as [
    Elements[DType],
    Elements[DType],
  ]
  for (const label of [...actual, ...guessed])
    if (label < 0 || label >= classes)
      throw new Error(`invalid label of confusionMatrix; not one of ${classes} classes: ${label}`)
  const matrix = zeros([classes, classes], { dtype: 'int32' })
  const [labelled, predictions, counts] = [view(labels), view(predicted), view(matrix)]
  for (let i = 0; i < labelled.length; i++) counts[labelled[i]! * classes + predictions[i]!]!++
  return matrix
}

export interface ClassMetrics {
  readonly label: number
  /** The share of right ones among those predicted as the class. */
  readonly precision: number
  /** The share of the class that was predicted as such. */
  readonly recall: number
  /** 2 · precision · recall / (precision + recall), their harmonic mean. */
  readonly f1: number
  /** How many samples the class has. */
  readonly support: number
}

/**
 * Precision, recall and F1 of each class by a confusion matrix. A share of nothing is 0, as in scikit-learn.
 *
 *     classMetrics(confusionMatrix(test.targets, argmax(predict(model, parameters, test), -1), 10))
 */
export function classMetrics(matrix: Tensor): ClassMetrics[] {
  const classes = tensorOf(matrix, 'classMetrics').shape[0]!
  if (!sameShape(matrix.shape, [classes, classes]))
    throw new Error(
      `invalid shape; classMetrics takes a confusion matrix (classes, classes): ${formatShape(matrix.shape)}`,
    )
  const counts = view(matrix)
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)
  return Array.from({ length: classes }, (_, label) => {
    const right = counts[label * classes + label]!
    let [support, predicted] = [0, 0]
    for (let other = 0; other < classes; other++) {
      support += counts[label * classes + other]!
      predicted += counts[other * classes + label]!
    }
    const [precision, recall] = [share(right, predicted), share(right, support)]
    return { label, precision, recall, f1: share(2 * precision * recall, precision + recall), support }
  })
}

/**
 * R² = 1 − Σ (d − y)² / Σ (d − mean d)² over all elements: 1 of perfect predictions, 0 of the mean, less of worse ones.
 * Of targets that are all the same it is not defined: NaN, or −∞.
 *
 * @param predictions y
 * @param targets d, of the same shape
 */
export function rSquared(predictions: Tensor, targets: Tensor): number {
  if (!sameShape(tensorOf(predictions, 'rSquared').shape, tensorOf(targets, 'rSquared').shape))
    throw new Error(
      `invalid shapes of rSquared; predictions ${formatShape(predictions.shape)} and targets ${formatShape(targets.shape)} differ`,
    )
  const [y, d] = [view(predictions), view(targets)]
  let total = 0
  for (let i = 0; i < d.length; i++) total += d[i]!
  const mean = total / d.length
  let [residual, spread] = [0, 0]
  for (let i = 0; i < d.length; i++) {
    residual += (d[i]! - y[i]!) * (d[i]! - y[i]!)
    spread += (d[i]! - mean) * (d[i]! - mean)
  }
  return 1 - residual / spread
}

function rowsOf(name: string, samples: Samples): number {
  const n = tensorOf(samples?.inputs, name).shape[0] ?? 0
  if (n === 0) throw new Error(`invalid data of ${name}; it has no rows`)
  return n
}

// The model's output for the rows of a chunk.
function outputAt<P extends Tree>(
  name: string,
  start: number,
  model: Model<P> | ModelFunction<P>,
  parameters: P,
  samples: Samples,
): Tensor<Float> {
  const { dtype } = floating(leaves(parameters)[0] ?? samples.inputs, name)
  return scope(() => {
    const n = samples.inputs.shape[0]!
    const end = Math.min(start + chunk, n)
    // A single chunk of floats, such as a batch of `train`, is taken as it is.
    const whole = end - start === n && samples.inputs.dtype === dtype
    const inputs = whole ? samples.inputs : inputsOf(samples, arange(start, end, { dtype: 'int32' }), dtype)
    return layerOf(model).apply(parameters, inputs)
  })
}

function labelsOf(name: string, labels: Tensor, shape: Shape): Tensor {
  const { dtype } = tensorOf(labels, name)
  if ((dtype !== 'uint8' && dtype !== 'int32') || !sameShape(labels.shape, shape))
    throw new Error(
      `invalid labels of ${name}; not ${formatShape(shape)} of uint8 or int32: ${formatShape(labels.shape)} of ${dtype}`,
    )
  return labels
}
