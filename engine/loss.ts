import { logSoftmax, softplus } from './activation.ts'
import { notNegative } from './argument.ts'
import { abs, add, divide, log, multiply, negate, square, subtract } from './arithmetic.ts'
import { empty } from './creation.ts'
import { kernel } from './kernels/instance.ts'
import { cast, takeLast } from './layout.ts'
import { mean, sum } from './reduction.ts'
import { formatShape, sameShape, size } from './shape.ts'
import { isNested, record } from './tape.ts'
import { type Float, floating, isFloating, type Tensor, tensorOf, view } from './tensor.ts'

/** How far predictions are from targets, as a scalar: what `train` makes small. */
export type Loss = (predictions: Tensor, targets: Tensor) => Tensor<Float>

/**
 * ½ Σⱼ (yⱼ − dⱼ)² summed over the last axis and averaged over the others: the ½ is inside, so that the gradient by y
 * is (y − d) / n with n rows. Both have the same shape; a vector is one row.
 */
export function squaredError(y: Tensor, d: Tensor): Tensor<Float> {
  return divide(sum(square(error('squaredError', y, d))), 2 * rowsOf(y))
}

/** (y − d)², averaged over all elements, without a ½. Both have the same shape. */
export function meanSquaredError(y: Tensor, d: Tensor): Tensor<Float> {
  return mean(square(error('meanSquaredError', y, d)))
}

/** |y − d|, averaged over all elements. Both have the same shape. The gradient of an element without error is 0. */
export function meanAbsoluteError(y: Tensor, d: Tensor): Tensor<Float> {
  return mean(abs(error('meanAbsoluteError', y, d)))
}

/**
 * The cross-entropy of softmax(logits) with targets, −Σⱼ dⱼ log softmax(x)ⱼ, averaged over rows: −log softmax(x)[label]
 * of labels. The gradient by the logits is (softmax(x) − d) / n. Taken from logits in one step, it neither overflows
 * nor takes log 0.
 *
 * @param logits (…, classes)
 * @param targets labels of shape (…), `uint8` or `int32`, each in [0, classes); or the probability of each class,
 *   floats of shape (…, classes) whose rows sum to 1, such as `oneHot` gives
 */
export function softmaxCrossEntropy(logits: Tensor, targets: Tensor): Tensor<Float> {
  const { dtype, shape, pointer } = floating(logits, 'softmaxCrossEntropy')
  if (areProbabilities('softmaxCrossEntropy', targets, logits))
    return crossEntropyOf(logSoftmax(logits), checked('softmaxCrossEntropy', 'logits', logits, targets))
  const classes = labelsOf('softmaxCrossEntropy', 'logits', logits, targets)
  const [rows, columns] = [rowsOf(logits), shape.at(-1)!]
  if (isNested()) return negate(mean(takeLast(logSoftmax(logits), classes)))
  const probabilities = empty(dtype, shape)
  const loss = empty(dtype, [])
  kernel('softmaxCrossEntropy', dtype)(pointer, classes.pointer, probabilities.pointer, loss.pointer, rows, columns)
  return record(loss, [
    logits,
    g => {
      const dx = empty(dtype, shape)
      const operands = [probabilities.pointer, classes.pointer, g.pointer, dx.pointer] as const
      kernel('softmaxCrossEntropyGradient', dtype)(...operands, rows, columns)
      return dx
    },
  ])
}

/**
 * The cross-entropy of probabilities with targets, −Σⱼ dⱼ log(yⱼ + ε), averaged over rows. It is what courses write
 * after a softmax; `softmaxCrossEntropy` does without ε, which keeps log 0 away and bounds the loss by −log ε.
 *
 * @param probabilities (…, classes)
 * @param targets as of `softmaxCrossEntropy`
 * @param options.epsilon ε; defaults to 1e-7
 */
