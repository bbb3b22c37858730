import type { Case } from 'backprose'

export const title = 'Gradient descent on the slope of a line through three points'
export const cases = { learningRate: [0.05, 0.2, 0.4] } as const

const points = [
  { x: 1, y: 2 },
  { x: 2, y: 4.5 },
  { x: -1, y: -2 },
]

export function* run({ learningRate }: Case<typeof cases>) {
  let slope = 0
  for (let step = 1; step <= 8; step++) {
    slope -= learningRate * mean(({ x, y }) => (slope * x - y) * x)
    yield { step, loss: mean(({ x, y }) => (slope * x - y) * (slope * x - y)) }
  }
  return { slope }
}

function mean(f: (point: (typeof points)[number]) => number): number {
  return points.reduce((sum, point) => sum + f(point), 0) / points.length
}
