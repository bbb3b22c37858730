import { fork } from 'node:child_process'
import { parse } from 'node:path'
import type { DatasetFile, LocateDataset } from './datasets.ts'
import { TaskError, type TaskFailure } from './failure.ts'
import { formatBytes, type Limits } from './limits.ts'
import { watchMemory } from './memory.ts'
import type { Message, Request, Task } from './message.ts'

export interface ChildOptions {
  /** The compiled child-main. */
  readonly entry: string
  /** Further options of Node. */
  readonly execArgv: readonly string[]
  readonly limits: Limits
  /** Finds the datasets that the child asks for. */
  readonly locate: LocateDataset
  /** Takes what the child shows and computes. */
  readonly onMessage: (message: Message) => void
}

/** A process that carries out one task and ends. */
export interface Child {
  readonly pid: number | undefined
  /** Settles when the process is gone. @throws {TaskError} */
  readonly ended: Promise<void>
  kill(): void
}

const stderrLength = 4096

/** Starts a fresh process for a task. Nothing of this process's environment, options or folder is visible in it. */
export function startChild(task: Task, { entry, execArgv, limits, locate, onMessage }: ChildOptions): Child {
  const child = fork(entry, [], {
    execArgv: [
      `--max-old-space-size=${Math.ceil(limits.memory / 2 ** 20)}`,
      '--experimental-vm-modules',
      '--disallow-code-generation-from-strings',
      '--no-warnings',
      ...execArgv,
    ],
    env: childEnvironment(),
    cwd: parse(process.execPath).root,
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const kill = () => void child.kill('SIGKILL')
  let verdict: 'done' | TaskFailure | undefined
  let begun: Pick<TaskFailure, 'cell' | 'expression'> = {}
  let stderr = ''

  /** The first verdict stands. */
  function end(result: 'done' | TaskFailure): void {
    verdict ??= result
    kill()
  }
  /** To a process that has ended meanwhile, in vain: `close` tells. */
  function send(request: Request): void {
    child.send(request, () => {})
  }
  async function answer(files: readonly DatasetFile[]): Promise<void> {
    try {
      const paths = await Promise.all(files.map(async file => [file.sha256, await locate(file)] as const))
      send({ type: 'datasets', paths: new Map(paths) })
    } catch (error) {
      end({ kind: 'data', reason: (error as Error).message, frames: [] })
    }
  }
  function limit(kind: 'timeout' | 'memory', reason: string): void {
    end({ kind, reason, frames: [] })
  }

  child.on('message', (message: Message) => {
    if (verdict) return
    if (message.type === 'done') end('done')
    else if (message.type === 'failure') end(message.failure)
    else if (message.type === 'datasets') void answer(message.files)
    else {
      if (message.type === 'cell') begun = { cell: message.index }
      else if (message.type === 'expression') begun = { expression: message.index }
      onMessage(message)
    }
  })
  // Nobody reads what Node itself may print, but a full pipe would stop it.
  child.stdout?.resume()
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-stderrLength)
  })

  const timer = setTimeout(() => limit('timeout', `timed out after ${limits.seconds} s`), limits.seconds * 1000)
  const unwatch = child.pid
    ? watchMemory(child.pid, limits.memory, () => limit('memory', outOfMemory(limits)))
    : () => {}
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', problem => {
      // Without a process there is no other event.
      if (child.pid === undefined) finish(null, null, problem)
    })
    child.on('close', (code, signal) => finish(code, signal))

    function finish(code: number | null, signal: NodeJS.Signals | null, problem?: Error): void {
      clearTimeout(timer)
      unwatch()
      const failure = verdict ?? explainEnd({ code, signal, problem, stderr, limits })
      if (failure === 'done') resolve()
      else reject(new TaskError({ ...failure, ...begun }))
    }
  })
  send({ type: 'task', task, limits })
  return { pid: child.pid, ended, kill }
}

interface End {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly problem: Error | undefined
  readonly stderr: string
  readonly limits: Limits
}

/** A process that ended without a word: what the system and its last ones say of it. */
function explainEnd({ code, signal, problem, stderr, limits }: End): TaskFailure {
  const frames: TaskFailure['frames'] = []
  if (problem) return { kind: 'exited', reason: `could not be started: ${problem.message}`, frames }
  if (/out of memory|allocation failed/i.test(stderr)) return { kind: 'memory', reason: outOfMemory(limits), frames }
  const last = stderr.trim().split('\n').at(-1)
  const said = last ? `: ${last}` : ''
  if (signal) return { kind: 'killed', reason: `killed by ${signal}${said}`, frames }
  return { kind: 'exited', reason: `ended with exit code ${code} and no result${said}`, frames }
}

function outOfMemory({ memory }: Limits): string {
  return `needed more than ${formatBytes(memory)} of memory`
}

/** What Node needs to start on some systems, and nothing of the user's. */
function childEnvironment(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { TZ: 'UTC', LC_ALL: 'C' }
  for (const name of ['LD_LIBRARY_PATH', 'NODE_ICU_DATA', 'SystemRoot'])
    if (process.env[name] !== undefined) environment[name] = process.env[name]
  return environment
}
