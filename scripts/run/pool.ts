import { fileURLToPath } from 'node:url'
import { type Child, type ChildOptions, startChild } from './child.ts'
import { createDatasets, type LocateDataset } from './datasets.ts'
import type { Task } from './message.ts'
import { type Reaper, startReaper } from './reaper.ts'

export interface PoolOptions {
  /** How many processes at once. */
  readonly jobs: number
  /** The compiled child-main. Default: the one beside this module. */
  readonly childEntry?: string
  /** Finds the datasets that tasks ask for. Default: the packages that backprose itself can import. */
  readonly datasets?: LocateDataset
  /** Further options of Node for the processes. Default: none. */
  readonly execArgv?: readonly string[]
  /** Called when every process was killed, before this one goes. */
  readonly onKill?: () => void
}

export interface TaskOptions extends Pick<ChildOptions, 'limits' | 'onMessage'> {
  readonly signal?: AbortSignal | undefined
  /** Called when the task no longer waits for a place. */
  readonly onStart?: (() => void) | undefined
}

/** Carries out tasks, each in a fresh process, some at once. */
export interface Pool {
  /** @throws {TaskError} if the task fails, and the reason of the abort if it was aborted */
  perform(task: Task, options: TaskOptions): Promise<void>
  /** Kills every process and starts no more. Happens by itself when this process is interrupted or ends. */
  killAll(): void
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export function createPool({
  jobs,
  childEntry = fileURLToPath(new URL('./child-main.js', import.meta.url)),
  datasets = createDatasets(),
  execArgv = [],
  onKill = () => {},
}: PoolOptions): Pool {
  if (!Number.isInteger(jobs) || jobs < 1) throw new RangeError(`invalid jobs; not a positive integer: ${jobs}`)
  const closed = new AbortController()
  const living = new Set<Child>()
  const waiting: (() => void)[] = []
  let busy = 0
  let reaper: Reaper | undefined

  return {
    async perform(task, { limits, onMessage, signal: shared, onStart }) {
      // A signal of its own: hundreds of tasks may wait under one, which would warn of a leak.
      const signal = AbortSignal.any(shared ? [shared, closed.signal] : [closed.signal])
      await enter(signal)
      try {
        signal.throwIfAborted()
        onStart?.()
        const child = startChild(task, { entry: childEntry, execArgv, limits, locate: datasets, onMessage })
        add(child)
        signal.addEventListener('abort', child.kill)
        try {
          await child.ended
        } catch (error) {
          signal.throwIfAborted()
          throw error
        } finally {
          signal.removeEventListener('abort', child.kill)
          remove(child)
        }
      } finally {
        leave()
      }
    },
    killAll,
  }

  /** Waits for a place, first come, first served. */
  async function enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (busy < jobs) {
      busy++
      return
    }
    await new Promise<void>((resolve, reject) => {
      const proceed = () => {
        signal.removeEventListener('abort', abort)
        resolve()
      }
      const abort = () => {
        waiting.splice(waiting.indexOf(proceed), 1)
        reject(signal.reason)
      }
      waiting.push(proceed)
      signal.addEventListener('abort', abort, { once: true })
    })
  }

  /** Hands the place on. */
  function leave(): void {
    const next = waiting.shift()
    if (next) next()
    else busy--
  }

  function add(child: Child): void {
    if (living.size === 0) {
      process.on('exit', killAll)
      for (const signal of signals) process.on(signal, interrupt)
    }
    living.add(child)
    reaper ??= startReaper()
    if (child.pid) reaper.watch(child.pid)
  }

  function remove(child: Child): void {
    if (child.pid) reaper?.forget(child.pid)
    living.delete(child)
    if (living.size) return
    process.off('exit', killAll)
    for (const signal of signals) process.off(signal, interrupt)
  }

  function killAll(): void {
    closed.abort(new DOMException('interrupted', 'AbortError'))
    for (const child of living) child.kill()
    onKill()
  }

  function interrupt(signal: NodeJS.Signals): void {
    killAll()
    // Whoever else listens decides what happens next; otherwise, what would have happened without us.
    for (const name of signals) process.off(name, interrupt)
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
  }
}
