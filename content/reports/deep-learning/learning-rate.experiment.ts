import type { Case } from 'backprose'
import { add, dense, item, matmul, seeded, sgd, squaredError, tensor, train, uniform } from 'backprose/engine'

export const title = '学習率と誤差（目標 3x₀ + 2x₁ + 1、全データによる勾配降下法）'
export const cases = { learningRate: [0.03, 0.3, 1, 1.35] }

export function* run({ learningRate }: Case<typeof cases>) {
  const random = seeded(0)
  const double = { dtype: 'float64' } as const
  const inputs = uniform(random, [200, 2], double)
  const targets = add(matmul(inputs, tensor([[3], [2]], double)), 1)
  const model = dense(2, 1)
  const parameters = model.init(random, double)
  const steps = train({
    model,
    parameters,
    loss: squaredError,
    optimizer: sgd({ learningRate }),
    data: { inputs, targets },
    steps: 60,
    onDivergence: 'stop',
  })
  let last = Number.NaN
  for (const { step, loss } of steps) {
    last = loss
    yield { step, loss }
  }
  return { loss: last, bias: item(parameters.b) }
}
