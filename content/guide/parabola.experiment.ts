import type { Case } from 'backprose'

export const title = 'Gradient descent on x²'
export const cases = { learningRate: [0.1, 0.45, 1.05] }

export function* run({ learningRate }: Case<typeof cases>) {
  let x = 3
  for (let step = 1; step <= 20; step++) {
    x -= learningRate * 2 * x
    yield { step, distance: Math.abs(x) }
  }
  return { distance: Math.abs(x) }
}
