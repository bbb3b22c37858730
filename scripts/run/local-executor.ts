import { encode } from './canonical.ts'
import type { Executor, RunEvent } from './executor.ts'
import { type Limits, runLimits } from './limits.ts'
import type { Pool } from './pool.ts'

export interface LocalExecutorOptions {
  /** The files of the bundles, by experiment. */
  readonly bundles: ReadonlyMap<string, string>
  readonly pool: Pool
  /** Default: 600 s, 2 GiB, 1 MiB printed, 16 MiB of result. */
  readonly limits?: Limits
  /** Called when a run no longer waits for a place. */
  readonly onStart?: (id: string) => void
}

/**
 * Carries out runs in processes of this machine.
 *
 * @throws {TaskError} from the iteration, if the run fails; what came before it is not to be kept
 */
export function createLocalExecutor({ bundles, pool, limits = runLimits, onStart }: LocalExecutorOptions): Executor {
  return async function* execute({ experiment, params, id }, signal) {
    const bundle = bundles.get(experiment)
    if (bundle === undefined) throw new Error(`unknown experiment: ${experiment}`)
    // A consumer that stops early ends the run, as its own signal does.
    const stop = new AbortController()
    const arrived: RunEvent[] = []
    let ended = false
    let wake = () => {}
    const performed = pool
      .perform(
        { type: 'run', bundle, params: encode(params) },
        {
          limits,
          signal: AbortSignal.any([signal, stop.signal]),
          onStart: () => onStart?.(id),
          onMessage(message) {
            if (message.type !== 'events') return
            for (const event of message.events) arrived.push(event)
            wake()
          },
        },
      )
      .finally(() => {
        ended = true
        wake()
      })
    // Its error is thrown below, where the consumer waits for it.
    performed.catch(() => {})
    try {
      while (!ended || arrived.length) {
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
}
