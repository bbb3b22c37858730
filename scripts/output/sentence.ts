import { inspect } from './inspect.ts'
import { isTensor } from './tensor.ts'
import { cleanText } from './text.ts'

const longest = 100

/**
 * A value as it stands in a sentence: a text as it is, a number as JavaScript writes it, the element of a tensor that
 * has only one. Undefined for anything else.
 */
export function toSentence(value: unknown): string | undefined {
  if (typeof value === 'string') return cleanText(value).replace(/\s+/g, ' ')
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  return isTensor(value) && value.data.length === 1 ? String(value.data[0]) : undefined
}

/** A value on one line of at most 100 characters, as a message shows it; of a longer list, only how long it is. */
export function summarize(value: unknown): string {
  const text = isTensor(value) && value.data.length === 1 ? String(value.data[0]) : inspect(value)
  const line = text.replace(/\s*\n\s*/g, ' ')
  if (line.length <= longest) return line
  return Array.isArray(value) ? `list of ${value.length}` : `${line.slice(0, longest - 1)}…`
}
