import { encode } from './canonical.ts'
import { type Executor, streamEvents } from './executor.ts'
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
  return ({ experiment, params, id }, signal) =>
    streamEvents(signal, async (ended, take) => {
      const bundle = bundles.get(experiment)
      if (bundle === undefined) throw new Error(`unknown experiment: ${experiment}`)
      await pool.perform(
        { type: 'run', bundle, params: encode(params) },
        {
          limits,
          signal: ended,
          onStart: () => onStart?.(id),
          onMessage(message) {
            if (message.type === 'events') take(message.events)
          },
        },
      )
    })
}
