import type { Extension as FromMarkdownExtension } from 'mdast-util-from-markdown'
import type { InlineMath, Math as MathBlock } from 'mdast-util-math'
import { markdownLineEnding } from 'micromark-util-character'
import type { Code, Construct, Effects, Extension, State, Token, TokenizeContext } from 'micromark-util-types'
import { Absences } from '../absences.ts'
import { nextLine } from './line.ts'

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    bracketFormula: 'bracketFormula'
    bracketFormulaLine: 'bracketFormulaLine'
  }
}

const backslash = 92

/** What opens a formula without dollars: `\[`, and the environments that are formulas in themselves. */
const opening = /^\\(?:\[|begin\{((?:equation|align|alignat|gather|eqnarray)\*?)\})/

/** Tokenises formulas between `\[` and `\]`, and between `\begin{align}` and `\end{align}` and the like. */
export const formulas: Extension = {
  flow: { [backslash]: formula(true) },
  text: { [backslash]: formula(false) },
}

/** @param isBlock whether it begins a line and ends one; then its lines are no lists, quotes or headings */
function formula(isBlock: boolean): Construct {
  const absences = new Absences()
  return {
    name: 'bracketFormula',
    concrete: true,
    tokenize(this: TokenizeContext, effects, ok, nok) {
      const isMissing = (what: string) => absences.has(this, what)
      /** Up to what closes it all that was read, then only the end of that. */
      let text = ''
      let size = 0
      let closing: string | undefined
      const fail = (code: Code) => {
        if (closing !== undefined) absences.add(this, closing, code === null ? undefined : this.now().line)
        return nok(code)
      }
      return code => {
        effects.enter('bracketFormula')
        effects.enter('bracketFormulaLine')
        return inside(code)
      }
      function inside(code: Code): State | undefined {
        if (code === null) return fail(code)
        if (markdownLineEnding(code)) {
          if (closing === undefined) return nok(code)
          add('\n')
          effects.exit('bracketFormulaLine')
          return isBlock ? effects.check(nextLine, into, fail)(code) : into(code)
        }
        add(code < 0 ? ' ' : String.fromCharCode(code))
        if (closing === undefined) {
          const [found, environment] = opening.exec(text) ?? []
          if (found) closing = environment === undefined ? '\\]' : `\\end{${environment}}`
          else if (size > 20) return nok(code)
          if (closing !== undefined && isMissing(closing)) return nok(code)
        }
        effects.consume(code)
        return closing !== undefined && size > closing.length + 1 && text.endsWith(closing) ? end : inside
      }
      function add(character: string): void {
        text = (closing === undefined ? text : text.slice(-closing.length)) + character
        size++
      }
      function into(code: Code): State | undefined {
        effects.enter('lineEnding')
        effects.consume(code)
        effects.exit('lineEnding')
        return begin
      }
      function begin(code: Code): State | undefined {
        // A token is not empty.
        if (code === null || markdownLineEnding(code)) return isBlock ? blank(code) : fail(code)
        effects.enter('bracketFormulaLine')
        return inside(code)
      }
      function blank(code: Code): State | undefined {
        return code === null ? fail(code) : effects.check(nextLine, into, fail)(code)
      }
      function end(code: Code): State | undefined {
        effects.exit('bracketFormulaLine')
        effects.exit('bracketFormula')
        return isBlock && code !== null && !markdownLineEnding(code) ? spaces(effects, ok, fail)(code) : ok(code)
      }
    },
  }
}

/** Nothing but spaces to the end of the line. */
function spaces(effects: Effects, ok: State, nok: State): State {
  return code => {
    effects.enter('whitespace')
    return inside(code)
  }
  function inside(code: Code): State | undefined {
    if (code !== null && !markdownLineEnding(code)) {
      if (code !== 32 && code !== -1 && code !== -2) return nok(code)
      effects.consume(code)
      return inside
    }
    effects.exit('whitespace')
    return ok(code)
  }
}

export const formulasFromMarkdown: FromMarkdownExtension = {
  enter: {
    bracketFormula(token: Token) {
      const written = this.sliceSerialize(token)
      const inner = /^\\\[([\s\S]*)\\\]$/.exec(written)?.[1]
      // KaTeX has no eqnarray: three columns, around the relation.
      const value = (inner ?? written).replace(/\\(begin|end)\{eqnarray\*?\}/g, (_, bound) =>
        bound === 'begin' ? '\\begin{array}{rcl}' : '\\end{array}',
      )
      const isBlock = this.stack.at(-1)!.type !== 'paragraph' && this.stack.at(-1)!.type !== 'heading'
      const code = { className: ['language-math', 'math-display'] }
      const text = { type: 'text', value } as const
      const node: MathBlock | InlineMath = isBlock
        ? {
            type: 'math',
            meta: null,
            value,
            data: {
              hName: 'pre',
              hChildren: [{ type: 'element', tagName: 'code', properties: code, children: [text] }],
            },
          }
        : { type: 'inlineMath', value, data: { hName: 'code', hProperties: code, hChildren: [text] } }
      this.enter(node, token)
    },
  },
  exit: {
    bracketFormula(token: Token) {
      this.exit(token)
    },
  },
}
