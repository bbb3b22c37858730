import type { Output } from '../output/output.ts'
import { CanonicalError, encode } from './canonical.ts'
import type { Channel } from './channel.ts'
import { evaluateBundle, readDatasets } from './child-bundle.ts'
import { createConsole } from './child-console.ts'
import type { DatasetFile } from './datasets.ts'
import type { Place } from './failure.ts'
import { formatBytes, type Limits } from './limits.ts'
import type { CellsTask, EncodedOutput } from './message.ts'
import { type Run, toRun } from './run.ts'
import { ProgramError, provide } from './sandbox.ts'
import { placesOf } from './thrown.ts'
import { createTranscript, type Transcript } from './transcript.ts'

export interface Inspection {
  readonly format: (args: readonly unknown[]) => string
  readonly toOutput: (value: unknown) => Output
}

/** Carries out the cells of a Program, sending what each shows when the next one begins. */
export async function performCells(
  { bundle, runs }: CellsTask,
  limits: Limits,
  channel: Channel,
  { format, toOutput }: Inspection,
): Promise<void> {
  const { send } = channel
  /** Of the runs read so far, in order. */
  const digests: string[] = []
  const decoded = new Map<string, readonly Run[]>()
  let cell = 0
  let stored = 0
  let outputs: EncodedOutput[] = []
  let printed: { readonly transcript: Transcript; text: string; at: Place | undefined; shown: number } | undefined

  const show = (value: unknown, options?: { readonly runs?: readonly Run[] }) => {
    endPrinted()
    add(
      toOutput(value),
      placeOfCall(),
      options?.runs?.map(({ digest }) => digest),
    )
  }
  const host = {
    cell(index: number) {
      sendOutputs()
      cell = index
      void send({ type: 'cell', index })
    },
    value(value: unknown) {
      if (value !== undefined) show(value)
    },
    runs(experiment: string): readonly Run[] {
      const asked = Object.hasOwn(runs, experiment) ? runs[experiment] : undefined
      if (!asked) throw new ProgramError(`unknown experiment: ${experiment}; the Program does not import it`)
      const known = decoded.get(experiment)
      if (known) return known
      for (const { digest } of asked) if (!digests.includes(digest)) digests.push(digest)
      const list = freeze(asked.map(toRun))
      decoded.set(experiment, list)
      return list
    },
    files: (files: readonly DatasetFile[]) => readDatasets(files, channel),
  }
  provide({
    display: show,
    [Symbol.for('backprose')]: Object.freeze(host),
    console: createConsole({
      format,
      table: show,
      print(text) {
        printed ??= { transcript: createTranscript(limits.printed), text: '', at: placeOfCall(), shown: 0 }
        printed.text += printed.transcript.add(text)
        printed.shown = digests.length
      },
    }),
  })

  try {
    await evaluateBundle(bundle)
  } finally {
    sendOutputs()
  }
  await channel.turn()

  function endPrinted(): void {
    if (!printed) return
    const { transcript, text, at, shown } = printed
    printed = undefined
    add({ mime: 'text/plain', data: text + transcript.end() }, at, digests.slice(0, shown))
  }

  function add(output: Output, at: Place | undefined, shown: readonly string[] = digests.slice()): void {
    const text = encode(output, { name: 'output', limit: limits.result })
    stored += text.length
    if (stored > limits.result) throw new CanonicalError(`invalid outputs; more than ${formatBytes(limits.result)}`)
    // Not push, which a Program may replace.
    outputs[outputs.length] = { cell, text, ...(at && { at }), runs: shown }
  }

  function sendOutputs(): void {
    endPrinted()
    if (outputs.length) void send({ type: 'outputs', outputs })
    outputs = []
  }
}

/** Where in the Program the host was called. */
function placeOfCall(): Place | undefined {
  return placesOf(new Error())[0]
}

/** Cells read the same runs one after another: what one writes into them, the next would take for the result. */
function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  for (const inner of Object.values(value)) freeze(inner)
  return Object.freeze(value)
}
