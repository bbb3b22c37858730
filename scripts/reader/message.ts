import type { RunEvent } from '../run/executor.ts'
import type { TaskFailure } from '../run/failure.ts'
import type { Limits } from '../run/limits.ts'

/** What a worker is asked to do, once: call `run` of a bundle. */
export interface WorkerTask {
  /** Absolute address of the bundle. */
  readonly bundle: string
  /** Absolute address of the folder in which the files of datasets are named by their SHA-256; ends in `/`. */
  readonly datasets: string
  /** Canonical text. */
  readonly params: string
  readonly limits: Limits
}

/** What it answers; the last one is `done` or `failure`. */
export type WorkerMessage =
  | { readonly type: 'events'; readonly events: readonly RunEvent[] }
  | { readonly type: 'done' }
  | { readonly type: 'failure'; readonly failure: TaskFailure }
