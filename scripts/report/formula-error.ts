import type { Macros } from './macros.ts'
import { suggestion } from './spelling.ts'

/** What KaTeX throws. */
export type KatexError = Error & { readonly position?: number }

/** A command that may do more than write a formula. */
export class RefusedCommand extends Error {}

/** What is wrong with a formula, and where in its TeX. */
export interface FormulaProblem {
  readonly reason: string
  readonly offset: number
}

/**
 * Says what is wrong with a formula in our words, at the token that is to blame: the call of a macro that grows without
 * end, or whose body is wrong; the brace, `\left` or `\begin` that nothing closes.
 *
 * @param fails the error that another formula gives
 */
export function explainFormula(
  tex: string,
  error: KatexError,
  macros: Macros,
  fails: (tex: string) => KatexError | undefined,
): FormulaProblem {
  const head = headOf(error)
  const callThatFails = () =>
    lastCall(
      tex,
      shortestPrefix(tex, prefix => headOf(fails(prefix)) === head),
    )
  if (error instanceof RangeError) {
    const { depth, offset } = findDeepest(tex)
    return { reason: 'nested too deeply', offset: depth > mostNested ? offset : callThatFails().offset }
  }
  if (/^too many expansions/.test(head)) {
    const { name, offset } = callThatFails()
    return { reason: `too many expansions: ${name} calls itself or grows beyond what is allowed`, offset }
  }
  const { position } = error
  if (position === undefined) {
    const { name, offset } = callThatFails()
    // What KaTeX did not mean to throw says nothing to an author.
    const isMeant = error instanceof RefusedCommand || error.name === 'ParseError'
    return { reason: isMeant ? head : `${name} stands for what KaTeX cannot read`, offset }
  }
  const opener = position >= tex.trimEnd().length ? lastOpener(tex) : undefined
  if (opener) return { reason: `missing ${opener.closing}: ${opener.text} is not closed`, offset: opener.offset }
  const [, unknown] = /^undefined control sequence: (\\[A-Za-z]+)/.exec(head) ?? []
  const hint = unknown === undefined ? '' : suggestion(unknown, Object.keys(macros))
  if (isIn(tex, error)) return { reason: head.slice(0, 300) + hint, offset: position }
  const { name, offset } = callThatFails()
  return { reason: `${head.slice(0, 300)}, in what ${name} stands for${hint}`, offset }
}

/** What KaTeX says, without the place and the excerpt behind it. */
function headOf(error: KatexError | undefined): string {
  if (!error) return ''
  const text = error.message.replace(/^KaTeX parse error: /, '').replace(/ at (position \d+|end of input): .*/s, '')
  const [, unexpected] = /^Expected 'EOF', got '(.*)'$/s.exec(text) ?? []
  if (unexpected !== undefined) return `unexpected ${unexpected}`
  return text.charAt(0).toLowerCase() + text.slice(1)
}

const underline = '\u0332'

/** Whether the token that KaTeX underlines stands in the formula itself, and not in the body of a macro. */
function isIn(tex: string, { message, position = 0 }: KatexError): boolean {
  const [token = ''] = new RegExp(`(?:[^${underline}]${underline})+`, 's').exec(message) ?? []
  return tex.startsWith(token.replaceAll(underline, ''), position)
}

const token = /%[^\n]*|\\[A-Za-z@]+|\\?[\s\S]/gu

/** Up to the first token with which a formula fails; it fails as a whole. */
function shortestPrefix(tex: string, fails: (prefix: string) => boolean): string {
  const ends = Array.from(tex.matchAll(token), ({ 0: text, index }) => index + text.length)
  let [least, most] = [0, ends.length - 1]
  while (least < most) {
    const middle = (least + most) >> 1
    if (fails(tex.slice(0, ends[middle]))) most = middle
    else least = middle + 1
  }
  return tex.slice(0, ends[least])
}

function lastCall(tex: string, prefix: string): { name: string; offset: number } {
  const last = Array.from(prefix.matchAll(token)).findLast(([text]) => text.startsWith('\\'))
  return last ? { name: last[0], offset: last.index } : { name: tex.slice(0, 1), offset: 0 }
}

const bracket = /%[^\n]*|\\(begin|end)\{([^{}]*)\}|\\(left|right)(?![A-Za-z])|\\[A-Za-z]+|\\[\s\S]|[{}]/g

interface Opener {
  readonly text: string
  readonly closing: string
  readonly offset: number
}

/** The last of what is opened and not closed. */
function lastOpener(tex: string): Opener | undefined {
  const open: Opener[] = []
  for (const { 0: text, 1: bound, 2: name, 3: side, index: offset } of tex.matchAll(bracket)) {
    if (text === '{') open.push({ text, closing: '}', offset })
    else if (side === 'left') open.push({ text, closing: '\\right', offset })
    else if (bound === 'begin') open.push({ text, closing: `\\end{${name}}`, offset })
    else if (open.at(-1)?.closing === text) open.pop()
  }
  return open.at(-1)
}

/** How deeply a formula may nest: what walks over it calls itself for each level, several times. */
export const mostNested = 100

/** The innermost of what is opened, and how many are around it. */
export function findDeepest(tex: string): { depth: number; offset: number } {
  let [level, depth, offset] = [0, 0, 0]
  for (const { 0: text, 1: bound, 3: side, index } of tex.matchAll(bracket)) {
    if (text === '}' || bound === 'end' || side === 'right') level--
    else if ((text === '{' || bound === 'begin' || side === 'left') && ++level > depth) [depth, offset] = [level, index]
  }
  return { depth, offset }
}
