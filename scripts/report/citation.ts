import type { CompileContext, Extension as FromMarkdownExtension } from 'mdast-util-from-markdown'
import { markdownLineEnding } from 'micromark-util-character'
import type { Code, Construct, Extension, State, Token } from 'micromark-util-types'
import type { Processor } from 'unified'
import type { Directive } from './directive.ts'

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    citation: 'citation'
    citationData: 'citationData'
  }
}

/** Tokenises `[@key; @other, p. 3]` as the directive `cite`; before `(`, `[` and `:` the brackets are those of a link. */
export default function remarkCitations(this: Processor): void {
  const data = this.data() as { micromarkExtensions?: Extension[]; fromMarkdownExtensions?: FromMarkdownExtension[] }
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), { text: { [openBracket]: construct } }]
  data.fromMarkdownExtensions = [
    ...(data.fromMarkdownExtensions ?? []),
    { enter: { citation: enter }, exit: { citation: exit } },
  ]
}

const openBracket = 91
const closeBracket = 93
const at = 64

const construct: Construct = {
  name: 'citation',
  tokenize(effects, ok, nok) {
    return start
    function start(code: Code): State | undefined {
      effects.enter('citation')
      effects.enter('citationData')
      effects.consume(code)
      return first
    }
    function first(code: Code): State | undefined {
      return code === at ? inside(code) : nok(code)
    }
    function inside(code: Code): State | undefined {
      if (code === null || code === openBracket) return nok(code)
      if (markdownLineEnding(code)) {
        effects.exit('citationData')
        effects.enter('lineEnding')
        effects.consume(code)
        effects.exit('lineEnding')
        return nextLine
      }
      effects.consume(code)
      return code === closeBracket ? after : inside
    }
    function nextLine(code: Code): State | undefined {
      effects.enter('citationData')
      return inside(code)
    }
    function after(code: Code): State | undefined {
      if (code === 40 || code === openBracket || code === 58) return nok(code)
      effects.exit('citationData')
      effects.exit('citation')
      return ok(code)
    }
  },
}

function enter(this: CompileContext, token: Token): void {
  const value = this.sliceSerialize(token)
  const args = [value.slice(1, -1)]
  this.enter({ type: 'directive', value, block: false, name: 'cite', args } as unknown as Directive as never, token)
}

function exit(this: CompileContext, token: Token): void {
  this.exit(token)
}
