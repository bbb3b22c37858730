import type { Case } from 'backprose'
import {
  adaGrad,
  adam,
  add,
  divide,
  item,
  momentum,
  rmsProp,
  sgd,
  square,
  type Tensor,
  tensor,
  valueAndGrad,
} from 'backprose/engine'

export const title = '谷 x²/20 + y² を下る五つの最適化手法の軌跡'
export const cases = [
  { optimizer: 'sgd', learningRate: 0.95 },
  { optimizer: 'momentum', learningRate: 0.1 },
  { optimizer: 'adaGrad', learningRate: 1.5 },
  { optimizer: 'rmsProp', learningRate: 0.1 },
  { optimizer: 'adam', learningRate: 0.3 },
] as const

export function* run({ optimizer, learningRate }: Case<typeof cases>) {
  const { init, update } = { sgd, momentum, adaGrad, rmsProp, adam }[optimizer]({ learningRate })
  const double = { dtype: 'float64' } as const
  const place = { x: tensor(-7, double), y: tensor(2, double) }
  const height = valueAndGrad(({ x, y }: Record<string, Tensor>) => add(divide(square(x!), 20), square(y!)))
  const state = init(place)
  for (let step = 0; step <= 40; step++) {
    const { value, gradient } = height(place)
    yield { step, x: item(place.x), y: item(place.y), loss: value }
    update(gradient, state, place)
  }
}
