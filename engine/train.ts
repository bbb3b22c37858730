import { callable, choice, integer, notNegative } from './argument.ts'
import { add } from './arithmetic.ts'
import { batches, batchOf } from './batch.ts'
import { arange } from './creation.ts'
import type { Samples } from './dataset.ts'
import { valueAndGrad } from './gradient.ts'
import { layerOutputs } from './inspection.ts'
import { layerOf, type Mode, type Model, type ModelFunction, trainable } from './layer.ts'
import type { Loss } from './loss.ts'
import { type Optimizer, optimizerOf } from './optimizer.ts'
import type { Random } from './random.ts'
import { formatShape } from './shape.ts'
import { type Float, floating, scope, Tensor, tensorsIn, view } from './tensor.ts'
import { leaves, type Tree } from './tree.ts'

export interface Training<P extends Tree, Evaluation = undefined> {
  readonly model: Model<P> | ModelFunction<P>
  /** Where to begin, overwritten at each step. Defaults to what `model.init` makes, in float32. */
  readonly parameters?: P
  readonly loss: Loss
  /** Added to the loss, such as `p => l2Penalty(p, { strength: 1e-4 })`. */
  readonly penalty?: (parameters: P) => Tensor
  readonly optimizer: Optimizer
  readonly data: Samples
  /** Rows a step: 1 is online learning. Defaults to all of them in their order: full batch. */
  readonly batchSize?: number
  readonly steps: number
  /** How a batch is drawn. Defaults to `replacement`: each row anew from all; `epochs`: all, shuffled, in turn. */
  readonly sampling?: 'replacement' | 'epochs'
  /** Changes the inputs of each batch, such as `(images, random) => shift(images, random, { by: 2 })`. */
  readonly augment?: (inputs: Tensor<Float>, random: Random) => Tensor<Float>
  /** Draws the first parameters, the batches, and what layers and augmentation draw; not needed if nothing is drawn. */
  readonly random?: Random
  /** Yields every so many steps. Defaults to 1. */
  readonly every?: number
  /** Called every `evaluateEvery` steps, which then are yielded with what it returned. Tensors it makes are released. */
  readonly evaluate?: (parameters: P, step: number) => Evaluation
  /** Defaults to `every`. */
  readonly evaluateEvery?: number
  /** Asked at each step that is yielded, whether it is to be the last; see `earlyStopping`. */
  readonly stop?: (step: Step<P, Evaluation>) => boolean
  /** What to do when the loss is not finite. Defaults to `throw`. */
  readonly onDivergence?: 'throw' | 'stop'
}

/** What `train` yields after a step. */
export interface Step<P extends Tree, Evaluation = undefined> {
  /** The number of steps made. */
  readonly step: number
  /** Of the batch, before its step, with the penalty. */
  readonly loss: number
  /** After the step; the next one overwrites them. */
  readonly parameters: P
  /** What the step followed: that of the trainable parameters, an entry a layer; the next one releases it. */
  readonly gradient: Tree
  /** What the step was made with; the next one releases it. */
  readonly batch: Samples
  /** What `evaluate` returned, if it was its turn. */
  readonly evaluation: Evaluation | undefined
}

