import type { Output } from '../output/output.ts'
import { CanonicalError, encode } from './canonical.ts'
import type { Channel } from './channel.ts'
import { evaluateBundle, readDatasets } from './child-bundle.ts'
import { createConsole } from './child-console.ts'
import type { DatasetFile } from './datasets.ts'
import { createEvaluator } from './evaluator.ts'
import type { Place } from './failure.ts'
import { formatBytes, type Limits } from './limits.ts'
import type { CellsTask, EncodedOutput } from './message.ts'
import { createReading } from './reading.ts'
import type { Run } from './run.ts'
import { provide } from './sandbox.ts'
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
  const reading = createReading(runs)
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
  const evaluator = createEvaluator(reading, index => void send({ type: 'expression', index }))
  const host = {
    cell(index: number) {
      sendOutputs()
      cell = index
      void send({ type: 'cell', index })
    },
    statement: reading.enter,
    value(value: unknown) {
      if (value !== undefined) show(value)
    },
    expression: evaluator.add,
    operand: evaluator.operand,
    runs: reading.runs,
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
        printed.shown = reading.asked.length
      },
    }),
  })

  try {
    await evaluateBundle(bundle)
  } finally {
    sendOutputs()
  }
  const evaluations = evaluator.evaluate()
  if (evaluations.length) await send({ type: 'evaluations', evaluations })
  await channel.turn()

  function endPrinted(): void {
    if (!printed) return
    const { transcript, text, at, shown } = printed
    printed = undefined
    add({ mime: 'text/plain', data: text + transcript.end() }, at, reading.asked.slice(0, shown))
  }

  function add(output: Output, at: Place | undefined, shown: readonly string[] = reading.asked.slice()): void {
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
