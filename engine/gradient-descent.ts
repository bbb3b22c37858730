import { fraction } from './argument.ts'
import { zeros } from './creation.ts'
import { kernel } from './kernels/instance.ts'
import { eachParameter, type LearningRate, likewise, next, type Optimizer, type Steps } from './optimizer.ts'
import { learningRateOf, rateAt } from './schedule.ts'
import { size } from './shape.ts'
import type { Tree } from './tree.ts'

// Steps along the gradient, or along its running sum.

/** Stochastic gradient descent: W ← W − η g, where g = ∂L/∂W. */
export function sgd(options: LearningRate): Optimizer<Steps> {
  const learningRate = learningRateOf('sgd', options?.learningRate)
  return {
    init: () => ({ step: zeros([], { dtype: 'float64' }) }),
    update(gradient, { step }, parameters) {
      const rate = rateAt('sgd', learningRate, next(step))
      eachParameter('sgd', parameters, gradient, [], ({ dtype, shape, pointer }, g) =>
        kernel('descend', dtype)(pointer, g, rate, size(shape)),
      )
    },
  }
}

export interface Velocity extends Steps {
  /** v, zeros at first. */
  readonly velocity: Tree
}

/**
 * Momentum: v ← μ v − η g, W ← W + v: a ball with friction on the slope of the loss.
 *
 * Polyak (1964). PyTorch has v ← μ v + g, W ← W − η v: the same parameters as long as η does not change.
 *
 * @param options.momentum μ; defaults to 0.9
 */
export function momentum(options: LearningRate & { readonly momentum?: number }): Optimizer<Velocity> {
  return withVelocity('momentum', options)
}

/**
 * Nesterov's accelerated gradient: v ← μ v − η g, W ← W + μ v − η g: as `momentum`, but the gradient is that at the
 * place where the momentum will have led, which W stands for here.
 *
 * Nesterov (1983), as rewritten by Bengio et al. (2013), eq. 7; PyTorch's `nesterov=True` as long as η does not change.
 *
 * @param options.momentum μ; defaults to 0.9
 */
export function nesterov(options: LearningRate & { readonly momentum?: number }): Optimizer<Velocity> {
  return withVelocity('nesterov', options)
}

function withVelocity(
  name: 'momentum' | 'nesterov',
  options: LearningRate & { readonly momentum?: number },
): Optimizer<Velocity> {
  const learningRate = learningRateOf(name, options?.learningRate)
  const { momentum = 0.9 } = options
  fraction(`momentum of ${name}`, momentum)
  return {
    init: parameters => ({ step: zeros([], { dtype: 'float64' }), velocity: likewise(name, parameters, 0) }),
    update(gradient, { step, velocity }, parameters) {
      const rate = rateAt(name, learningRate, next(step))
      eachParameter(name, parameters, gradient, [velocity], ({ dtype, shape, pointer }, g, v) =>
        kernel('momentum', dtype)(pointer, v!, g, rate, momentum, name === 'nesterov', size(shape)),
      )
    },
  }
}
