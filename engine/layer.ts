import { relu } from './activation.ts'
import { affine } from './affine.ts'
import { callable, integer } from './argument.ts'
import { add } from './arithmetic.ts'
import { zeros } from './creation.ts'
import { type Initializer, xavier } from './initializer.ts'
import { reshape } from './layout.ts'
import { matmul } from './matmul.ts'
import type { Random } from './random.ts'
import { formatShape, type Shape, sameShape, shapeOf, size } from './shape.ts'
import { type Float, floating, Tensor, tensorOf } from './tensor.ts'
import type { Tree } from './tree.ts'

/** A function with parameters to be learned: `apply(parameters, x)`, and `init`, which makes the first ones. */
export interface Layer<P extends Tree = Tree> {
  readonly name: string
  /** @param options.dtype defaults to float32. */
  init(random: Random, options?: { readonly dtype?: Float }): P
  /** @param mode defaults to evaluation: the layer as it is used once it is trained. */
  apply(parameters: P, x: Tensor, mode?: Mode): Tensor<Float>
  /**
   * The part of the parameters that gradient descent changes: the same tensors in a tree of their own, in a
   * `sequential` with one entry a layer. Defaults to all. Running statistics are parameters, but not trainable.
   */
  trainable?(parameters: P): Tree
  /** What does the work of this layer and of some that follow it at once, bit for bit, if there is such a thing. */
  fusedWith?(following: readonly (Layer | Activation)[]): Fusion | undefined
  /** Of a `sequential`: what it is made of. */
  readonly layers?: readonly (Layer | Activation)[]
}

/** Several layers of a `sequential` in one. */
export interface Fusion {
  /** How many layers it stands for, the first one included. */
  readonly count: number
  /** Undefined for an x that the layers have to take one by one. @param parameters of the first layer */
  apply(parameters: Tree, x: Tensor): Tensor<Float> | undefined
}

/** How layers are applied that behave differently while they are trained, such as dropout. */
export interface Mode {
  /** Whether this is a step of training: batch statistics are used and noted, units are dropped. Defaults to false. */
  readonly training?: boolean
  /** What layers draw from while they are trained. */
  readonly random?: Random
}

/** What is trained: a layer, mostly a `sequential` of layers, or one's own object of this form. */
export type Model<P extends Tree = Tree> = Layer<P>

/** A model that is a plain function; its first parameters come from elsewhere. */
export type ModelFunction<P extends Tree = Tree> = (parameters: P, x: Tensor, mode?: Mode) => Tensor<Float>

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
  callable('initializer of dense', initializer, 'he')
  const name = `dense(${integer('inputs of dense', inputs, 1)}, ${integer('units of dense', units, 1)})`
  const shapes: ParameterShapes = [
    ['W', [inputs, units]],
    ['b', [units]],
  ]
  return {
    name,
    init(random, { dtype = 'float32' } = {}) {
      const W = initializer(random, { shape: [inputs, units], fanIn: inputs, fanOut: units, dtype })
      return { W, b: zeros([units], { dtype }) }
    },
    apply(parameters, x) {
      const { W, b } = expectParameters(name, parameters, shapes)
      if (tensorOf(x, name).shape.at(-1) !== inputs)
        throw new Error(`invalid shape; ${name} takes (…, ${inputs}): ${formatShape(x.shape)}`)
      expectDType(name, W, x)
      return affine(x, W, b, { rectified: false }) ?? add(matmul(x, W), b)
    },
    fusedWith([activation]) {
      if (activation !== relu) return undefined
      const apply = (parameters: Tree, x: Tensor) => {
        const { W, b } = expectParameters(name, parameters as DenseParameters, shapes)
        return affine(x, W, b, { rectified: true })
      }
      return { count: 2, apply }
    },
  }
}

/** Each sample as a vector: (n, …) becomes (n, size), between convolutions and dense layers. */
export function flatten(x: Tensor): Tensor<Float> {
  return reshape(floating(x, 'flatten'), [x.shape[0] ?? 1, size(x.shape.slice(1))])
}

