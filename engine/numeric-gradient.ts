import { callable, positive } from './argument.ts'
import { empty, item } from './creation.ts'
import { type Differentiable, scalarOf } from './gradient.ts'
import { cast } from './layout.ts'
import { isFloating, scope, Tensor, view } from './tensor.ts'
import { mapTree, type Tree } from './tree.ts'

/**
 * The gradient by central differences, (f(p + h) − f(p − h)) / 2h for each element p on its own: two calls of `f` an
 * element, slow and sure. What `grad` computes can be checked against it; it agrees with it to about 10 digits where f
 * is smooth.
 *
 * In float64 throughout: `f` is called with float64 copies of the parameters and of the float tensors among its other
 * arguments, and the gradient is float64. Tensors that `f` finds around it are not converted.
 *
 * @param options.step h = step · max(1, |p|); defaults to 1e-5, near ∛ε, where the error of the difference, which
 *   shrinks as h², meets that of rounding, which grows as 1/h
 */
export function numericGrad<P extends Tree, Rest extends readonly unknown[]>(
  f: (parameters: P, ...rest: Rest) => Differentiable<unknown>,
  { step = 1e-5 }: { readonly step?: number } = {},
): (parameters: P, ...rest: Rest) => P {
  callable('function of numericGrad', f, 'x => sum(multiply(x, x))')
  positive('step of numericGrad', step)
  return (parameters, ...rest) =>
    scope(() => {
      const point = mapTree(parameters, copied)
      const others = rest.map(doubled) as readonly unknown[] as Rest
      const value = () =>
        scope(() => {
          const result = f(point, ...others)
          return item(scalarOf((Array.isArray(result) ? result[0] : result) as Tensor))
        })
      return mapTree(point, p => differences(p, step, value))
    })
}

// Perturbs one element after the other, and puts each back.
function differences(p: Tensor, step: number, value: () => number): Tensor {
  const gradient = empty('float64', p.shape)
  for (let i = 0; i < view(gradient).length; i++) {
    const x = view(p)[i]!
    const h = step * Math.max(1, Math.abs(x))
    const at = (moved: number) => {
      view(p)[i] = moved
      return value()
    }
    // h as it was after rounding.
    const difference = (at(x + h) - at(x - h)) / (x + h - (x - h))
    view(p)[i] = x
    view(gradient)[i] = difference
  }
  return gradient
}

function copied(p: Tensor): Tensor {
  if (!isFloating(p)) throw new Error(`invalid dtype; numericGrad takes float32 or float64, cast first: ${p.dtype}`)
  const copy = empty('float64', p.shape)
  view(copy).set(view(p))
  return copy
}

function doubled(argument: unknown): unknown {
  if (argument instanceof Tensor) return isFloating(argument) ? cast(argument, 'float64') : argument
  if (Array.isArray(argument)) return argument.map(doubled)
  if (typeof argument !== 'object' || argument === null || Object.getPrototypeOf(argument) !== Object.prototype)
    return argument
  return Object.fromEntries(Object.entries(argument).map(([name, value]) => [name, doubled(value)]))
}
