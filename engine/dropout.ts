import { choice, fraction } from './argument.ts'
import { multiply } from './arithmetic.ts'
import { empty } from './creation.ts'
import type { Layer } from './layer.ts'
import type { Random } from './random.ts'
import { type Float, floating, type Tensor, view } from './tensor.ts'

/**
 * Leaves out each element with probability `rate` while training, independently: y = x · mask / (1 − rate), the mask
 * being 0 or 1. In evaluation it is y = x: both have the same mean.
 *
 * Srivastava et al. (2014), Dropout, train with y = x · mask and evaluate with y = (1 − rate) · x: with
 * `scaling: 'evaluation'` so does this.
 *
 * @param rate in [0, 1)
 * @param options.scaling defaults to `training`
 * @throws Error in training, if the mode has no `random` to draw the mask from.
 */
export function dropout(
  rate: number,
  { scaling = 'training' }: { readonly scaling?: 'training' | 'evaluation' } = {},
): Layer<readonly []> {
  fraction('rate of dropout', rate)
  choice('scaling of dropout', scaling, ['training', 'evaluation'])
  const name = `dropout(${rate})`
  const [kept, evaluated] = scaling === 'training' ? [1 / (1 - rate), 1] : [1, 1 - rate]
  return {
    name,
    init: () => [],
    apply(_, x, { training = false, random } = {}) {
      if (!training) return evaluated === 1 ? floating(x, name) : multiply(x, evaluated)
      if (!random) throw new Error(`missing random: ${name} draws from it in training`)
      return multiply(x, mask(random, floating(x, name), rate, kept))
    },
  }
}

// 32 random bits an element: what they say below `rate` is left out.
function mask({ generator }: Random, { dtype, shape }: Tensor<Float>, rate: number, kept: number): Tensor<Float> {
  const y = empty(dtype, shape)
  const values = view(y)
  const limit = rate * 4294967296
  for (let i = 0; i < values.length; i++) values[i] = generator.next() >>> 0 < limit ? 0 : kept
  return y
}
