import { gelu, identity, leakyRelu, relu, sigmoid, softmax, softplus, step } from './activation.ts'
import { tanh } from './elementary.ts'
import type { Activation } from './layer.ts'

export type ActivationName =
  | 'identity'
  | 'step'
  | 'sigmoid'
  | 'tanh'
  | 'relu'
  | 'leakyRelu'
  | 'gelu'
  | 'softplus'
  | 'softmax'

/**
 * The activation of a name, for experiments whose cases name them: `sequential([dense(2, 3), activation('relu')])`. To
 * import the function itself keeps the others out of the run's id.
 *
 * @throws Error of another name.
 */
export function activation(name: ActivationName): Activation {
  const known = { identity, step, sigmoid, tanh, relu, leakyRelu, gelu, softplus, softmax }
  if (!Object.hasOwn(known, name))
    throw new Error(`unknown activation; not one of ${Object.keys(known).join(', ')}: ${name}`)
  return known[name]
}