/** Each sample in the shape given: (n, …) becomes (n, …shape). `unflatten([1, 28, 28])` makes images of MNIST's rows. */
export function unflatten(shape: Shape): Layer<readonly []> {
  const name = `unflatten(${shapeOf('unflatten', shape).join(', ')})`
  return {
    name,
    init: () => [],
    apply(_, x) {
      const n = floating(x, name).shape[0] ?? 1
      if (size(x.shape) !== n * size(shape))
        throw new Error(`invalid shape; ${name} takes ${size(shape)} elements a sample: ${formatShape(x.shape)}`)
      return reshape(x as Tensor<Float>, [n, ...shape])
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
 *
 * @throws Error of something that is neither a layer nor a function.
 */
export function sequential<const Layers extends readonly (Layer | Activation)[]>(
  layers: Layers,
): Layer<Parameters<Layers>> {
  if (!Array.isArray(layers)) throw new Error(`invalid layers of sequential; not a list: ${String(layers)}`)
  for (const [i, layer] of layers.entries())
    if (typeof layer !== 'function' && typeof layer?.apply !== 'function')
      throw new Error(`unknown layer: layers[${i}] is neither a layer nor a function, but ${JSON.stringify(layer)}`)
  const fusions = layers.map((layer, i) =>
    typeof layer === 'function' ? undefined : layer.fusedWith?.(layers.slice(i + 1)),
  )
  return {
    layers,
    name: `sequential(${layers.map(layer => layer.name).join(', ')})`,
    init: (random, options) =>
      layers.map(layer => (typeof layer === 'function' ? [] : layer.init(random, options))) as Parameters<Layers>,
    apply(parameters, input, mode) {
      partsOf('parameters of sequential', layers, parameters)
      let x = tensorOf(input, 'sequential')
      for (let i = 0; i < layers.length; ) {
        const fused = fusions[i]?.apply(parameters[i]!, x)
        x = fused ?? applyLayer(layers[i]!, parameters[i]!, x, mode)
        i += fused ? fusions[i]!.count : 1
      }
      return x as Tensor<Float>
    },
    trainable: parameters =>
      layers.map((layer, i) => (typeof layer === 'function' ? [] : trainable(layer, parameters[i] as Tree))),
  }
}

/** The parts of a tree, one for each layer. `name` is what the tree is. @throws Error if they are more or fewer. */
export function partsOf(name: string, layers: readonly unknown[], tree: Tree): readonly Tree[] {
  const parts = tree as readonly Tree[]
  if (parts?.length !== layers.length)
    throw new Error(`invalid ${name}; not of ${layers.length} layers, but of ${parts?.length ?? String(parts)}`)
  return parts
}

/** The model as a layer: a plain function has its name, no first parameters, and all of its parameters are trained. */
export function layerOf<P extends Tree>(model: Model<P> | ModelFunction<P>): Layer<P> {
  if (typeof model !== 'function') return model
  return {
    name: model.name,
    init() {
      throw new Error(`missing parameters: the model is a function, which does not make them: ${model.name}`)
    },
    apply: model,
  }
}

/** What one of the layers of a `sequential` makes of x with its parameters. */
export function applyLayer(layer: Layer | Activation, parameters: Tree, x: Tensor, mode?: Mode): Tensor<Float> {
  const y = typeof layer === 'function' ? layer(x) : layer.apply(parameters, x, mode)
  if (y instanceof Tensor) return y
  throw new Error(
    `unknown layer: ${layer.name} makes no tensor of ${formatShape(x.shape)}; a layer is made by calling it`,
  )
}

/**
 * The part of a model's parameters that gradient descent changes, for a training loop of one's own: differentiate by
 * it and hand it to the optimizer. `train` does so by itself.
 *
 *     const part = trainable(model, parameters)
 *     const state = optimizer.init(part)
 *     const { gradient } = valueAndGrad(() => loss(model.apply(parameters, x, { training: true }), d))(part)
 *     optimizer.update(gradient, state, part)
 */
export function trainable<P extends Tree>(model: Layer<P>, parameters: P): Tree {
  return model.trainable ? model.trainable(parameters) : parameters
}

/**
 * The layer with its parameters left as they are by training. Running statistics, which follow the data and not the
 * gradient, are still kept.
 *
 *     sequential([dense(784, 40), relu, frozen(dense(40, 10))])   // the output layer never trains
 */
export function frozen<P extends Tree>(layer: Layer<P>): Layer<P> {
  return {
    ...layer,
    name: `frozen(${layer.name})`,
    init: (random, options) => layer.init(random, options),
    apply: (parameters, x, mode) => layer.apply(parameters, x, mode),
    trainable: () => [],
  }
}

/** The shapes of a layer's parameters, by their names. */
export type ParameterShapes = readonly (readonly [name: string, shape: Shape])[]

/** The parameters, known to be tensors of the shapes and of one dtype. @throws Error of others. */
export function expectParameters<P extends { readonly [name: string]: Tensor }>(
  layer: string,
  parameters: P,
  shapes: ParameterShapes,
): P {
  let dtype: string | undefined
  for (const [name, shape] of shapes) {
    const own: Tensor | undefined = parameters?.[name]
    if (!(own instanceof Tensor) || !sameShape(own.shape, shape)) {
      const given = own instanceof Tensor ? formatShape(own.shape) : String(own)
      throw new Error(`invalid parameters; ${layer} has ${name} of ${formatShape(shape)}: ${given}`)
    }
    dtype ??= own.dtype
    if (own.dtype !== dtype)
      throw new Error(`invalid dtypes; ${layer} has ${shapes[0]![0]} of ${dtype}, but ${name} of ${own.dtype}`)
  }
  return parameters
}

/** @throws Error of an input whose dtype is not that of a layer's parameters. */
export function expectDType(name: string, parameter: Tensor, x: Tensor): void {
  if (x.dtype !== parameter.dtype)
    throw new Error(`invalid dtypes; cast one to the other: ${name} has ${parameter.dtype}, its input ${x.dtype}`)
}
