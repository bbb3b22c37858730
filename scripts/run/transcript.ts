import { formatBytes } from './limits.ts'

/** Printed text of which, past a limit, only the head and the tail are kept. */
export interface Transcript {
  /** Takes text; returns what of it belongs to the head. */
  add(text: string): string
  /** Returns what was dropped, in words, and the tail. */
  end(): string
}

/** @param limit in characters, half for the head and half for the tail */
export function createTranscript(limit: number): Transcript {
  const half = Math.floor(limit / 2)
  let room = half
  let tail = ''
  let dropped = 0
  return {
    add(text) {
      const head = tail === '' ? text.slice(0, boundary(text, room)) : ''
      room -= head.length
      tail += text.slice(head.length)
      if (tail.length > 2 * half) cut()
      return head
    },
    end() {
      if (tail.length > half) cut()
      return dropped ? `\n… ${formatBytes(dropped)} dropped …\n${tail}` : tail
    },
  }

  function cut(): void {
    const at = boundary(tail, tail.length - half)
    dropped += at
    tail = tail.slice(at)
  }
}

/** The index, or the one before it where it would part a surrogate pair. */
function boundary(text: string, index: number): number {
  if (index >= text.length) return text.length
  const code = text.charCodeAt(index)
  return index > 0 && code >= 0xdc00 && code <= 0xdfff ? index - 1 : index
}
