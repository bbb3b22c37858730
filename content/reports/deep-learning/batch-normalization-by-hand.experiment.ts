import type { Case } from 'backprose'
import {
  add,
  batchNormalization,
  divide,
  grad,
  mean,
  multiply,
  normal,
  numericGrad,
  seeded,
  sqrt,
  subtract,
  sum,
  type Tensor,
  variance,
} from 'backprose/engine'

export const title = 'バッチ正規化の勾配：手で導いた式、grad、中心差分'
export const cases = [{ samples: 8, units: 3, seed: 0 }]

export function run({ samples, units, seed }: Case<typeof cases>) {
  const random = seeded(seed)
  const double = { dtype: 'float64' } as const
  const epsilon = 1e-5
  const point = {
    x: normal(random, [samples, units], { mean: 2, std: 3, ...double }),
    gamma: normal(random, [units], double),
    beta: normal(random, [units], double),
  }
  // E = Σ r ⊙ y, so that ∂E/∂y = r.
  const r = normal(random, [samples, units], double)

  const byHand = () => {
    const inverse = divide(1, sqrt(add(variance(point.x, 0), epsilon)))
    const normalized = multiply(subtract(point.x, mean(point.x, 0)), inverse)
    const beta = sum(r, 0)
    const gamma = sum(multiply(r, normalized), 0)
    const inner = subtract(subtract(r, divide(beta, samples)), divide(multiply(normalized, gamma), samples))
    return { x: multiply(multiply(point.gamma, inverse), inner), gamma, beta }
  }
  const layer = batchNormalization(units, { epsilon })
  const statistics = layer.init(random, double)
  const E = ({ x, gamma, beta }: typeof point) =>
    sum(multiply(r, layer.apply({ ...statistics, gamma, beta }, x, { training: true })))

  const numbers = ({ x, gamma, beta }: Readonly<Record<'x' | 'gamma' | 'beta', Tensor>>) => ({
    x: [...x.data],
    gamma: [...gamma.data],
    beta: [...beta.data],
  })
  return { byHand: numbers(byHand()), byGrad: numbers(grad(E)(point)), byDifference: numbers(numericGrad(E)(point)) }
}
