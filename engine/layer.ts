import { add } from './arithmetic.ts'
import { zeros } from './creation.ts'
import { type Initializer, xavier } from './initializer.ts'
import { matmul } from './matmul.ts'
import type { Random } from './random.ts'
import { formatShape } from './shape.ts'
import type { Float, Tensor } from './tensor.ts'
import type { Tree } from './tree.ts'

/** A function with parameters to be learned: `apply(parameters, x)`, and `init`, which makes the first ones. */
export interface Layer<P extends Tree = Tree> {
  readonly name: string
  /** @param options.dtype defaults to float32. */
  init(random: Random, options?: { readonly dtype?: Float }): P
  apply(parameters: P, x: Tensor): Tensor<Float>
  /** Of a `sequential`: what it is made of. */
  readonly layers?: readonly (Layer | Activation)[]
}

/** What is trained: a layer, mostly a `sequential` of layers, or one's own object of this form. */
export type Model<P extends Tree = Tree> = Layer<P>

/** A function of a tensor without parameters, such as `relu`. */
export type Activation = (x: Tensor) => Tensor<Float>

export interface DenseParameters {
  readonly [name: string]: Tensor<Float>
  /** (inputs, units) */
  readonly W: Tensor<Float>
  /** (units) */
  readonly b: Tensor<Float>
}

/**
 * x·W + b, from (…, inputs) to (…, units). b begins as zeros.
 *
 * @param options.initializer of W; defaults to `xavier`.
 */
export function dense(
  inputs: number,
  units: number,
  { initializer = xavier }: { readonly initializer?: Initializer } = {},
): Layer<DenseParameters> {
  const name = `dense(${inputs}, ${units})`
  return {
    name,
    init(random, { dtype = 'float32' } = {}) {
      const W = initializer(random, { shape: [inputs, units], fanIn: inputs, dtype })
      return { W, b: zeros([units], { dtype }) }
    },
    apply({ W, b }, x) {
      if (x.shape.at(-1) !== inputs) throw new Error(`invalid shape; ${name} cannot take ${formatShape(x.shape)}`)
      return add(matmul(x, W), b)
    },
  }
}

type Parameters<Layers extends readonly (Layer | Activation)[]> = {
  readonly [I in keyof Layers]: Layers[I] extends Layer<infer P> ? P : readonly []
}

/**
 * One layer after the other; the parameters are a list with an entry for each, `[]` for functions without parameters.
 *
 *     const model = sequential([dense(784, 40, { initializer: he }), relu, dense(40, 10, { initializer: he })])
 *     const parameters = model.init(seeded(0))
 *     const logits = model.apply(parameters, x)
 */
export function sequential<const Layers extends readonly (Layer | Activation)[]>(
  layers: Layers,
): Layer<Parameters<Layers>> {
  return {
    layers,
    name: `sequential(${layers.map(layer => layer.name).join(', ')})`,
    init: (random, options) =>
      layers.map(layer => (typeof layer === 'function' ? [] : layer.init(random, options))) as Parameters<Layers>,
    apply: (parameters, x) =>
      layers.reduce((x: Tensor, layer, i) => applyLayer(layer, parameters[i]!, x), x) as Tensor<Float>,
  }
}

/** What one of the layers of a `sequential` makes of x with its parameters. */
export function applyLayer(layer: Layer | Activation, parameters: Tree, x: Tensor): Tensor<Float> {
  return typeof layer === 'function' ? layer(x) : layer.apply(parameters, x)
}
