import { encode } from '../run/canonical.ts'
import type { Executor, RunRequest } from '../run/executor.ts'
import { assembleRun } from '../run/run.ts'

/** What a run gave this time. */
export interface Repeated {
  /** Canonical text of `{params, records, result}`. */
  readonly text: string
  /** Its SHA-256: equal to the published one if and only if every bit of the run is. */
  readonly digest: string
}

/**
 * Carries out a run once more. `onRecord` is told of each record, in canonical text, as it comes. Browsers hash only on
 * pages that come by https or from this machine.
 *
 * @throws {TaskError} if the run fails
 */
export async function repeatRun(
  execute: Executor,
  request: RunRequest,
  { signal = new AbortController().signal, onRecord = () => {} }: RepeatOptions = {},
): Promise<Repeated> {
  const records: string[] = []
  let result: string | undefined
  for await (const event of execute(request, signal))
    if (event.type === 'record') {
      records.push(event.text)
      onRecord(event.text)
    } else if (event.type === 'result') result = event.text
  if (result === undefined) throw new Error(`the executor gave no result: ${request.experiment}`)
  const text = assembleRun(encode(request.params), records, result)
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return { text, digest: Array.from(hash, byte => byte.toString(16).padStart(2, '0')).join('') }
}

export interface RepeatOptions {
  readonly signal?: AbortSignal
  readonly onRecord?: (text: string) => void
}
