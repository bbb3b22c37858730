import type { Case } from 'backprose'
import {
  arange,
  gelu,
  grad,
  identity,
  leakyRelu,
  multiply,
  relu,
  sigmoid,
  softplus,
  step,
  subtract,
  sum,
  type Tensor,
  tanh,
} from 'backprose/engine'

export const title = '活性化関数とその導関数'
export const cases = {
  activation: ['identity', 'step', 'sigmoid', 'tanh', 'relu', 'leakyRelu', 'gelu', 'softplus'],
} as const

const functions = { identity, step, sigmoid, tanh, relu, leakyRelu, gelu, softplus }

export function* run({ activation }: Case<typeof cases>) {
  const f = functions[activation]
  // −4 から 4 まで 0.1 ずつ。
  const x = subtract(multiply(0.1, arange(81, { dtype: 'float64' })), 4)
  const values = f(x).data
  const derivatives = grad((x: Tensor) => sum(f(x)))(x).data
  for (const [k, at] of x.data.entries()) yield { x: at, value: values[k]!, derivative: derivatives[k]! }
  return { steepest: Math.max(...derivatives), farLeft: derivatives[0]!, farRight: derivatives[80]! }
}
