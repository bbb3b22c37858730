import { callable } from './argument.ts'
import { add } from './arithmetic.ts'
import { item, ones, zeros } from './creation.ts'
import { reshape } from './layout.ts'
import { formatShape, size } from './shape.ts'
import { recorded, type Tape } from './tape.ts'
import { type Float, floating, isFloating, scope, Tensor } from './tensor.ts'
import { leaves, mapTree, type Tree } from './tree.ts'

/** A scalar, or a pair of it and of whatever else is to come out: predictions, statistics of a layer. */
export type Differentiable<Auxiliary> = Tensor | readonly [value: Tensor, auxiliary: Auxiliary]

export interface ValueAndGradient<P extends Tree, Auxiliary> {
  readonly value: number
  /** ∂value/∂p for each tensor p of the parameters, in its place. */
  readonly gradient: P
  /** What the function returned beside its value, if it did. */
  readonly auxiliary: Auxiliary
}

/**
 * The function that returns the value of `f` and its gradient by its first argument, a tree of float tensors, by
 * reverse-mode differentiation: ∂f/∂p for each tensor p, in p's shape, zeros where f does not depend on p.
 * What `f` makes on the way is released, except tensors in its auxiliary output.
 *
 *     const { value, gradient } = valueAndGrad((W: Tensor) => sum(multiply(W, W)))(W)   // gradient = 2 W
 *
 * Gradients are functions like others, and may be differentiated again: the product of the Hessian with v is
 *
 *     grad((W: Tensor) => sum(multiply(grad(f)(W), v)))(W)
 *
 * (In what is differentiated within another function, layers are not fused. `value` is a number, without a gradient.)
 *
 * @throws Error if `f` returns no tensor of one float element, and if a parameter holds no floats.
 */
export function valueAndGrad<P extends Tree, Rest extends readonly unknown[], Auxiliary = undefined>(
  f: (parameters: P, ...rest: Rest) => Differentiable<Auxiliary>,
): (parameters: P, ...rest: Rest) => ValueAndGradient<P, Auxiliary> {
  callable('function of grad', f, 'x => sum(multiply(x, x))')
  return (parameters, ...rest) =>
    scope(() => {
      const inputs = parametersOf(parameters)
      const { result, tape } = recorded(inputs, () => f(parameters, ...rest))
      const [scalar, auxiliary] = (Array.isArray(result) ? result : [result]) as [Tensor, Auxiliary]
      const gradients = backward(tape, scalarOf(scalar))
      return { value: item(scalar), gradient: treeOf(parameters, gradients), auxiliary }
    })
}

/** The gradient alone: see `valueAndGrad`. */
export function grad<P extends Tree, Rest extends readonly unknown[]>(
  f: (parameters: P, ...rest: Rest) => Differentiable<unknown>,
): (parameters: P, ...rest: Rest) => P {
  const differentiated = valueAndGrad(f)
  return (parameters, ...rest) => differentiated(parameters, ...rest).gradient
}

function parametersOf(parameters: Tree): Tensor<Float>[] {
  const tensors = leaves(parameters)
  if (typeof parameters !== 'object' || parameters === null)
    throw new Error(
      `invalid parameters of grad; neither a tensor nor a list or record of tensors: ${String(parameters)}`,
    )
  if (!tensors.every(isFloating))
    mapTree(parameters, (leaf, path) => {
      if (isFloating(leaf)) return leaf
      throw new Error(
        `invalid dtype; grad takes float32 or float64${path && `, unlike parameters${path}`}, cast first: ${leaf.dtype}`,
      )
    })
  return tensors as Tensor<Float>[]
}

/** What a differentiated function returned, known to be a float tensor of one element. @throws Error of anything else. */
export function scalarOf(value: Tensor): Tensor<Float> {
  if (!(value instanceof Tensor))
    throw new Error(
      `invalid result; a function to be differentiated returns a tensor, without item(): ${String(value)}`,
    )
  if (size(value.shape) !== 1)
    throw new Error(
      `invalid shape; a function to be differentiated returns one element, such as its sum or mean: ${formatShape(value.shape)}`,
    )
  if (!isFloating(value))
    throw new Error(`invalid dtype; a function to be differentiated returns float32 or float64: ${value.dtype}`)
  return value
}

// From the last step to the first: the gradient of a tensor is complete when the steps after it have been gone through.
function backward({ steps }: Tape, result: Tensor<Float>): Map<Tensor, Tensor<Float>> {
  const gradients = new Map<Tensor, Tensor<Float>>([[result, ones(result.shape, { dtype: result.dtype })]])
  for (const step of steps.reverse()) {
    const gradient = gradients.get(step.result)
    if (!gradient) continue
    for (const [parent, product] of step.parents) {
      const sum = gradients.get(parent)
      const part = floating(product(gradient), 'grad')
      gradients.set(parent, sum ? add(sum, part) : part)
    }
  }
  return gradients
}

// Tensors of their own: a sum hands the same gradient to both operands.
function treeOf<P extends Tree>(parameters: P, gradients: ReadonlyMap<Tensor, Tensor>): P {
  const given = new Set<Tensor>()
  return mapTree(parameters, p => {
    const gradient = gradients.get(p) ?? zeros(p.shape, { dtype: p.dtype })
    const own = given.has(gradient) ? reshape(gradient, p.shape) : gradient
    given.add(own)
    return own
  })
}
