import type { Case } from 'backprose'
import {
  binaryCrossEntropy,
  item,
  meanAbsoluteError,
  sigmoid,
  squaredError,
  type Tensor,
  tensor,
  valueAndGrad,
} from 'backprose/engine'

export const title = '正解が 1 のときの誤差と、総入力による勾配'
export const cases = { loss: ['squaredError', 'meanAbsoluteError', 'crossEntropy'] } as const

export function* run({ loss }: Case<typeof cases>) {
  const target = tensor([1], { dtype: 'float64' })
  const losses = {
    squaredError: (u: Tensor) => squaredError(sigmoid(u), target),
    meanAbsoluteError: (u: Tensor) => meanAbsoluteError(sigmoid(u), target),
    crossEntropy: (u: Tensor) => binaryCrossEntropy(u, target),
  }
  const differentiated = valueAndGrad(losses[loss])
  let steepest = 0
  for (let k = -60; k <= 60; k++) {
    const u = tensor([k / 10], { dtype: 'float64' })
    const { value, gradient } = differentiated(u)
    steepest = Math.max(steepest, Math.abs(item(gradient)))
    yield { input: k / 10, loss: value, gradient: item(gradient) }
  }
  return { steepest }
}