/** How a training ended before its last step, if it did. */
export interface Ending {
  /** The step whose loss was not finite. */
  readonly diverged?: number
  /** The step at which it was told to stop. */
  readonly stopped?: number
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
 * Makes the loss of a model on data small, step by step: draws a batch, differentiates the loss by the trainable
 * parameters, updates them, yields.
 *
 *     for (const { step, loss, parameters } of train({ model, loss: squaredError, optimizer, data, steps: 100 })) …
 *
 * With `onDivergence: 'stop'`, a step whose loss is not finite is the last: it is yielded, leaves the parameters as
 * they were, and the generator returns `{ diverged: step }`; with `stop`, `{ stopped: step }`; otherwise `{}`. Leaving
 * the loop earlier gives back all that the training held but the parameters.
 *
 * @throws DivergenceError when the loss is not finite, unless told to stop.
 */
export function* train<P extends Tree, Evaluation = undefined>(
  training: Training<P, Evaluation> = {} as never,
): Generator<Step<P, Evaluation>, Ending> {
  const { loss, penalty, optimizer, data, evaluate, stop, onDivergence = 'throw' } = training
  checkParts(training)
  const model = layerOf(training.model)
  const every = integer('every of train', training.every ?? 1, 1)
  const evaluateEvery = integer('evaluateEvery of train', training.evaluateEvery ?? every, 1)
  const parameters = training.parameters ?? model.init(required(training.random))
  const first = leaves(parameters)[0]
  if (!first) throw new Error(`invalid model of train; it has no parameters to train: ${model.name}`)
  const part = trainable(model, parameters)
  const mode: Mode = { training: true, ...(training.random && { random: training.random }) }
  // The tensors of `part` are those of `parameters`: differentiating by them is differentiating by what is trained.
  const differentiated = valueAndGrad((_: Tree, { inputs, targets }: Samples) => {
    const value = loss(model.apply(parameters, inputs, mode), targets)
    return penalty ? add(value, penalty(parameters)) : value
  })
  const state = optimizer.init(part)
  let step = 0
  try {
    for (const batch of batchesOf(training, data, floating(first, 'train').dtype)) {
      step++
      const { value, gradient } = scope(() => {
        const { value, gradient } = differentiated(part, batch)
        if (Number.isFinite(value)) optimizer.update(gradient, state, part)
        return { value, gradient }
      })
      try {
        const diverged = !Number.isFinite(value)
        if (diverged && onDivergence === 'throw')
          throw new DivergenceError(step, value, notFinite(model, parameters, batch, mode))
        const evaluated = evaluate && step % evaluateEvery === 0
        let stopped = false
        if (diverged || evaluated || step % every === 0) {
          const evaluation = evaluated ? scope(() => evaluate(parameters, step)) : undefined
          const made = { step, loss: value, parameters, gradient, batch, evaluation }
          stopped = stop?.(made) ?? false
          yield made
        }
        if (diverged) return { diverged: step }
        if (stopped) return { stopped: step }
      } finally {
        for (const tensor of leaves(gradient)) tensor.release()
      }
    }
    return {}
  } finally {
    for (const tensor of leaves(state)) tensor.release()
  }
}

/**
 * For `stop` of `train`: true once the evaluation has not been below the least so far, by more than `minDelta`,
 * `patience` times in turn.
 *
 *     train({ …, evaluate: p => 1 - accuracy(model, p, validation), stop: earlyStopping({ patience: 5 }) })
 *
 * @param options.minDelta defaults to 0
 * @param options.measure the number to be made small, if the evaluation is not a number itself
 */
export function earlyStopping<Evaluation = number>(
  {
    patience,
    minDelta = 0,
    measure = Number,
  }: {
    readonly patience: number
    readonly minDelta?: number
    readonly measure?: (evaluation: Evaluation) => number
  } = {} as never,
): (step: { readonly evaluation: Evaluation | undefined }) => boolean {
  integer('patience of earlyStopping', patience, 1)
  notNegative('minDelta of earlyStopping', minDelta)
  let least = Number.POSITIVE_INFINITY
  let waited = 0
  return ({ evaluation }) => {
    if (evaluation === undefined) return false
    const value = measure(evaluation)
    waited = value < least - minDelta ? 0 : waited + 1
    least = Math.min(least, value)
    return waited >= patience
  }
}

// One for each step. A batch is good until the next one; ending the generator gives back what it holds.
function* batchesOf<P extends Tree, E>(training: Training<P, E>, data: Samples, dtype: Float): Generator<Samples> {
  const { augment, steps } = training
  if (steps !== Number.POSITIVE_INFINITY) integer('steps of train', steps, 0)
  let left = steps
  if (left < 1) return
  for (const drawn of drawnFrom(training, data, dtype)) {
    const inputs = augment ? scope(() => augmented(augment, drawn.inputs, required(training.random))) : drawn.inputs
    try {
      yield { ...drawn, inputs }
    } finally {
      if (inputs !== drawn.inputs) inputs.release()
    }
    if (--left < 1) return
  }
}

function augmented(augment: NonNullable<Training<Tree>['augment']>, inputs: Tensor, random: Random): Tensor<Float> {
  const changed = augment(floating(inputs, 'augment'), random)
  if (!(changed instanceof Tensor) || changed.shape[0] !== inputs.shape[0])
    throw new Error(
      `invalid augment of train; it does not make as many rows of ${formatShape(inputs.shape)}: ${changed instanceof Tensor ? formatShape(changed.shape) : String(changed)}`,
    )
  return changed
}

// What is needed is there, and is what it is to be.
function checkParts<P extends Tree, E>(training: Training<P, E>): void {
  const { model, loss, optimizer, data, sampling, onDivergence } = training
  const given = { model, loss, optimizer, data }
  for (const [name, part] of Object.entries(given)) if (!part) throw new Error(`missing ${name}: train wants one`)
  if (typeof model !== 'function' && typeof model.apply !== 'function')
    throw new Error(`invalid model of train; neither a layer nor a function: ${String(model)}`)
  callable('loss of train', loss, 'squaredError')
  for (const name of ['penalty', 'augment', 'evaluate', 'stop'] as const)
    if (training[name] !== undefined) callable(`${name} of train`, training[name], '() => …')
  optimizerOf('train', optimizer)
  if (!(data.inputs instanceof Tensor && data.targets instanceof Tensor))
    throw new Error('invalid data of train; its inputs and targets are not tensors')
  if (sampling) choice('sampling of train', sampling, ['replacement', 'epochs'])
  if (onDivergence) choice('onDivergence of train', onDivergence, ['throw', 'stop'])
}

function* drawnFrom<P extends Tree, E>(
  { batchSize, sampling = 'replacement', random }: Training<P, E>,
  data: Samples,
  dtype: Float,
): Generator<Samples> {
  const n = data.inputs.shape[0] ?? 0
  if (data.targets.shape[0] !== n)
    throw new Error(`invalid data of train; ${n} inputs, but targets: ${data.targets.shape[0]}`)
  if (batchSize === undefined) {
    if (n === 0) throw new Error('invalid data of train; it has no rows')
    const all = scope(() => batchOf(data, arange(n, { dtype: 'int32' }), dtype))
    try {
      for (;;) yield all
    } finally {
      for (const tensor of tensorsIn(all)) tensor.release()
    }
  }
  if (!(batchSize >= 1 && batchSize <= n && Number.isInteger(batchSize)))
    throw new Error(`invalid batchSize of train; not an integer from 1 to the ${n} rows of the data: ${batchSize}`)
  for (const indices of batches(n, batchSize, sampling, required(random))) {
    const batch = batchOf(data, indices, dtype)
    try {
      yield batch
    } finally {
      for (const tensor of [indices, ...tensorsIn(batch)]) tensor.release()
    }
  }
}

function required(random: Random | undefined): Random {
  if (!random)
    throw new Error('missing random of train: parameters and batches are drawn from it, such as random: seeded(0)')
  return random
}

// The first layer whose output is not finite.
function notFinite<P extends Tree>(model: Model<P>, parameters: P, { inputs }: Samples, mode: Mode) {
  return scope(() => {
    const outputs = model.layers ? layerOutputs(model, parameters, inputs, mode) : []
    const found = outputs.find(({ output }) => !view(output).every(Number.isFinite))
    return found && `layers[${found.layer}], ${found.name}`
  })
}
