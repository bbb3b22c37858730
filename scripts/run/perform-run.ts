import { CanonicalError, decode, encode } from './canonical.ts'
import { createConsole } from './child-console.ts'
import type { DatasetFile } from './datasets.ts'
import type { RunEvent } from './executor.ts'
import { formatBytes, type Limits } from './limits.ts'
import { ProgramError, provide } from './sandbox.ts'
import { createTranscript } from './transcript.ts'

const batchMilliseconds = 50

/** What a run needs of whoever carries it out: a process, or a worker in a browser. */
export interface RunHost {
  /** Evaluates the bundle and returns its exports. */
  evaluate(): Promise<Readonly<Record<string, unknown>>>
  /** The bytes of datasets by SHA-256. */
  readDatasets(files: readonly DatasetFile[]): Promise<ReadonlyMap<string, Uint8Array>>
  /** Takes events; resolves when there is room for more. */
  send(events: readonly RunEvent[]): Promise<void>
  /** A turn of the event loop. */
  turn(): Promise<void>
  /** Milliseconds. */
  now(): number
}

export interface RunOptions {
  /** Canonical text. */
  readonly params: string
  readonly limits: Limits
  /** What `console.log` prints. */
  readonly format: (args: readonly unknown[]) => string
}

/**
 * Carries out one run, sending its records, in canonical text, while it goes on, and at last its result. Runs wherever
 * JavaScript does.
 */
export async function performRun({ params, limits, format }: RunOptions, host: RunHost): Promise<void> {
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
    await host.send([{ type: 'result', text }])
  } catch (error) {
    print(transcript.end())
    await flush()
    throw error
  }

  async function carryOut(): Promise<unknown> {
    const exports = await host.evaluate()
    const { run, supply } = exports as { run?: unknown; supply?: unknown }
    if (typeof run !== 'function') throw new ProgramError('missing export: run')
    const files = Object.values(exports).flatMap(value => (isDataset(value) ? value.files : []))
    if (typeof supply === 'function') supply(await host.readDatasets(files))

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
    return host.now() - sent >= batchMilliseconds ? flush() : undefined
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
    sent = host.now()
    await host.send(batch)
    await host.turn()
  }
}

function isIterator(value: unknown, symbol: symbol): value is Iterator<unknown> | AsyncIterator<unknown> {
  if (typeof value !== 'object' || value === null) return false
  const { next, [symbol]: iterate } = value as { next?: unknown } & Record<symbol, unknown>
  return typeof next === 'function' && typeof iterate === 'function'
}

/** Told by its shape: `{files: [{name, sha256}], decode}`. */
function isDataset(value: unknown): value is { files: DatasetFile[] } {
  if (typeof value !== 'object' || value === null) return false
  const { files, decode } = value as { files?: unknown; decode?: unknown }
  return typeof decode === 'function' && Array.isArray(files)
}
