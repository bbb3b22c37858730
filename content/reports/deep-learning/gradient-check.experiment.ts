import type { Case } from 'backprose'
import { grad, leaves, normal, numericGrad, seeded, tensor, zeros } from 'backprose/engine'
import { gradientByHand, lossOf, type Parameters } from './small-network.ts'

export const title = '数値微分の刻み幅と、誤差逆伝播との差'
export const cases = { method: ['hand', 'numeric'] } as const

export function* run({ method }: Case<typeof cases>) {
  const double = { dtype: 'float64' } as const
  const random = seeded(0)
  const x = normal(random, [8, 5], double)
  const labels = tensor([0, 1, 2, 0, 1, 2, 0, 1], { dtype: 'int32' })
  const parameters: Parameters = {
    W1: normal(random, [5, 4], double),
    b1: zeros([4], double),
    W2: normal(random, [4, 3], double),
    b2: zeros([3], double),
  }
  const loss = (p: Parameters) => lossOf(p, x, labels)
  const exact = grad(loss)(parameters)
  if (method === 'hand') return { difference: difference(gradientByHand(parameters, x, labels), exact) }
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
function difference(a: Parameters, b: Parameters): number {
  let [largest, away] = [0, 0]
  const others = leaves(a).map(({ data }) => data)
  for (const [k, { data }] of leaves(b).entries())
    for (const [i, value] of data.entries()) {
      largest = Math.max(largest, Math.abs(value))
      away = Math.max(away, Math.abs(value - others[k]![i]!))
    }
  return away / largest
}
