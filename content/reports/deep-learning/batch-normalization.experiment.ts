import type { Case } from 'backprose'
import { batchNormalization, frozen, type Layer, seeded } from 'backprose/engine'
import { activationOf, initializerOf, learn, mnistNet, parametersCalled, weightChanges } from './mnist-net.ts'

export const title = 'バッチ正規化：なし、公開されたコードのとおり、直したもの（MNIST）'
const nets = [
  { hidden: [40, 20], activation: 'sigmoid', initializer: 'xavier' },
  { hidden: [40, 20], activation: 'sigmoid', initializer: 'normal' },
  { hidden: [40, 30, 20], activation: 'sigmoid', initializer: 'normal' },
  { hidden: [40, 30, 20], activation: 'relu', initializer: 'he' },
  { hidden: [40, 30, 20], activation: 'sigmoid', initializer: 'xavier' },
] as const
const codes = ['without', 'published', 'corrected'] as const
export const cases = nets.flatMap(net => codes.map(code => ({ ...net, code, seed: 0 })))

export function* run({ hidden, activation, initializer, code, seed }: Case<typeof cases>) {
  // As published, γ and β are left out of the update, and so is the fourth layer where there is one.
  const published = code === 'published' ? frozen : (layer: Layer) => layer
  const f = activationOf(activation)
  const options = { momentum: 0.9, epsilon: 10e-7, unbiased: false, initialVariance: 0 }
  const normalized = (units: number) => [published(batchNormalization(units, options)), f]
  const model = mnistNet(
    hidden,
    initializerOf(initializer),
    code === 'without' ? () => [f] : normalized,
    hidden.length === 3 ? published : undefined,
  )
  const learning = learn({ model, learningRate: 0.01, steps: 1000, every: 50, random: seeded(seed) })
  const { parameters, testAccuracy } = yield* learning
  const farthest = (name: string, first: number) =>
    Math.max(0, ...parametersCalled(name, parameters).flatMap(({ data }) => [...data].map(v => Math.abs(v - first))))
  return {
    testAccuracy,
    weightChanges: weightChanges(model.init(seeded(seed)), parameters),
    gammaChange: farthest('gamma', 1),
    betaChange: farthest('beta', 0),
  }
}
