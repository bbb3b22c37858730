import type { CompileContext, Extension as FromMarkdownExtension } from 'mdast-util-from-markdown'
import { markdownLineEnding, markdownLineEndingOrSpace } from 'micromark-util-character'
import type { Code, Construct, Effects, Extension, State, Token } from 'micromark-util-types'
import type { Literal } from 'unist'
import { Absences } from '../absences.ts'

/** `{{name argument …}}`. */
export interface Insertion extends Literal {
  readonly type: 'insertion'
  /** As written, braces and all. */
  readonly value: string
}

declare module 'mdast' {
  interface RootContentMap {
    insertion: Insertion
  }
  interface PhrasingContentMap {
    insertion: Insertion
  }
}

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    insertion: 'insertion'
    inlineRawHtml: 'inlineRawHtml'
    franklinData: 'franklinData'
    franklinBreak: 'franklinBreak'
  }
}

const tilde = 126
const backslash = 92
const openBrace = 123
const closeBrace = 125

/** Two backslashes before a space or the end of a line break it. */
const lineBreak: Construct = {
  name: 'franklinBreak',
  tokenize(effects, ok, nok) {
    return code => {
      effects.enter('franklinBreak')
      effects.consume(code)
      return second
    }
    function second(code: Code): State | undefined {
      if (code !== backslash) return nok(code)
      effects.consume(code)
      return behind
    }
    function behind(code: Code): State | undefined {
      if (code !== null && !markdownLineEndingOrSpace(code)) return nok(code)
      effects.exit('franklinBreak')
      return ok(code)
    }
  },
}

/** Tokenises what stands in the lines of text of Franklin's dialect: `{{…}}`, and HTML between `~~~` and `~~~`. */
export const inline: Extension = {
  text: {
    [openBrace]: between('insertion', openBrace, closeBrace, 2),
    [tilde]: between('inlineRawHtml', tilde, tilde, 3),
    [backslash]: lineBreak,
  },
}

/** What stands between `size` opening and as many closing characters. HTML may take several lines. */
function between(type: 'insertion' | 'inlineRawHtml', opening: number, closing: number, size: number): Construct {
  const absences = new Absences()
  return {
    name: type,
    tokenize(effects, ok, nok) {
      let seen = 0
      const isClosedOnLine = type === 'insertion'
      const fail = (code: Code) => {
        absences.add(this, type, isClosedOnLine ? this.now().line : undefined)
        return nok(code)
      }
      const isMissing = () => absences.has(this, type)
      return code => {
        effects.enter(type)
        effects.enter('franklinData')
        return open(code)
      }
      function open(code: Code): State | undefined {
        if (code === opening && seen < size) {
          seen++
          effects.consume(code)
          return open
        }
        if (seen < size || code === closing || code === opening || isMissing()) return nok(code)
        seen = 0
        return inside(code)
      }
      function inside(code: Code): State | undefined {
        if (code === null) return fail(code)
        if (markdownLineEnding(code)) return isClosedOnLine ? fail(code) : lineEnding(effects, inside)(code)
        seen = code === closing ? seen + 1 : 0
        effects.consume(code)
        return seen === size ? end : inside
      }
      function end(code: Code): State | undefined {
        effects.exit('franklinData')
        effects.exit(type)
        return ok(code)
      }
    },
  }
}

function lineEnding(effects: Effects, next: State): State {
  return code => {
    effects.exit('franklinData')
    effects.enter('lineEnding')
    effects.consume(code)
    effects.exit('lineEnding')
    return code => {
      // A token is not empty.
      if (code === null || markdownLineEnding(code)) return next(code)
      effects.enter('franklinData')
      return next(code)
    }
  }
}

export const inlineFromMarkdown: FromMarkdownExtension = {
  enter: {
    insertion(token) {
      this.enter({ type: 'insertion', value: this.sliceSerialize(token) }, token)
    },
    franklinBreak(token) {
      this.enter({ type: 'break' }, token)
    },
    inlineRawHtml(token) {
      this.enter({ type: 'html', value: this.sliceSerialize(token).slice(3, -3) }, token)
    },
  },
  exit: { insertion: leave, inlineRawHtml: leave, franklinBreak: leave },
}

function leave(this: CompileContext, token: Token): undefined {
  this.exit(token)
}
