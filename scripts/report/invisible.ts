import type { Place } from './problem.ts'

/** Characters that nobody sees, or that make code read otherwise than it runs (CVE-2021-42574). */
const invisible = /[\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069]|(?<!^)\uFEFF/g

/** A word whose letters are of scripts that look alike. */
const word = /[\p{L}\p{N}_]+/gu
const lookalike = /[\p{Script=Cyrillic}\p{Script=Greek}]/u

export interface Invisible extends Place {
  readonly reason: string
}

/** Finds characters of a file that mislead its reader; look-alikes only in what `isCode` says is code. */
export function findInvisible(source: string, isCode: (line: number) => boolean): Invisible[] {
  const found: Invisible[] = []
  for (const [k, line] of source.split(/\r\n|\r|\n/).entries()) {
    // Joiners belong to emoji and to some scripts.
    for (const { 0: character, index } of line.matchAll(invisible))
      if (!isJoiner(character) || isCode(k + 1))
        found.push({
          line: k + 1,
          column: index + 1,
          reason: `invisible character: ${codePoint(character)}; remove it`,
        })
    if (!isCode(k + 1)) continue
    for (const { 0: letters, index } of line.matchAll(word)) {
      const at = letters.search(lookalike)
      if (at === -1 || !/\p{Script=Latin}/u.test(letters)) continue
      const letter = letters[at]!
      const reason = `misleading character: ${codePoint(letter)} in ${JSON.stringify(letters)}; it looks like a Latin letter`
      found.push({ line: k + 1, column: index + at + 1, reason })
    }
  }
  return found
}

/** Code with its invisible characters as escapes that can be seen. */
export function showInvisible(code: string): string {
  return code.replace(invisible, character => `\\u{${character.charCodeAt(0).toString(16).toUpperCase()}}`)
}

function isJoiner(character: string): boolean {
  return character === '\u200C' || character === '\u200D'
}

function codePoint(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
}
