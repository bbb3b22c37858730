/** Why a task has no result. */
export interface TaskFailure {
  /**
   * `threw`: an exception; `data`: something that cannot be stored, or is too large, or a dataset that is not there;
   * `no-result`: it waits for what never happens; `timeout`, `memory`: a limit; `exited`, `killed`: the process ended.
   */
  readonly kind: 'threw' | 'data' | 'no-result' | 'timeout' | 'memory' | 'exited' | 'killed'
  /** One line of at most 4 KiB. */
  readonly reason: string
  /** Where it was thrown and what led there, innermost first. */
  readonly frames: readonly Place[]
  /** The cell that had begun last. */
  readonly cell?: number
  /** The expression of the prose that had begun last, after all cells. */
  readonly expression?: number
}

/** A position in the bundle's text, from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** What a failed task rejects with. */
export class TaskError extends Error {
  override readonly name = 'TaskError'
  readonly failure: TaskFailure

  constructor(failure: TaskFailure) {
    super(failure.reason)
    this.failure = failure
  }
}
