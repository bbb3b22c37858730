// The entry of the process that carries out one task. What user code may not reach is taken here, before it is loaded.
import { format } from '../output/inspect.ts'
import { toOutput } from '../output/output.ts'
import { encode } from './canonical.ts'
import { type Channel, openChannel } from './channel.ts'
import { evaluateBundle, readDatasets } from './child-bundle.ts'
import { performCells } from './child-cells.ts'
import { createConsole } from './child-console.ts'
import type { TaskFailure } from './failure.ts'
import type { Limits } from './limits.ts'
import type { RunTask, Task } from './message.ts'
import { performRun, type RunHost } from './perform-run.ts'
import { provide, restrict } from './sandbox.ts'
import { toFailure, watchStacks } from './thrown.ts'

// Taken before `restrict` removes it.
const now = performance.now.bind(performance)
const channel = openChannel()
let ended = false

function fail(failure: TaskFailure): void {
  if (ended) return
  ended = true
  void channel.send({ type: 'failure', failure })
}

process.on('uncaughtException', error => fail(toFailure(error)))
process.on('unhandledRejection', reason => fail(toFailure(reason)))
process.on('beforeExit', () =>
  fail({ kind: 'no-result', reason: 'ended without a result: it waits for something that never happens', frames: [] }),
)
watchStacks()
restrict()

const request = await channel.receive()
if (request.type !== 'task') throw new TypeError(`invalid request; not a task: ${request.type}`)
// Not awaited: a task that never ends would make Node report this file instead.
perform(request.task, request.limits, channel).then(
  () => {
    if (ended) return
    ended = true
    void channel.send({ type: 'done' })
  },
  error => fail(toFailure(error)),
)

async function perform(task: Task, limits: Limits, channel: Channel): Promise<void> {
  if (task.type === 'run') return performRun({ params: task.params, limits, format }, runHost(task, channel))
  if (task.type === 'cells') return performCells(task, limits, channel, { format, toOutput })
  const nothing = () => {}
  provide({ console: createConsole({ format, print: nothing, table: nothing }) })
  const { title, cases } = await evaluateBundle(task.bundle)
  const text = encode({ title, cases }, { name: 'experiment', limit: limits.result })
  await channel.send({ type: 'events', events: [{ type: 'result', text }] })
}

function runHost({ bundle }: RunTask, channel: Channel): RunHost {
  return {
    evaluate: () => evaluateBundle(bundle),
    readDatasets: files => readDatasets(files, channel),
    send: events => channel.send({ type: 'events', events }),
    turn: channel.turn,
    now,
  }
}
