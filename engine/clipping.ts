import { notNegative, positive } from './argument.ts'
import { add, clip, multiply } from './arithmetic.ts'
import { item } from './creation.ts'
import { type Optimizer, optimizerOf } from './optimizer.ts'
import { sum } from './reduction.ts'
import { scope } from './tensor.ts'
import { leaves, mapTree, type Tree } from './tree.ts'

// An optimizer around an optimizer changes the gradient before it is followed.

/**
 * Shortens a gradient g that is longer than `limit` to that length: g ← g · limit / ‖g‖, where ‖g‖ = √Σ g² over all
 * parameters.
 *
 *     clipByNorm(sgd({ learningRate: 0.1 }), 5)
 *
 * Pascanu, Mikolov and Bengio (2013). PyTorch divides by ‖g‖ + 1e-6.
 */
export function clipByNorm<State extends Tree>(optimizer: Optimizer<State>, limit: number): Optimizer<State> {
  positive('limit of clipByNorm', limit)
  return changed('clipByNorm', optimizer, gradient => {
    const length = norm(gradient)
    return length > limit ? mapTree(gradient, g => multiply(g, limit / length)) : gradient
  })
}

/** Limits each element of a gradient to [−limit, limit]. */
export function clipByValue<State extends Tree>(optimizer: Optimizer<State>, limit: number): Optimizer<State> {
  positive('limit of clipByValue', limit)
  return changed('clipByValue', optimizer, gradient => mapTree(gradient, g => clip(g, -limit, limit)))
}

/**
 * Weight decay in the gradient: g ← g + λ W, the gradient of a penalty ½ λ ΣW² in the loss. (`adamW` has it beside the
 * gradient: the same of `sgd` with η λ, but not of optimizers that scale what they follow.)
 *
 * @param options.only the parameters that decay, by their path such as `[0].W`; defaults to all
 */
export function weightDecay<State extends Tree>(
  optimizer: Optimizer<State>,
  lambda: number,
  { only = () => true }: { readonly only?: (path: string) => boolean } = {},
): Optimizer<State> {
  notNegative('lambda of weightDecay', lambda)
  return changed('weightDecay', optimizer, (gradient, parameters) => {
    const weights = leaves(parameters)
    let i = 0
    return mapTree(gradient, (g, path) => {
      const W = weights[i++]!
      return only(path) ? add(g, multiply(W, lambda)) : g
    })
  })
}

/** ‖g‖ = √Σ g² over all tensors of a tree. */
export function norm(tree: Tree): number {
  if (typeof tree !== 'object' || tree === null)
    throw new Error(`invalid tree of norm; neither a tensor nor a list or record of tensors: ${String(tree)}`)
  return scope(() => {
    let squares = 0
    for (const x of leaves(tree)) squares += item(sum(multiply(x, x)))
    return Math.sqrt(squares)
  })
}

function changed<State extends Tree>(
  name: string,
  optimizer: Optimizer<State>,
  change: <P extends Tree>(gradient: P, parameters: P) => P,
): Optimizer<State> {
  optimizerOf(name, optimizer)
  return {
    init: parameters => optimizer.init(parameters),
    update: (gradient, state, parameters) =>
      scope(() => optimizer.update(change(gradient, parameters), state, parameters)),
  }
}
