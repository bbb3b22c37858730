import { type Float, hold, type Tensor } from './tensor.ts'

/**
 * What was computed from the tensors being differentiated by, in order: each result with the tensors it came from, and
 * for each of these the product of a gradient of the result with the Jacobian (a vector-Jacobian product).
 */
export interface Tape {
  readonly tracked: Set<Tensor>
  readonly steps: { readonly result: Tensor; readonly parents: readonly Parent[] }[]
}
export type Parent = readonly [parent: Tensor, product: (gradient: Tensor<Float>) => Tensor]

let recording: Tape | undefined

/** Notes, while a tape runs, how to differentiate `result` by those of `parents` that the tape tracks. */
export function record<T extends Tensor>(result: T, ...parents: readonly Parent[]): T {
  const tape = recording
  if (!tape || (result.dtype !== 'float32' && result.dtype !== 'float64')) return result
  const tracked = parents.filter(([parent]) => tape.tracked.has(parent))
  if (tracked.length === 0) return result
  tape.tracked.add(result)
  tape.steps.push({ result, parents: tracked })
  return result
}

/** Whether a running tape tracks the tensor. */
export function isTracked(x: Tensor): boolean {
  return recording?.tracked.has(x) ?? false
}

/** Calls `f` and returns its result with the tape of what it computed from `inputs`. */
export function recorded<T>(inputs: readonly Tensor[], f: () => T): { readonly result: T; readonly tape: Tape } {
  if (recording) throw new Error('invalid grad; it is taken inside another')
  const tape: Tape = { tracked: new Set(inputs), steps: [] }
  recording = tape
  try {
    return { result: hold(f), tape }
  } finally {
    recording = undefined
  }
}
