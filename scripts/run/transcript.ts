import { formatBytes } from './limits.ts'

/** Printed text of which, past a limit, only the head and the tail are kept. */
export interface Transcript {
  /** Takes text; returns what of it belongs to the head. */
  add(text: string): string
  /** Returns what was dropped, in words, and the tail. */
  end(): string
}

/** @param limit in characters, half for the head and the rest for the tail */
export function createTranscript(limit: number): Transcript {
  let room = Math.floor(limit / 2)
  let rest = limit
  let tail = ''
  let dropped = 0
  return {
    add(text) {
      const head = tail === '' ? text.slice(0, room - (partsPair(text, room) ? 1 : 0)) : ''
      room -= head.length
      rest -= head.length
      tail += text.slice(head.length)
      // Not at once, or many short texts would each cost a copy of the tail.
      if (tail.length > 2 * rest) cut()
      return head
    },
    end() {
      if (tail.length > rest) cut()
      return dropped ? `\n… ${formatBytes(dropped)} dropped …\n${tail}` : tail
    },
  }

  function cut(): void {
    const end = tail.length - rest
    const at = end + (partsPair(tail, end) ? 1 : 0)
    dropped += at
    tail = tail.slice(at)
  }
}

/** Whether a cut at the index would leave half a character on both sides. */
function partsPair(text: string, index: number): boolean {
  if (index <= 0 || index >= text.length) return false
  const code = text.charCodeAt(index)
  return code >= 0xdc00 && code <= 0xdfff
}
