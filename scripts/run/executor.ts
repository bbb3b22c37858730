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

/**
 * The events that `perform` takes, as they come, until it settles. A consumer that stops early ends what is performed,
 * as `signal` does.
 */
export async function* streamEvents(
  signal: AbortSignal,
  perform: (ended: AbortSignal, take: (events: readonly RunEvent[]) => void) => Promise<void>,
): AsyncGenerator<RunEvent> {
  const stop = new AbortController()
  const arrived: RunEvent[] = []
  let settled = false
  let wake = () => {}
  const performed = perform(AbortSignal.any([signal, stop.signal]), events => {
    for (const event of events) arrived.push(event)
    wake()
  }).finally(() => {
    settled = true
    wake()
  })
  // Its error is thrown below, where the consumer waits for it.
  performed.catch(() => {})
  try {
    while (!settled || arrived.length) {
      if (!arrived.length)
        await new Promise<void>(resolve => {
          wake = resolve
        })
      yield* arrived.splice(0)
    }
    await performed
  } finally {
    stop.abort()
    await performed.catch(() => {})
  }
}
