import type { Case } from 'backprose'
import {
  add,
  he,
  item,
  matmul,
  mean,
  multiply,
  normal,
  randomNormal,
  relu,
  seeded,
  sigmoid,
  std,
  sum,
  type Tensor,
  valueAndGrad,
  xavier,
  zeros,
} from 'backprose/engine'

export const title = '初期値ごとの、活性の分布と勾配の大きさ（100 ユニットの中間層が五つ、入力 1000 個）'
export const cases = {
  activation: ['sigmoid', 'relu'],
  initializer: ['standard', 'small', 'xavier', 'he'],
  seed: [0],
} as const

const units = 100
const samples = 1000
const bins = 30

export function* run({ activation, initializer, seed }: Case<typeof cases>) {
  const random = seeded(seed)
  const f = { sigmoid, relu }[activation]
  const draw = { standard: randomNormal({ std: 1 }), small: randomNormal({ std: 0.01 }), xavier, he }[initializer]
  const x = normal(random, [samples, units])
  const layers = Array.from({ length: 5 }, () => ({
    W: draw(random, { shape: [units, units], fanIn: units, fanOut: units, dtype: 'float32' }),
    // Added to the total input and zero: the gradient by it is that by the total input.
    u: zeros([samples, units]),
  }))
  // Noise as the gradient that arrives at the last layer's activations, as large for every case.
  const arriving = normal(random, [samples, units])
  const { gradient, auxiliary: activations } = valueAndGrad((parameters: typeof layers) => {
    const outputs: Tensor<'float32' | 'float64'>[] = []
    for (const { W, u } of parameters) outputs.push(f(add(matmul(outputs.at(-1) ?? x, W), u)))
    return [sum(multiply(arriving, outputs.at(-1)!)), outputs] as const
  })(layers)
  for (const [i, z] of activations.entries()) {
    const { W, u } = gradient[i]!
    yield {
      layer: i + 1,
      mean: item(mean(z)),
      std: item(std(z)),
      // Over [0, 1] in equal bins; what lies above is in none.
      histogram: histogram(z.data),
      // From here on, roots of mean squares.
      slope: rootMeanSquare(z.data.map(activation === 'sigmoid' ? y => y * (1 - y) : y => (y > 0 ? 1 : 0))),
      delta: rootMeanSquare(u.data),
      weightGradient: rootMeanSquare(W.data),
    }
  }
}

function histogram(values: Iterable<number>): number[] {
  const counts = new Array<number>(bins).fill(0)
  let all = 0
  for (const value of values) {
    all++
    if (value <= 1) counts[Math.min(bins - 1, Math.floor(value * bins))]!++
  }
  return counts.map(count => count / all)
}

function rootMeanSquare(values: Float32Array | Float64Array): number {
  let squares = 0
  for (const value of values) squares += value * value
  return Math.sqrt(squares / values.length)
}
