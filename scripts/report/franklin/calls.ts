import { asciiAlpha, markdownLineEnding, markdownSpace } from 'micromark-util-character'
import type { Code, Construct, Extension, State, TokenizeContext } from 'micromark-util-types'
import { franklinDirectives } from '../directives.ts'
import { nextLine } from './line.ts'

const backslash = 92
const openBrace = 123
const closeBrace = 125

/**
 * Tokenises calls of macros whose arguments take several lines, with blank ones among them, as directives that stand
 * alone.
 */
export const calls: Extension = { flow: { [backslash]: call() } }

function call(): Construct {
  /** By text, the braces that nothing closes, or behind which something follows what does. */
  const hopeless = new WeakMap<TokenizeContext['now'], Set<number>>()
  return {
    name: 'macroCall',
    concrete: true,
    tokenize(this: TokenizeContext, effects, ok, nok) {
      let name = ''
      let lines = 0
      const open: number[] = []
      let closed: number[] = []
      const known = hopeless.get(this.now) ?? new Set()
      hopeless.set(this.now, known)
      const offset = () => this.now().offset
      const fail = (code: Code) => {
        for (const at of open) known.add(at)
        return nok(code)
      }
      return code => {
        effects.enter('blockDirective')
        effects.enter('directiveData')
        effects.consume(code)
        return letters
      }
      function letters(code: Code): State | undefined {
        if (asciiAlpha(code)) {
          name += String.fromCharCode(code!)
          effects.consume(code)
          return letters
        }
        return code === openBrace && name && !Object.hasOwn(franklinDirectives, name) && !known.has(offset())
          ? inside(code)
          : nok(code)
      }
      function inside(code: Code): State | undefined {
        see(code)
        if (code === null) return fail(code)
        if (markdownLineEnding(code)) {
          lines++
          effects.exit('directiveData')
          return effects.check(nextLine, into, fail)(code)
        }
        if (code === openBrace) open.push(offset())
        else if (code === closeBrace) closed.push(open.pop()!)
        effects.consume(code)
        return open.length === 0 ? behind : inside
      }
      /** What follows on a closing brace says whether a call could end there. */
      function see(code: Code): void {
        if (!closed.length || markdownSpace(code)) return
        if (code !== null && !markdownLineEnding(code) && code !== openBrace) for (const at of closed) known.add(at)
        closed = []
      }
      function into(code: Code): State | undefined {
        effects.enter('lineEnding')
        effects.consume(code)
        effects.exit('lineEnding')
        return begin
      }
      function begin(code: Code): State | undefined {
        if (code === null) return fail(code)
        // A token is not empty.
        if (markdownLineEnding(code)) return effects.check(nextLine, into, fail)(code)
        effects.enter('directiveData')
        return inside(code)
      }
      function behind(code: Code): State | undefined {
        if (code === openBrace) return inside(code)
        if (markdownSpace(code)) {
          effects.consume(code)
          return behind
        }
        see(code)
        // What fits on a line is a part of its paragraph.
        if (lines === 0 || (code !== null && !markdownLineEnding(code))) return nok(code)
        effects.exit('directiveData')
        effects.exit('blockDirective')
        return ok(code)
      }
    },
  }
}
