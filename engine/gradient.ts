import { add } from './arithmetic.ts'
import { item, ones, zeros } from './creation.ts'
import { formatShape, size } from './shape.ts'
import { recorded } from './tape.ts'
import { type Float, floating, scope, type Tensor } from './tensor.ts'
import { leaves, mapTree, type Tree } from './tree.ts'

/**
 * The function that returns the value of `f` and its gradient by its first argument, a tree of float tensors, by
 * reverse-mode differentiation: ∂f/∂p for each tensor p, in p's shape, zeros where f does not depend on p.
 * What `f` makes on the way is released.
 *
 *     const { value, gradient } = valueAndGrad((W: Tensor) => sum(multiply(W, W)))(W)   // gradient = 2 W
 *
 * @throws Error if `f` returns more than one element.
 */
export function valueAndGrad<P extends Tree, Rest extends readonly unknown[]>(
  f: (parameters: P, ...rest: Rest) => Tensor,
): (parameters: P, ...rest: Rest) => { readonly value: number; readonly gradient: P } {
  return (parameters, ...rest) =>
    scope(() => {
      const { result, tape } = recorded(leaves(parameters).map(floating), () => f(parameters, ...rest))
      if (size(result.shape) !== 1)
        throw new Error(`invalid shape; only one element has a gradient: ${formatShape(result.shape)}`)
      const gradients = new Map<Tensor, Tensor<Float>>([
        [result, ones(result.shape, { dtype: floating(result).dtype })],
      ])
      for (const step of tape.steps.reverse()) {
        const gradient = gradients.get(step.result)
        if (!gradient) continue
        for (const [parent, product] of step.parents) {
          const sum = gradients.get(parent)
          const part = floating(product(gradient))
          gradients.set(parent, sum ? add(sum, part) : part)
        }
      }
      const gradient = mapTree(parameters, p => gradients.get(p) ?? zeros(p.shape, { dtype: p.dtype }))
      return { value: item(result), gradient }
    })
}

/** The gradient alone: see `valueAndGrad`. */
export function grad<P extends Tree, Rest extends readonly unknown[]>(
  f: (parameters: P, ...rest: Rest) => Tensor,
): (parameters: P, ...rest: Rest) => P {
  const differentiated = valueAndGrad(f)
  return (parameters, ...rest) => differentiated(parameters, ...rest).gradient
}
