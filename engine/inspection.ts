import { integer } from './argument.ts'
import { norm } from './clipping.ts'
import { item } from './creation.ts'
import { applyLayer, type Mode, type Model, partsOf } from './layer.ts'
import { max, min } from './reduction.ts'
import { type Float, scope, type Tensor, tensorOf, view } from './tensor.ts'
import { leaves, type Tree } from './tree.ts'

// What happens inside a model, as data for records and figures.

export interface LayerOutput {
  /** The place in `model.layers`, from 0. */
  readonly layer: number
  readonly name: string
  readonly output: Tensor<Float>
}

/**
 * What each layer of a `sequential` makes of its input; of another model, what the model makes.
 *
 *     for (const { layer, name, output } of layerOutputs(model, parameters, x))
 *       if (name === 'sigmoid') yield { layer, bins: histogram(output, { bins: 30, range: [0, 1] }) }
 */
export function layerOutputs<P extends Tree>(model: Model<P>, parameters: P, x: Tensor, mode?: Mode): LayerOutput[] {
  if (!model.layers) return [{ layer: 0, name: model.name, output: model.apply(parameters, x, mode) }]
  const list = partsOf('parameters of layerOutputs', model.layers, parameters)
  let output = tensorOf(x, 'layerOutputs') as Tensor<Float>
  return model.layers.map((each, layer) => {
    output = applyLayer(each, list[layer]!, output, mode)
    return { layer, name: each.name, output }
  })
}

export interface LayerNorm {
  /** The place in `model.layers`, from 0. */
  readonly layer: number
  readonly name: string
  /** √Σ g² over the layer's parameters. */
  readonly norm: number
}

/** The length of the gradient in each layer that has one: how much of it arrives there. `gradient` as `train` yields it. */
export function gradientNorms<P extends Tree>(model: Model<P>, gradient: Tree): LayerNorm[] {
  if (!model.layers) return [{ layer: 0, name: model.name, norm: norm(gradient) }]
  const parts = partsOf('gradient of gradientNorms', model.layers, gradient)
  return model.layers.flatMap(({ name }, layer) => {
    const part = parts[layer]!
    return leaves(part).length > 0 ? [{ layer, name, norm: norm(part) }] : []
  })
}

/** A bin of a histogram: how many values v have from ≤ v < to; the last one has v = to as well. */
export interface Bin {
  readonly from: number
  readonly to: number
  readonly count: number
}

/**
 * How many of the elements lie in each of some bins of equal width, as `numpy.histogram` counts them; those out of
 * range and NaN are in none.
 *
 * @param options.bins defaults to 30
 * @param options.range defaults to the least and the largest element; of equal ones, ½ to either side
 */
export function histogram(
  x: Tensor,
  { bins = 30, range }: { readonly bins?: number; readonly range?: readonly [low: number, high: number] } = {},
): Bin[] {
  integer('bins of histogram', bins, 1)
  tensorOf(x, 'histogram')
  const [low, high] = range ?? extent(x)
  if (!(low < high && Number.isFinite(high - low)))
    throw new Error(`invalid range of histogram; not from a number to a larger one: ${low} to ${high}`)
  const edges = Array.from({ length: bins + 1 }, (_, i) => (i === bins ? high : low + i * ((high - low) / bins)))
  const counts = Array<number>(bins).fill(0)
  for (const value of view(x) as Iterable<number>) {
    if (!(value >= low && value <= high)) continue
    let i = Math.min(Math.floor(((value - low) / (high - low)) * bins), bins - 1)
    // What rounding put beside its bin.
    if (value < edges[i]!) i--
    else if (i < bins - 1 && value >= edges[i + 1]!) i++
    counts[i]!++
  }
  return counts.map((count, i) => ({ from: edges[i]!, to: edges[i + 1]!, count }))
}

function extent(x: Tensor): readonly [number, number] {
  return scope(() => {
    const [low, high] = [item(min(x)), item(max(x))]
    return low === high ? [low - 0.5, high + 0.5] : [low, high]
  })
}
