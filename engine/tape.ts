import { type Float, hold, type Tensor } from './tensor.ts'

/**
 * What was computed from the tensors being differentiated by, in order: each result with the tensors it came from, and
 * for each of these the product of a gradient of the result with the Jacobian (a vector-Jacobian product).
 *
 * Tapes nest: while a function is differentiated within another, both tapes note what the inner one computes, and the
 * outer one also how the inner gradient is made of it. Products are therefore made of functions that are recorded
 * themselves; where a kernel makes them at once, it is recorded as well, or only used while nothing records.
 */
export interface Tape {
  readonly tracked: Set<Tensor>
  readonly steps: { readonly result: Tensor; readonly parents: readonly Parent[] }[]
  /** The tape around this one, which goes on recording. */
  readonly outer: Tape | undefined
}
export type Parent = readonly [parent: Tensor, product: (gradient: Tensor<Float>) => Tensor]

let recording: Tape | undefined

/** Notes, on each tape that runs, how to differentiate `result` by those of `parents` that the tape tracks. */
export function record<T extends Tensor>(result: T, ...parents: readonly Parent[]): T {
  if (!recording || (result.dtype !== 'float32' && result.dtype !== 'float64')) return result
  for (let tape: Tape | undefined = recording; tape; tape = tape.outer) {
    const { tracked, steps } = tape
    const own = parents.filter(([parent]) => tracked.has(parent))
    if (own.length === 0) continue
    tracked.add(result)
    steps.push({ result, parents: own })
  }
  return result
}

/** Whether a running tape tracks the tensor. */
export function isTracked(x: Tensor): boolean {
  for (let tape = recording; tape; tape = tape.outer) if (tape.tracked.has(x)) return true
  return false
}

/** Whether a tape runs. Within a product: whether it is to be differentiated itself. */
export function isRecording(): boolean {
  return recording !== undefined
}

/** Whether a tape runs inside another: then the products of what is computed are to be differentiated. */
export function isNested(): boolean {
  return recording?.outer !== undefined
}

/** Calls `f` and returns its result with the tape of what it computed from `inputs`. */
export function recorded<T>(inputs: readonly Tensor[], f: () => T): { readonly result: T; readonly tape: Tape } {
  const tape: Tape = { tracked: new Set(inputs), steps: [], outer: recording }
  recording = tape
  try {
    return { result: hold(f), tape }
  } finally {
    recording = tape.outer
  }
}
