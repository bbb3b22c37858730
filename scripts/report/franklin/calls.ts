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
  return {
    name: 'macroCall',
    concrete: true,
    tokenize(this: TokenizeContext, effects, ok, nok) {
      let name = ''
      let depth = 0
      let lines = 0
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
        return code === openBrace && name && !Object.hasOwn(franklinDirectives, name) ? inside(code) : nok(code)
      }
      function inside(code: Code): State | undefined {
        if (code === null) return nok(code)
        if (markdownLineEnding(code)) {
          lines++
          effects.exit('directiveData')
          return effects.check(nextLine, into, nok)(code)
        }
        if (code === openBrace) depth++
        else if (code === closeBrace) depth--
        effects.consume(code)
        return depth === 0 ? behind : inside
      }
      function into(code: Code): State | undefined {
        effects.enter('lineEnding')
        effects.consume(code)
        effects.exit('lineEnding')
        return begin
      }
      function begin(code: Code): State | undefined {
        if (code === null) return nok(code)
        // A token is not empty.
        if (markdownLineEnding(code)) return effects.check(nextLine, into, nok)(code)
        effects.enter('directiveData')
        return inside(code)
      }
      function behind(code: Code): State | undefined {
        if (code === openBrace) return inside(code)
        if (markdownSpace(code)) {
          effects.consume(code)
          return behind
        }
        // What fits on a line is a part of its paragraph.
        if (lines === 0 || (code !== null && !markdownLineEnding(code))) return nok(code)
        effects.exit('directiveData')
        effects.exit('blockDirective')
        return ok(code)
      }
    },
  }
}
