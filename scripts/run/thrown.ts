import { CanonicalError, encode } from './canonical.ts'
import type { Place, TaskFailure } from './failure.ts'
import { explain, ProgramError } from './sandbox.ts'

/** What Programs are called in the stacks of errors. */
export const programName = 'program.mjs'

// As in canonical.ts: taken at load, before a Program can replace them.
const { apply } = Reflect
const { get, set } = WeakMap.prototype
const { replace, slice } = String.prototype
const encoder = new TextEncoder()
const { encodeInto } = TextEncoder.prototype

const places = new WeakMap<object, Place[]>()
const reasonBytes = 4096

/** From now on, the stack of an error shows the Program's own calls and nothing of the machine. */
export function watchStacks(): void {
  Error.stackTraceLimit = 50
  Error.prepareStackTrace = (error, sites) => {
    const found: Place[] = []
    let text = title(error)
    for (let i = 0; i < sites.length; i++) {
      const site = sites[i]!
      if (site.getFileName() !== programName) continue
      const place = { line: site.getLineNumber() ?? 1, column: site.getColumnNumber() ?? 1 }
      found[found.length] = place
      text += `\n    at ${site.getFunctionName() ?? '<anonymous>'} (${programName}:${place.line}:${place.column})`
    }
    apply(set, places, [error, found])
    return text
  }
}

/** The Program's calls that led to an error, innermost first. Needs `watchStacks`. */
export function placesOf(error: unknown): readonly Place[] {
  try {
    // Reading the stack makes it.
    void (error as Error).stack
    return (apply(get, places, [error]) as Place[] | undefined) ?? []
  } catch {
    return []
  }
}

/** What to say of anything that was thrown; never throws itself. */
export function toFailure(thrown: unknown): TaskFailure {
  try {
    const kind = thrown instanceof CanonicalError ? 'data' : 'threw'
    return { kind, reason: toLine(describe(thrown)), frames: placesOf(thrown) }
  } catch {
    // A Program that replaced what this needs.
    return { kind: 'threw', reason: unreadable, frames: [] }
  }
}

const unreadable = 'threw a value that cannot be read'

function describe(thrown: unknown): string {
  try {
    if (thrown instanceof CanonicalError || thrown instanceof ProgramError) return thrown.message
    if (typeof thrown === 'string') return `threw a string: ${thrown}`
    if (typeof thrown === 'bigint') return `threw ${thrown}n`
    if (typeof thrown === 'function') return 'threw a function'
    if (typeof thrown !== 'object' || thrown === null) return `threw ${String(thrown)}`
    return describeObject(thrown)
  } catch {
    return unreadable
  }
}

function title(error: Error): string {
  try {
    return describeError(error)
  } catch {
    return 'Error'
  }
}

function describeObject(thrown: object): string {
  const { message } = thrown as Partial<Error>
  if (typeof message !== 'string') return `threw ${encode(thrown, { limit: reasonBytes })}`
  const explained = thrown instanceof ReferenceError ? explain(message) : undefined
  return explained ?? describeError(thrown as Error) + describeCause(thrown as Error)
}

function describeError({ name, message }: Error): string {
  const kind = typeof name === 'string' && name !== '' ? name : 'Error'
  return typeof message !== 'string' || message === '' ? kind : `${kind}: ${message}`
}

function describeCause({ cause }: Error): string {
  const isError = typeof cause === 'object' && cause !== null && typeof (cause as Error).message === 'string'
  return isError ? ` (because of ${describeError(cause as Error)})` : ''
}

/** On one line, without what would steer a terminal, and within 4 KiB of UTF-8. */
function toLine(text: string): string {
  const head: string = apply(slice, text, [0, reasonBytes])
  const line: string = apply(replace, head, [/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, ' '])
  const room = new Uint8Array(reasonBytes - 3)
  const { read } = apply(encodeInto, encoder, [line, room]) as { read: number }
  return read < line.length || head.length < text.length ? `${apply(slice, line, [0, read])}…` : line
}
