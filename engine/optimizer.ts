import { kernel } from './kernels/instance.ts'
import { size } from './shape.ts'
import { floating } from './tensor.ts'
import { leaves, type Tree } from './tree.ts'

/** How parameters follow their gradient. What it remembers between steps is the state: tensors one can look at. */
export interface Optimizer<State extends Tree = Tree> {
  init(parameters: Tree): State
  /** One step: overwrites the parameters and the state. */
  update<P extends Tree>(gradient: P, state: State, parameters: P): void
}

/**
 * Stochastic gradient descent: W ← W − η ∂L/∂W.
 *
 * @param options.learningRate η
 */
export function sgd({ learningRate }: { readonly learningRate: number }): Optimizer<readonly []> {
  return {
    init: () => [],
    update(gradient, _, parameters) {
      const gradients = leaves(gradient).map(floating)
      leaves(parameters).forEach((parameter, i) => {
        const { dtype, shape, pointer } = gradients[i]!
        kernel('descend', dtype)(parameter.pointer, pointer, learningRate, size(shape))
      })
    },
  }
}
