import type { Case } from 'backprose'
import {
  add,
  assign,
  cast,
  greater,
  integers,
  item,
  matmul,
  multiply,
  normal,
  relu,
  scope,
  seeded,
  squaredError,
  subtract,
  sum,
  take,
  tensor,
  transpose,
  uniform,
} from 'backprose/engine'

export const title = '手で書いた誤差逆伝播による学習：一標本ごとの誤差'
export const cases = [{ hidden: 10, learningRate: 0.07, steps: 1000, seed: 0 }]

export function* run({ hidden, learningRate, steps, seed }: Case<typeof cases>) {
  const random = seeded(seed)
  const double = { dtype: 'float64' } as const
  const samples = 100_000
  const X = uniform(random, [samples, 2], double)
  const D = matmul(X, tensor([[3], [2]], double))
  const W1 = normal(random, [2, hidden], double)
  const b1 = normal(random, [hidden], double)
  const W2 = normal(random, [hidden, 1], double)
  const b2 = normal(random, [1], double)
  const order = integers(random, samples, [steps]).data

  for (let step = 1; step <= steps; step++) {
    const loss = scope(() => {
      const x = take(X, [order[step - 1]!])
      const d = take(D, [order[step - 1]!])
      const u1 = add(matmul(x, W1), b1)
      const z1 = relu(u1)
      const y = add(matmul(z1, W2), b2)

      const delta2 = subtract(y, d)
      const delta1 = multiply(matmul(delta2, transpose(W2)), cast(greater(u1, 0), 'float64'))
      const gradients = [
        [W2, matmul(transpose(z1), delta2)],
        [b2, sum(delta2, 0)],
        [W1, matmul(transpose(x), delta1)],
        [b1, sum(delta1, 0)],
      ] as const
      for (const [parameter, gradient] of gradients)
        assign(parameter, subtract(parameter, multiply(learningRate, gradient)))
      return item(squaredError(y, d))
    })
    yield { step, loss }
  }
}
