import { choice, integer, positive } from './argument.ts'
import { gatheredRows } from './compressed.ts'
import { tensor } from './creation.ts'
import type { Samples } from './dataset.ts'
import { cast, take } from './layout.ts'
import { integers, permutation, type Random } from './random.ts'
import { type Float, scope, type Tensor, view } from './tensor.ts'

/** The rows of samples at `indices`, as floats: `uint8` inputs divided by the divisor, labels as they are. */
export function batchOf(samples: Samples, indices: Tensor<'int32'>, dtype: Float): Samples {
  return scope(() => {
    const targets = take(samples.targets, indices)
    return { inputs: inputsOf(samples, indices, dtype), targets: isFloat(targets) ? cast(targets, dtype) : targets }
  })
}

/**
 * Batches of row numbers below n without end. Sampling with replacement draws each row anew; epochs go through all
 * rows in a new random order each time, the last batch of an epoch being what is left.
 *
 * A batch is good until the next one.
 */
export function* batches(
  n: number,
  batchSize: number,
  sampling: 'replacement' | 'epochs',
  random: Random,
): Generator<Tensor<'int32'>, never> {
  integer('n of batches', n, 1)
  integer('batchSize of batches', batchSize, 1)
  choice('sampling of batches', sampling, ['replacement', 'epochs'])
  for (;;) {
    if (sampling === 'replacement') yield integers(random, n, [batchSize])
    else {
      const order = permutation(random, n)
      try {
        for (let at = 0; at < n; at += batchSize) yield tensor(view(order).slice(at, at + batchSize))
      } finally {
        order.release()
      }
    }
  }
}

/** The inputs of such a batch alone. */
export function inputsOf({ inputs, divisor = 1 }: Samples, indices: Tensor<'int32'>, dtype: Float): Tensor<Float> {
  positive('divisor of samples', divisor)
  if (inputs.dtype !== 'uint8') return cast(take(inputs, indices), dtype)
  return gatheredRows(inputs as Tensor<'uint8'>, indices, divisor, dtype)
}

function isFloat(x: Tensor): boolean {
  return x.dtype === 'float32' || x.dtype === 'float64'
}
