import { notNegative } from './argument.ts'
import { abs, add, multiply, square } from './arithmetic.ts'
import { zeros } from './creation.ts'
import { sum } from './reduction.ts'
import { type Float, floating, type Tensor } from './tensor.ts'
import { leaves, mapTree, type Tree } from './tree.ts'

export interface Penalty {
  /** λ, how much the penalty counts beside the loss that it is added to. */
  readonly strength: number
  /** Which tensors count, by their place in the tree: `[0].W`. Defaults to all: weights and biases. */
  readonly only?: (path: string) => boolean
}

/**
 * λ Σ |w| over the elements of a tree of parameters, as a scalar: added to a loss, it makes weights zero. Its gradient
 * is λ sign(w), 0 at 0.
 *
 *     add(loss, l1Penalty(parameters, { strength: 1e-4, only: path => path.endsWith('.W') }))
 */
export function l1Penalty(parameters: Tree, { strength, only }: Penalty = {} as never): Tensor<Float> {
  return multiply(notNegative('strength of l1Penalty', strength), total('l1Penalty', parameters, only, abs))
}

/**
 * ½ λ Σ w² over the elements of a tree of parameters, as a scalar: added to a loss, it keeps weights small. The ½ is
 * inside, so that its gradient is λ w, the weight decay of SGD.
 */
export function l2Penalty(parameters: Tree, { strength, only }: Penalty = {} as never): Tensor<Float> {
  return multiply(notNegative('strength of l2Penalty', strength) / 2, total('l2Penalty', parameters, only, square))
}

function total(name: string, parameters: Tree, only: Penalty['only'], f: (x: Tensor) => Tensor<Float>): Tensor<Float> {
  const chosen: Tensor[] = []
  mapTree(parameters, (leaf, path) => {
    if (!only || only(path)) chosen.push(leaf)
    return leaf
  })
  const dtype = floating(leaves(parameters)[0] ?? zeros([]), name).dtype
  return chosen.reduce<Tensor<Float>>((total, w) => add(total, sum(f(w))), zeros([], { dtype }))
}
