import type { DatasetFile } from './datasets.ts'
import type { Evaluation } from './evaluation.ts'
import type { RunEvent } from './executor.ts'
import type { Place, TaskFailure } from './failure.ts'
import type { Limits } from './limits.ts'
import type { StoredRun } from './run.ts'

/** What a child process is asked to do with a bundle, the path of a file that holds one ES module without imports. */
export type Task = RunTask | CellsTask | CasesTask

/** Call the exported `run` with `params`, canonical text. */
export interface RunTask {
  readonly type: 'run'
  readonly bundle: string
  readonly params: string
}

/** Evaluate the module: its body is the cells, and hands over the expressions of the prose. `runs` are those it may ask for, by experiment. */
export interface CellsTask {
  readonly type: 'cells'
  readonly bundle: string
  readonly runs: Readonly<Record<string, readonly StoredRun[]>>
}

/** Evaluate the module and return its exports `title` and `cases`. */
export interface CasesTask {
  readonly type: 'cases'
  readonly bundle: string
}

/** From the parent. */
export type Request =
  | { readonly type: 'task'; readonly task: Task; readonly limits: Limits }
  /** Where the files of datasets are, by SHA-256; the bytes there were verified. */
  | { readonly type: 'datasets'; readonly paths: ReadonlyMap<string, string> }

/** From the child. The last one is `done` or `failure`; a child that ends without either has failed. */
export type Message =
  | { readonly type: 'events'; readonly events: readonly RunEvent[] }
  /** The bundle reaches these: where are they? */
  | { readonly type: 'datasets'; readonly files: readonly DatasetFile[] }
  | { readonly type: 'cell'; readonly index: number }
  /** An expression of the prose begins to be evaluated. */
  | { readonly type: 'expression'; readonly index: number }
  | { readonly type: 'evaluations'; readonly evaluations: readonly Evaluation[] }
  | { readonly type: 'outputs'; readonly outputs: readonly EncodedOutput[] }
  | { readonly type: 'done' }
  | { readonly type: 'failure'; readonly failure: TaskFailure }

/** An output of a cell. */
export interface EncodedOutput {
  readonly cell: number
  /** The canonical text of an Output. */
  readonly text: string
  /** Where the bundle showed it. */
  readonly at?: Place
  /** Digests of the runs it shows: those named, or all that the Program had read. */
  readonly runs: readonly string[]
}
