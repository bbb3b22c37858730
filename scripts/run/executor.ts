/** Carries out one run. Implemented by child processes, by a queue of machines and by the reader's Web Worker. */
export type Executor = (request: RunRequest, signal: AbortSignal) => AsyncIterable<RunEvent>

export interface RunRequest {
  /** The experiment's path from the content root. */
  readonly experiment: string
  readonly params: unknown
  readonly id: string
}

/** Records as they come, in canonical text, then exactly one result; printed text in between. */
export type RunEvent =
  | { readonly type: 'record'; readonly text: string }
  | { readonly type: 'print'; readonly text: string }
  | { readonly type: 'result'; readonly text: string }
