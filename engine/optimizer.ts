import { full } from './creation.ts'
import type { Schedule } from './schedule.ts'
import { formatShape, sameShape } from './shape.ts'
import { type Float, floating, type Tensor, view } from './tensor.ts'
import { leaves, mapTree, type Tree } from './tree.ts'

/**
 * How parameters follow their gradient. What it remembers between steps is the state: tensors one can look at, for
 * most optimizers trees of the parameters' form. All of it is in place: a step allocates nothing.
 */
export interface Optimizer<State extends Tree = Tree> {
  init(parameters: Tree): State
  /** One step: overwrites the parameters and the state. */
  update<P extends Tree>(gradient: P, state: State, parameters: P): void
}

/** What the function `name` was given, known to be an optimizer. @throws Error of anything else, such as `sgd` itself. */
export function optimizerOf<State extends Tree>(name: string, optimizer: Optimizer<State>): Optimizer<State> {
  if (typeof optimizer?.init !== 'function' || typeof optimizer.update !== 'function')
    throw new Error(
      `invalid optimizer of ${name}; it has no init and update, which sgd({ learningRate: 0.1 }) has, but sgd has not`,
    )
  return optimizer
}

/** The state of every optimizer here has the number of steps made: learning rates may depend on it. */
export interface Steps {
  readonly [name: string]: Tree
  /** A scalar. */
  readonly step: Tensor<'float64'>
}

export interface LearningRate {
  /** η: a number, or a schedule such as `cosineDecay(…)`. */
  readonly learningRate: number | Schedule
}

/**
 * Calls `f` with each parameter, and where its gradient and the parts of the state that belong to it lie.
 *
 * @throws Error of gradients and states of other shapes or dtypes, in the name of the optimizer.
 */
export function eachParameter(
  name: string,
  parameters: Tree,
  gradient: Tree,
  state: readonly Tree[],
  f: (parameter: Tensor<Float>, gradient: number, ...state: number[]) => void,
): void {
  const trees = [gradient, ...state].map(leaves)
  for (const [i, parameter] of leaves(parameters).entries()) {
    const beside = trees.map(tree => {
      const x = tree[i]
      if (x?.dtype !== parameter.dtype || !sameShape(x.shape, parameter.shape))
        throw new Error(
          `invalid update of ${name}; a parameter ${describe(parameter)} has a gradient or state ${x ? describe(x) : 'nowhere'}`,
        )
      return x.pointer
    })
    f(floating(parameter, name), ...(beside as [number, ...number[]]))
  }
}

function describe({ dtype, shape }: Tensor): string {
  return `${formatShape(shape)} of ${dtype}`
}

/** A tree of the parameters' form, filled with a value. */
export function likewise(name: string, parameters: Tree, value: number): Tree {
  return mapTree(parameters, p => full(p.shape, value, { dtype: floating(p, name).dtype }))
}

/** The number of steps made before this one, which is counted. */
export function next(step: Tensor<'float64'>): number {
  return view(step)[0]!++
}
