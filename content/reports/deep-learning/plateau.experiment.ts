import type { Case } from 'backprose'
import { relu, seeded } from 'backprose/engine'
import { initializerOf, learn, mnistNet } from './mnist-net.ts'

export const title = 'ReLU と標準偏差 0.01 の初期値を、二倍の回数だけ学習させる（MNIST、784-40-30-20-10）'
export const cases = [{ steps: 8000, seed: 0 }]

export function* run({ steps, seed }: Case<typeof cases>) {
  const model = mnistNet([40, 30, 20], initializerOf('normal'), () => [relu])
  const { testAccuracy } = yield* learn({ model, learningRate: 0.1, steps, every: 200, random: seeded(seed) })
  return { testAccuracy }
}
