import { encode } from '../run/canonical.ts'
import { type Executor, streamEvents } from '../run/executor.ts'
import { TaskError, type TaskFailure } from '../run/failure.ts'
import { type Limits, runLimits } from '../run/limits.ts'
import type { WorkerMessage, WorkerTask } from './message.ts'

/** What this file uses of a Web Worker. */
export interface RunWorker {
  postMessage(task: WorkerTask): void
  addEventListener(
    type: 'message' | 'error',
    listener: (event: { readonly data?: unknown; readonly message?: string }) => void,
  ): void
  terminate(): void
}

export interface WorkerExecutorOptions {
  /** Starts a worker of the compiled `worker-main`: `() => new Worker(address, { type: 'module' })`. */
  readonly start: () => RunWorker
  /** Absolute addresses of the bundles, by experiment. */
  readonly bundles: ReadonlyMap<string, string>
  /** Absolute address of the folder in which the files of datasets are named by their SHA-256; ends in `/`. */
  readonly datasets: string
  /** Memory is the browser's to watch. Default: 600 s, 1 MiB printed, 16 MiB of result. */
  readonly limits?: Limits
}

/**
 * Carries out runs in the reader's browser, each in a Web Worker of its own, so that an endless loop ends with it.
 *
 * @throws {TaskError} from the iteration, if the run fails; what came before it is not to be kept
 */
export function createWorkerExecutor({
  start,
  bundles,
  datasets,
  limits = runLimits,
}: WorkerExecutorOptions): Executor {
  return ({ experiment, params }, signal) =>
    streamEvents(signal, async (ended, take) => {
      const bundle = bundles.get(experiment)
      if (bundle === undefined) throw new Error(`unknown experiment: ${experiment}`)
      ended.throwIfAborted()
      const worker = start()
      let timer: ReturnType<typeof setTimeout> | undefined
      try {
        await new Promise<void>((resolve, reject) => {
          const fail = (failure: TaskFailure) => reject(new TaskError(failure))
          const end = (kind: TaskFailure['kind'], reason: string) => fail({ kind, reason, frames: [] })
          timer = setTimeout(() => end('timeout', `timed out after ${limits.seconds} s`), limits.seconds * 1000)
          ended.addEventListener('abort', () => reject(ended.reason))
          worker.addEventListener('error', ({ message = 'no reason given' }) => end('exited', `it ended: ${message}`))
          worker.addEventListener('message', ({ data }) => {
            const message = data as WorkerMessage
            if (message.type === 'events') take(message.events)
            else if (message.type === 'done') resolve()
            else fail(message.failure)
          })
          worker.postMessage({ bundle, datasets, params: encode(params), limits })
        })
      } finally {
        clearTimeout(timer)
        worker.terminate()
      }
    })
}
