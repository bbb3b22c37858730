import { divide, multiply, subtract } from './arithmetic.ts'
import { empty } from './creation.ts'
import { kernel } from './kernels/instance.ts'
import { sum } from './reduction.ts'
import { formatShape, sameShape, size } from './shape.ts'
import { record } from './tape.ts'
import { type Float, floating, type Tensor, view } from './tensor.ts'

/** How far predictions are from targets, as a scalar: what `train` makes small. */
export type Loss = (predictions: Tensor, targets: Tensor) => Tensor<Float>

/**
 * ½ Σⱼ (yⱼ − dⱼ)² summed over the last axis and averaged over the others: the ½ is inside, so that the gradient by y
 * is (y − d) / n with n rows. Both have the same shape; a vector is one row.
 */
export function squaredError(y: Tensor, d: Tensor): Tensor<Float> {
  if (!sameShape(y.shape, d.shape))
    throw new Error(`invalid shapes; predictions ${formatShape(y.shape)} and targets ${formatShape(d.shape)} differ`)
  const error = subtract(y, d)
  return divide(sum(multiply(error, error)), 2 * size(y.shape.slice(0, -1)))
}

/**
 * The cross-entropy of softmax(logits) with labels, −log softmax(x)[label], averaged over rows; the gradient by the
 * logits is (softmax(x) − onehot(label)) / n. Taken from logits in one step, it neither overflows nor takes log 0.
 *
 * @param logits (n, classes)
 * @param labels (n), `uint8` or `int32`, each in [0, classes)
 */
export function softmaxCrossEntropy(logits: Tensor, labels: Tensor): Tensor<Float> {
  const { dtype, shape, pointer } = floating(logits)
  const [rows, columns] = shape as [number, number]
  if (shape.length !== 2 || !sameShape(labels.shape, [rows]))
    throw new Error(`invalid shapes; logits ${formatShape(shape)} want labels (${rows},): ${formatShape(labels.shape)}`)
  const classes = labelsOf(labels, columns)
  const probabilities = empty(dtype, shape)
  const loss = empty(dtype, [])
  kernel(
    'softmaxCrossEntropy',
    dtype,
  )(...([pointer, classes.pointer, probabilities.pointer, loss.pointer, rows, columns] as const))
  return record(loss, [
    logits,
    g => {
      const dx = empty(dtype, shape)
      kernel(
        'softmaxCrossEntropyGradient',
        dtype,
      )(...([probabilities.pointer, classes.pointer, g.pointer, dx.pointer, rows, columns] as const))
      return dx
    },
  ])
}

function labelsOf(labels: Tensor, classes: number): Tensor<'int32'> {
  if (labels.dtype !== 'uint8' && labels.dtype !== 'int32')
    throw new Error(`invalid dtype; labels are uint8 or int32: ${labels.dtype}`)
  const copy = empty('int32', labels.shape)
  const target = view(copy)
  target.set(view(labels))
  const wrong = target.find(label => label < 0 || label >= classes)
  if (wrong !== undefined) throw new Error(`invalid label; not one of ${classes} classes: ${wrong}`)
  return copy
}