export function crossEntropy(
  probabilities: Tensor,
  targets: Tensor,
  { epsilon = 1e-7 }: { readonly epsilon?: number } = {},
): Tensor<Float> {
  floating(probabilities, 'crossEntropy')
  notNegative('epsilon of crossEntropy', epsilon)
  if (areProbabilities('crossEntropy', targets, probabilities))
    return crossEntropyOf(
      log(add(probabilities, epsilon)),
      checked('crossEntropy', 'probabilities', probabilities, targets),
    )
  const labels = labelsOf('crossEntropy', 'probabilities', probabilities, targets)
  return negate(mean(log(add(takeLast(probabilities, labels), epsilon))))
}

/**
 * The cross-entropy of sigmoid(logits) with targets, −d log σ(x) − (1 − d) log(1 − σ(x)), averaged over all elements.
 * Computed from logits as softplus(x) − d x, it neither overflows nor takes log 0; the gradient is (σ(x) − d) / n.
 *
 * @param logits any shape
 * @param targets the same shape, each in [0, 1]: the probability of the class; floats, or labels 0 and 1 as integers
 *   or bool
 */
export function binaryCrossEntropy(logits: Tensor, targets: Tensor): Tensor<Float> {
  const { dtype } = floating(logits, 'binaryCrossEntropy')
  const d = isFloating(tensorOf(targets, 'binaryCrossEntropy')) ? targets : cast(targets, dtype)
  checked('binaryCrossEntropy', 'logits', logits, d)
  const odd = view(d as Tensor<Float>).find((p: number) => !(p >= 0 && p <= 1))
  if (odd !== undefined) throw new Error(`invalid target of binaryCrossEntropy; not in [0, 1]: ${odd}`)
  return mean(subtract(softplus(logits), multiply(logits, d)))
}

// Floats are probabilities, unless they are as many as labels would be: then labels of a wrong dtype were meant.
function areProbabilities(name: string, targets: Tensor, { shape }: Tensor): boolean {
  return isFloating(tensorOf(targets, name)) && !sameShape(targets.shape, shape.slice(0, -1))
}

function error(name: string, y: Tensor, d: Tensor): Tensor<Float> {
  return subtract(y, checked(name, 'predictions', y, d))
}

// The targets of the loss `name`, of the shape and dtype of what it compares them with.
function checked(name: string, what: string, y: Tensor, targets: Tensor): Tensor {
  floating(y, name)
  if (!sameShape(y.shape, tensorOf(targets, name).shape))
    throw new Error(
      `invalid shapes of ${name}; ${what} ${formatShape(y.shape)} and targets ${formatShape(targets.shape)} differ`,
    )
  if (y.dtype !== targets.dtype)
    throw new Error(`invalid dtypes; ${name} takes two of one dtype, cast first: ${y.dtype} and ${targets.dtype}`)
  return targets
}

// The number of rows that a loss is averaged over.
function rowsOf({ shape }: Tensor): number {
  return size(shape.slice(0, -1))
}

function crossEntropyOf(logs: Tensor<Float>, targets: Tensor): Tensor<Float> {
  return negate(divide(sum(multiply(targets, logs)), rowsOf(logs)))
}

function classesOf(name: string, what: string, y: Tensor, labels: Tensor): number {
  const rows = y.shape.slice(0, -1)
  const classes = y.shape.at(-1)
  if (classes === undefined || !sameShape(labels.shape, rows))
    throw new Error(
      `invalid shapes of ${name}; ${what} ${formatShape(y.shape)} want labels ${formatShape(rows)}: ${formatShape(labels.shape)}`,
    )
  return classes
}

function labelsOf(name: string, what: string, y: Tensor, labels: Tensor): Tensor<'int32'> {
  const classes = classesOf(name, what, y, labels)
  if (labels.dtype !== 'uint8' && labels.dtype !== 'int32')
    throw new Error(`invalid dtype of ${name}; labels are uint8 or int32: ${labels.dtype}`)
  const copy = empty('int32', labels.shape)
  const [source, target] = [view(labels), view(copy)]
  for (let i = 0; i < target.length; i++) {
    const label = source[i]!
    if (label < 0 || label >= classes)
      throw new Error(
        `invalid label of ${name}; not one of ${classes} classes of ${what} ${formatShape(y.shape)}: ${label}`,
      )
    target[i] = label
  }
  return copy
}
