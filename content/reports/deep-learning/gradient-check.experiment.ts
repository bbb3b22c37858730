import type { Case } from 'backprose'
import {
  add,
  divide,
  grad,
  leaves,
  matmul,
  multiply,
  normal,
  numericGrad,
  oneHot,
  seeded,
  sigmoid,
  softmax,
  softmaxCrossEntropy,
  subtract,
  sum,
  type Tensor,
  tensor,
  transpose,
  zeros,
} from 'backprose/engine'

export const title = '数値微分の刻み幅と、誤差逆伝播との差'
export const cases = { method: ['hand', 'numeric'] } as const

export function* run({ method }: Case<typeof cases>) {
  const double = { dtype: 'float64' } as const
  const random = seeded(0)
  const x = normal(random, [8, 5], double)
  const labels = tensor([0, 1, 2, 0, 1, 2, 0, 1], { dtype: 'int32' })
  const parameters = {
    W1: normal(random, [5, 4], double),
    b1: zeros([4], double),
    W2: normal(random, [4, 3], double),
    b2: zeros([3], double),
  }
  type Parameters = typeof parameters
  const hiddenOf = ({ W1, b1 }: Parameters) => sigmoid(add(matmul(x, W1), b1))
  const logitsOf = (p: Parameters) => add(matmul(hiddenOf(p), p.W2), p.b2)
  const loss = (p: Parameters) => softmaxCrossEntropy(logitsOf(p), labels)

  /** 連鎖律を出力側からたどる。 */
  function byHand(p: Parameters): Parameters {
    const z = hiddenOf(p)
    const delta2 = divide(subtract(softmax(logitsOf(p)), oneHot(labels, 3, double)), 8)
    const delta1 = multiply(matmul(delta2, transpose(p.W2)), multiply(z, subtract(1, z)))
    return {
      W1: matmul(transpose(x), delta1),
      b1: sum(delta1, 0),
      W2: matmul(transpose(z), delta2),
      b2: sum(delta2, 0),
    } as Parameters
  }

  const exact = grad(loss)(parameters)
  if (method === 'hand') return { difference: difference(byHand(parameters), exact) }
  let least = Number.POSITIVE_INFINITY
  for (let exponent = -11; exponent <= -1; exponent += 0.5) {
    const step = Math.pow(10, exponent)
    const away = difference(numericGrad(loss, { step })(parameters), exact)
    least = Math.min(least, away)
    yield { step, difference: away }
  }
  return { difference: least }
}

/** 要素ごとの差の最大値を、勾配の最大値で割ったもの。 */
function difference(a: Record<string, Tensor>, b: Record<string, Tensor>): number {
  let [largest, away] = [0, 0]
  const others = leaves(a).map(({ data }) => data)
  for (const [k, { data }] of leaves(b).entries())
    for (const [i, value] of data.entries()) {
      largest = Math.max(largest, Math.abs(value))
      away = Math.max(away, Math.abs(value - others[k]![i]!))
    }
  return away / largest
}
