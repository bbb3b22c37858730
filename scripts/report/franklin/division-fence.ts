import type { PhrasingContent } from 'mdast'
import type { CompileContext, Extension as FromMarkdownExtension } from 'mdast-util-from-markdown'
import { markdownLineEnding, markdownSpace } from 'micromark-util-character'
import type { Code, Construct, Extension, State, Token, Tokenizer } from 'micromark-util-types'
import type { Parent } from 'unist'

/** `@@name`, `@@` or, with its text on the same line, `@@name … @@`. */
export interface DivisionFence extends Parent {
  readonly type: 'divisionFence'
  /** Empty for the end of a division. */
  readonly classes: readonly string[]
  /** Whether its end stands on the same line. */
  readonly closed: boolean
  readonly children: PhrasingContent[]
}

declare module 'mdast' {
  interface RootContentMap {
    divisionFence: DivisionFence
  }
  interface BlockContentMap {
    divisionFence: DivisionFence
  }
}

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    divisionFence: 'divisionFence'
    divisionMarker: 'divisionMarker'
    divisionClosing: 'divisionClosing'
  }
}

const at = 64

/** Tokenises the fences of divisions. */
export const divisionFences: Extension = { flow: { [at]: divisionFence() } }

/** `@@a,b`, `@@`, or `@@a text @@` on one line. */
function divisionFence(): Construct {
  const tokenize: Tokenizer = (effects, ok, nok) => {
    let size = 0
    let isSpaced = false
    let isBehindSpace = false
    return code => {
      effects.enter('divisionFence')
      effects.enter('divisionMarker')
      return start(code)
    }
    function start(code: Code): State | undefined {
      if (code !== at || ++size > 2) return size === 2 || size > 2 ? classes(code) : nok(code)
      effects.consume(code)
      return start
    }
    function classes(code: Code): State | undefined {
      if (code === null || code < 0 || !/[\w,-]/.test(String.fromCharCode(code))) return space(code)
      size = 3
      effects.consume(code)
      return classes
    }
    function space(code: Code): State | undefined {
      if (markdownSpace(code)) {
        isSpaced = true
        effects.consume(code)
        return space
      }
      const isBare = code === null || markdownLineEnding(code)
      if (!isBare && !(size === 3 && isSpaced)) return nok(code)
      effects.exit('divisionMarker')
      if (isBare) return end(code)
      effects.enter('chunkText', { contentType: 'text' })
      return text(code)
    }
    function text(code: Code): State | undefined {
      if (code === null || markdownLineEnding(code)) {
        effects.exit('chunkText')
        return end(code)
      }
      const isSpace = markdownSpace(code)
      const begins = isSpace && !isBehindSpace
      isBehindSpace = isSpace
      return begins ? effects.check(closing, beforeClosing, more)(code) : more(code)
    }
    function more(code: Code): State | undefined {
      effects.consume(code)
      return text
    }
    function beforeClosing(code: Code): State | undefined {
      effects.exit('chunkText')
      return effects.attempt(closing, end, nok)(code)
    }
    function end(code: Code): State | undefined {
      effects.exit('divisionFence')
      return ok(code)
    }
  }
  return { name: 'divisionFence', concrete: true, tokenize }
}

/** ` @@` at the end of a line. */
const closing: Construct = {
  partial: true,
  tokenize(effects, ok, nok) {
    let size = 0
    return code => {
      effects.enter('divisionClosing')
      return inside(code)
    }
    function inside(code: Code): State | undefined {
      if (code === null || markdownLineEnding(code)) {
        effects.exit('divisionClosing')
        return size === 2 ? ok(code) : nok(code)
      }
      if (code === at) size++
      else if (!markdownSpace(code)) return nok(code)
      effects.consume(code)
      return inside
    }
  },
}

export const divisionFencesFromMarkdown: FromMarkdownExtension = {
  enter: {
    divisionFence(token) {
      this.enter({ type: 'divisionFence', classes: [], closed: false, children: [] }, token)
    },
  },
  exit: {
    divisionMarker(token) {
      const names = this.sliceSerialize(token).replaceAll('@', '').trim()
      Object.assign(this.stack.at(-1)!, { classes: names ? names.split(',').filter(Boolean) : [] })
    },
    divisionClosing() {
      Object.assign(this.stack.at(-1)!, { closed: true })
    },
    divisionFence: leave,
  },
}

function leave(this: CompileContext, token: Token): undefined {
  this.exit(token)
}
