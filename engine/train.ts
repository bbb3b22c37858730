import { batches, batchOf } from './batch.ts'
import { arange } from './creation.ts'
import type { Samples } from './dataset.ts'
import { valueAndGrad } from './gradient.ts'
import { applyLayer, type Model, trainable } from './layer.ts'
import type { Loss } from './loss.ts'
import type { Optimizer } from './optimizer.ts'
import type { Random } from './random.ts'
import { floating, scope, type Tensor, view } from './tensor.ts'
import { leaves, type Tree } from './tree.ts'

export interface Training<P extends Tree> {
  readonly model: Model<P>
  /** Where to begin, overwritten at each step. Defaults to what `model.init` makes, in float32. */
  readonly parameters?: P
  readonly loss: Loss
  readonly optimizer: Optimizer
  readonly data: Samples
  /** Rows a step: 1 is online learning. Defaults to all of them in their order: full batch. */
  readonly batchSize?: number
  readonly steps: number
  /** How a batch is drawn. Defaults to `replacement`: each row anew from all; `epochs`: all, shuffled, in turn. */
  readonly sampling?: 'replacement' | 'epochs'
  /** Draws the first parameters and the batches; not needed if neither is drawn. */
  readonly random?: Random
  /** Yields every so many steps. Defaults to 1. */
  readonly every?: number
  /** What to do when the loss is not finite. Defaults to `throw`. */
  readonly onDivergence?: 'throw' | 'stop'
}

/** What `train` yields after a step. */
export interface Step<P extends Tree> {
  /** The number of steps made. */
  readonly step: number
  /** Of the batch, before its step. */
  readonly loss: number
  /** After the step; the next one overwrites them. */
  readonly parameters: P
  /** What the step was made with; the next one releases it. */
  readonly batch: Samples
}

/** The loss was not finite. */
export class DivergenceError extends Error {
  /** The step it was found at, from 1. */
  readonly step: number
  /** The first layer whose output was not finite: `layers[2], dense(40, 20)`. Undefined if it is not known. */
  readonly layer: string | undefined

  constructor(step: number, loss: number, layer: string | undefined) {
    super(`invalid loss; not finite at step ${step}${layer ? `, first in ${layer}` : ''}: ${loss}`)
    this.name = 'DivergenceError'
    this.step = step
    this.layer = layer
  }
}

/**
 * Makes the loss of a model on data small, step by step: draws a batch, differentiates the loss by the parameters,
 * updates them, yields.
 *
 *     for (const { step, loss, parameters } of train({ model, loss: squaredError, optimizer, data, steps: 100 })) …
 *
 * With `onDivergence: 'stop'`, a step whose loss is not finite is the last: it is yielded, leaves the parameters as
 * they were, and the generator returns `{ diverged: step }`; otherwise it returns `{}`.
 *
 * @throws DivergenceError when the loss is not finite, unless told to stop.
 */
export function* train<P extends Tree>(training: Training<P>): Generator<Step<P>, { readonly diverged?: number }> {
  const { model, loss, optimizer, data, steps, every = 1, onDivergence = 'throw' } = training
  const parameters = training.parameters ?? model.init(required(training.random))
  const { dtype } = floating(leaves(parameters)[0]!)
  const part = trainable(model, parameters)
  const state = optimizer.init(part)
  const mode = { training: true, ...(training.random && { random: training.random }) }
  // The tensors of `part` are those of `parameters`: differentiating by them is differentiating by what is trained.
  const differentiated = valueAndGrad((_: Tree, { inputs, targets }: Samples) =>
    loss(model.apply(parameters, inputs, mode), targets),
  )
  const rows = rowsOf(training)
  for (let step = 1; step <= steps; step++) {
    const indices = rows.next().value
    const batch = batchOf(data, indices, dtype)
    const value = scope(() => {
      const { value, gradient } = differentiated(part, batch)
      if (Number.isFinite(value)) optimizer.update(gradient, state, part)
      return value
    })
    const diverged = !Number.isFinite(value)
    if (diverged && onDivergence === 'throw')
      throw new DivergenceError(step, value, notFinite(model, parameters, batch))
    if (diverged || step % every === 0) yield { step, loss: value, parameters, batch }
    for (const tensor of [indices, batch.inputs, batch.targets]) tensor.release()
    if (diverged) return { diverged: step }
  }
  for (const tensor of leaves(state)) tensor.release()
  return {}
}

function* rowsOf({
  data,
  batchSize,
  sampling = 'replacement',
  random,
}: Training<Tree>): Generator<Tensor<'int32'>, never> {
  const n = data.inputs.shape[0]!
  if (data.targets.shape[0] !== n) throw new Error(`invalid data; ${n} inputs, but targets: ${data.targets.shape[0]}`)
  if (batchSize === undefined) for (;;) yield arange(n, { dtype: 'int32' })
  if (!(batchSize >= 1 && batchSize <= n && Number.isInteger(batchSize)))
    throw new Error(`invalid batchSize; not an integer from 1 to the ${n} rows of the data: ${batchSize}`)
  return yield* batches(n, batchSize, sampling, required(random))
}

function required(random: Random | undefined): Random {
  if (!random) throw new Error('missing random: parameters and batches are drawn from it')
  return random
}

// The first layer whose output is not finite.
function notFinite<P extends Tree>({ layers = [] }: Model<P>, parameters: P, { inputs }: Samples): string | undefined {
  return scope(() => {
    let x = inputs
    for (const [i, layer] of layers.entries()) {
      x = applyLayer(layer, (parameters as readonly Tree[])[i]!, x)
      if (!view(x).every(Number.isFinite)) return `layers[${i}], ${layer.name}`
    }
    return undefined
  })
}
