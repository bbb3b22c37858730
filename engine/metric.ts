import { batchOf } from './batch.ts'
import { arange } from './creation.ts'
import type { Samples } from './dataset.ts'
import { layerOf, type Model, type ModelFunction } from './layer.ts'
import { argmax } from './reduction.ts'
import { floating, scope, view } from './tensor.ts'
import { leaves, type Tree } from './tree.ts'

/**
 * The share of samples whose label is where the model's output is largest, in [0, 1]. The samples are run through
 * the model 500 at a time.
 */
export function accuracy<P extends Tree>(model: Model<P> | ModelFunction<P>, parameters: P, samples: Samples): number {
  const layer = layerOf(model)
  const n = samples.targets.shape[0]!
  const dtype = floating(leaves(parameters)[0]!).dtype
  let right = 0
  for (let start = 0; start < n; start += 500)
    scope(() => {
      const { inputs, targets } = batchOf(samples, arange(start, Math.min(start + 500, n), { dtype: 'int32' }), dtype)
      const predicted = argmax(layer.apply(parameters, inputs), -1)
      const [labels, guesses] = [view(targets), view(predicted)]
      for (let i = 0; i < guesses.length; i++) if (guesses[i] === labels[i]) right++
    })
  return right / n
}
