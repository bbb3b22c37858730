import { CanonicalError, decode, encode } from './canonical.ts'
import type { Channel } from './channel.ts'
import { datasetFiles, evaluateBundle, readDatasets } from './child-bundle.ts'
import { createConsole } from './child-console.ts'
import type { RunEvent } from './executor.ts'
import { formatBytes, type Limits } from './limits.ts'
import type { RunTask } from './message.ts'
import { ProgramError, provide } from './sandbox.ts'
import { createTranscript } from './transcript.ts'

// Taken at load, before `restrict` removes it.
const now = performance.now.bind(performance)
const batchMilliseconds = 50

/** Carries out one run, sending its records, in canonical text, while it goes on, and at last its result. */
export async function performRun(
  { bundle, params }: RunTask,
  limits: Limits,
  channel: Channel,
  format: (args: readonly unknown[]) => string,
): Promise<void> {
  let events: RunEvent[] = []
  let sent = Number.NEGATIVE_INFINITY
  let count = 0
  let stored = 0
  const transcript = createTranscript(limits.printed)
  const print = (text: string) => {
    if (text) events[events.length] = { type: 'print', text }
  }
  provide({
    console: createConsole({
      format,
      print: text => print(transcript.add(text)),
      table: rows => print(transcript.add(`${format([rows])}\n`)),
    }),
  })

  try {
    const text = store(await carryOut(), 'result')
    print(transcript.end())
    await flush()
    await channel.send({ type: 'events', events: [{ type: 'result', text }] })
  } catch (error) {
    print(transcript.end())
    await flush()
    throw error
  }

  async function carryOut(): Promise<unknown> {
    const exports = await evaluateBundle(bundle)
    const { run, supply } = exports as { run?: unknown; supply?: unknown }
    if (typeof run !== 'function') throw new ProgramError('missing export: run')
    const datasets = await readDatasets(datasetFiles(exports), channel)
    if (typeof supply === 'function') supply(datasets)

    const returned: unknown = run(decode(params))
    // A generator may say all it has to say in its records.
    if (isIterator(returned, Symbol.asyncIterator))
      for (;;) {
        const { done, value } = await returned.next()
        if (done) return value ?? null
        await add(value)
      }
    if (isIterator(returned, Symbol.iterator))
      for (;;) {
        const { done, value } = returned.next() as IteratorResult<unknown>
        if (done) return value ?? null
        const pause = add(value)
        if (pause) await pause
      }
    return returned
  }

  /** Copies a record; every so often, sends what has gathered. */
  function add(record: unknown): Promise<void> | undefined {
    events[events.length] = { type: 'record', text: store(record, `records[${count++}]`) }
    return now() - sent >= batchMilliseconds ? flush() : undefined
  }

  function store(value: unknown, name: string): string {
    const text = encode(value, { name, limit: limits.result })
    stored += text.length
    if (stored > limits.result)
      throw new CanonicalError(`invalid records and result; more than ${formatBytes(limits.result)}`)
    return text
  }

  async function flush(): Promise<void> {
    const batch = events
    events = []
    sent = now()
    await channel.send({ type: 'events', events: batch })
    await channel.turn()
  }
}

function isIterator(value: unknown, symbol: symbol): value is Iterator<unknown> | AsyncIterator<unknown> {
  if (typeof value !== 'object' || value === null) return false
  const { next, [symbol]: iterate } = value as { next?: unknown } & Record<symbol, unknown>
  return typeof next === 'function' && typeof iterate === 'function'
}
