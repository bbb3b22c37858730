import { tensor } from './creation.ts'
import type { Samples } from './dataset.ts'
import { take } from './layout.ts'
import { permutation, type Random } from './random.ts'
import { scope, type Tensor, tensorOf, view } from './tensor.ts'

/** Some rows of samples, in the order given, as they are: `samplesAt(training, arange(300, { dtype: 'int32' }))`. */
export function samplesAt(samples: Samples, indices: readonly number[] | Tensor<'int32'>): Samples {
  const { inputs, targets } = expectSamples('samplesAt', samples)
  return { ...samples, inputs: take(inputs, indices), targets: take(targets, indices) }
}

/** All rows in random order. */
export function shuffleSamples(random: Random, samples: Samples): Samples {
  return scope(() => samplesAt(samples, permutation(random, rowsOf('shuffleSamples', samples))))
}

/**
 * Divides samples at random into those to train with and those to test with: no row is in both, each is in one.
 *
 * @param options.testSize the share of rows to test with, in (0, 1), rounded up to whole rows as in scikit-learn; or
 *   their number, from 1. Defaults to 0.25
 */
export function trainTestSplit(
  random: Random,
  samples: Samples,
  { testSize = 0.25 }: { readonly testSize?: number } = {},
): { readonly training: Samples; readonly test: Samples } {
  const n = rowsOf('trainTestSplit', samples)
  const count = testSize < 1 ? Math.ceil(testSize * n) : testSize
  if (!(Number.isInteger(count) && count >= 1 && count < n))
    throw new Error(
      `invalid testSize of trainTestSplit; neither a share nor a number of the ${n} rows that leaves some: ${testSize}`,
    )
  return scope(() => {
    const order = view(permutation(random, n)).slice()
    return {
      training: samplesAt(samples, tensor(order.subarray(count))),
      test: samplesAt(samples, tensor(order.subarray(0, count))),
    }
  })
}

function expectSamples(name: string, samples: Samples): Samples {
  for (const part of [samples?.inputs, samples?.targets]) tensorOf(part, name)
  return samples
}

function rowsOf(name: string, samples: Samples): number {
  const { inputs, targets } = expectSamples(name, samples)
  const n = inputs.shape[0] ?? 0
  if (targets.shape[0] !== n) throw new Error(`invalid data of ${name}; ${n} inputs, but targets: ${targets.shape[0]}`)
  return n
}
