import { toEscape } from './control.ts'
import type { Place } from './problem.ts'

/**
 * Characters that nobody sees, or that make code read otherwise than it runs (CVE-2021-42574): controls, marks of
 * direction, spaces without width, fillers, tags.
 */
const invisible =
  /(?![\t\n\f\r])\p{Cc}|[\u00AD\u061C\u115F\u1160\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\u3164\uFFA0\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]/gu

/** A word whose letters are of scripts that look alike; Greek letters that look like themselves are usual in code. */
const word = /[\p{L}\p{N}_]+/gu
const lookalike =
  /[\p{Script=Cyrillic}\u0391\u0392\u0395-\u0397\u0399\u039A\u039C\u039D\u039F\u03A1\u03A4\u03A5\u03A7\u03BF]/u

export interface Invisible extends Place {
  readonly reason: string
}

/** Finds characters of a file that mislead its reader; look-alikes only in what `isCode` says is code. */
export function findInvisible(source: string, isCode: (line: number) => boolean): Invisible[] {
  const found: Invisible[] = []
  for (const [k, line] of source.split(/\r\n|\r|\n/).entries()) {
    for (const { 0: character, index } of line.matchAll(invisible))
      if (isCode(k + 1) || !(ofText.test(character) || isFlag(line, index)))
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
  return code.replace(invisible, toEscape)
}

/** Of these the joiners belong to emoji and to some scripts, the hyphen to long words. */
const ofText = /\u00AD|\u200C|\u200D/

/** Tags spell out the region of a flag; anywhere else they hide a text. */
function isFlag(line: string, index: number): boolean {
  return (
    /\u{1F3F4}[\u{E0020}-\u{E007F}]*$/u.test(line.slice(0, index)) && /^[\u{E0020}-\u{E007F}]/u.test(line.slice(index))
  )
}

function codePoint(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
}
