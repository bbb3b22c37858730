import type { CompileContext, Extension as FromMarkdownExtension } from 'mdast-util-from-markdown'
import { codeFenced } from 'micromark-core-commonmark'
import { markdownLineEnding, markdownSpace } from 'micromark-util-character'
import type {
  Code,
  Construct,
  Effects,
  Extension,
  State,
  Token,
  TokenizeContext,
  Tokenizer,
} from 'micromark-util-types'
import type { Literal } from 'unist'

/** `@def name = value`, or the lines between `+++` and `+++`: definitions of variables. */
export interface Definitions extends Literal {
  readonly type: 'definitions'
  /** Without the fences. */
  readonly value: string
  readonly fence: '@def' | '+++'
  readonly closed: boolean
}

/** The lines between `~~~` and `~~~`: HTML that is taken as it is. */
export interface RawHtml extends Literal {
  readonly type: 'rawHtml'
  value: string
  readonly closed: boolean
}

declare module 'mdast' {
  interface RootContentMap {
    definitions: Definitions
    rawHtml: RawHtml
  }
  interface BlockContentMap {
    definitions: Definitions
    rawHtml: RawHtml
  }
}

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    franklinBlock: 'franklinBlock'
    franklinFence: 'franklinFence'
    franklinLine: 'franklinLine'
  }
}

const at = 64
const plus = 43
const tilde = 126
const backtick = 96

/** Tokenises the blocks of Franklin's dialect. There is no code between tildes in it. */
export const blocks: Extension = {
  flow: {
    [at]: definition(),
    [plus]: fenced(plus),
    [tilde]: fenced(tilde),
    [backtick]: { ...codeFenced, name: 'codeBetweenBackticks' },
  },
  disable: { null: ['codeFenced'] },
}

/** Lines between two lines of three markers. */
function fenced(marker: number): Construct {
  const tokenize: Tokenizer = function (effects, ok, nok) {
    const isInterrupting = this.interrupt
    const close: Construct = { partial: true, tokenize: (effects, ok, nok) => fence(effects, marker, ok, nok) }
    return code => {
      effects.enter('franklinBlock')
      return fence(effects, marker, between, nok)(code)
    }
    function between(code: Code): State | undefined {
      // Whether a paragraph is interrupted is known without the lines that follow.
      if (code === null || isInterrupting) return end(code)
      return effects.check(nextLine, into, end)(code)
    }
    function into(code: Code): State | undefined {
      effects.enter('lineEnding')
      effects.consume(code)
      effects.exit('lineEnding')
      return effects.attempt(close, end, line)
    }
    function line(code: Code): State | undefined {
      return restOfLine(effects, between)(code)
    }
    function end(code: Code): State | undefined {
      effects.exit('franklinBlock')
      return ok(code)
    }
  }
  return { name: 'franklinBlock', concrete: true, tokenize }
}

/** Three markers and nothing else on the line but spaces. */
function fence(effects: Effects, marker: number, ok: State, nok: State): State {
  let size = 0
  let indent = 0
  return code => {
    effects.enter('franklinFence')
    return before(code)
  }
  function before(code: Code): State | undefined {
    if (!markdownSpace(code) || ++indent > 3) return sequence(code)
    effects.consume(code)
    return before
  }
  function sequence(code: Code): State | undefined {
    if (code === marker && ++size <= 3) {
      effects.consume(code)
      return sequence
    }
    return size === 3 ? after(code) : nok(code)
  }
  function after(code: Code): State | undefined {
    if (markdownSpace(code)) {
      effects.consume(code)
      return after
    }
    if (code !== null && !markdownLineEnding(code)) return nok(code)
    effects.exit('franklinFence')
    return ok(code)
  }
}

/** `@def name = value`, with the indented lines that follow and those that an open bracket asks for. */
function definition(): Construct {
  const word = '@def'
  const tokenize: Tokenizer = function (effects, ok, nok) {
    const isInterrupting = this.interrupt
    let size = 0
    let depth = 0
    let isText = false
    return code => {
      effects.enter('franklinBlock')
      effects.enter('franklinFence')
      return start(code)
    }
    function start(code: Code): State | undefined {
      if (size < word.length) {
        if (code !== word.charCodeAt(size++)) return nok(code)
        effects.consume(code)
        return start
      }
      if (!markdownSpace(code)) return nok(code)
      effects.exit('franklinFence')
      return value(code)
    }
    function value(code: Code): State | undefined {
      return restOfLine(effects, between, code => {
        if (code === 34) isText = !isText
        else if (!isText) depth += code === 91 || code === 40 ? 1 : code === 93 || code === 41 ? -1 : 0
      })(code)
    }
    function between(code: Code): State | undefined {
      if (code === null || isInterrupting) return end(code)
      isText = false
      return effects.check(depth > 0 ? nextLine : indentedLine, into, end)(code)
    }
    function into(code: Code): State | undefined {
      effects.enter('lineEnding')
      effects.consume(code)
      effects.exit('lineEnding')
      return value
    }
    function end(code: Code): State | undefined {
      effects.exit('franklinBlock')
      return ok(code)
    }
  }
  return { name: 'franklinDefinition', concrete: true, tokenize }
}

const nextLine = lineAfter(() => true)
const indentedLine = lineAfter(markdownSpace)

/** A further line of the same container, with something on it if `begins` asks for that. */
function lineAfter(begins: (code: Code) => boolean): Construct {
  return {
    partial: true,
    tokenize(this: TokenizeContext, effects, ok, nok) {
      return code => {
        if (!markdownLineEnding(code)) return nok(code)
        effects.enter('lineEnding')
        effects.consume(code)
        effects.exit('lineEnding')
        return code => {
          if (this.parser.lazy[this.now().line] || !begins(code)) return nok(code)
          return begins === markdownSpace ? notBlank(effects, ok, nok)(code) : ok(code)
        }
      }
    },
  }
}

function notBlank(effects: Effects, ok: State, nok: State): State {
  return code => {
    effects.enter('whitespace')
    return inside(code)
  }
  function inside(code: Code): State | undefined {
    if (markdownSpace(code)) {
      effects.consume(code)
      return inside
    }
    effects.exit('whitespace')
    return code === null || markdownLineEnding(code) ? nok(code) : ok(code)
  }
}

function restOfLine(effects: Effects, next: State, see: (code: Code) => void = () => {}): State {
  return code => {
    if (code === null || markdownLineEnding(code)) return next(code)
    effects.enter('franklinLine')
    return inside(code)
  }
  function inside(code: Code): State | undefined {
    if (code === null || markdownLineEnding(code)) {
      effects.exit('franklinLine')
      return next(code)
    }
    see(code)
    effects.consume(code)
    return inside
  }
}

export const blocksFromMarkdown: FromMarkdownExtension = {
  enter: {
    franklinBlock(token) {
      this.enter({ type: 'rawHtml', value: '', closed: false }, token)
    },
  },
  exit: {
    franklinBlock: leaveBlock,
  },
}

/** What stands between the fences, from the source itself: the lines as they are, without what containers put before them. */
function leaveBlock(this: CompileContext, token: Token): undefined {
  const node = this.stack.at(-1) as RawHtml
  const lines = this.sliceSerialize(token).split(/\r\n|\r|\n/)
  const fence = /^[ \t]*(@def|\+\+\+|~~~)/.exec(lines[0]!)![1]!
  if (fence === '@def') Object.assign(node, { type: 'definitions', fence, value: lines.join('\n'), closed: true })
  else {
    const closed = lines.length > 1 && lines.at(-1)!.trim() === fence
    const value = lines.slice(1, closed ? -1 : undefined).join('\n')
    Object.assign(node, fence === '+++' ? { type: 'definitions', fence, value, closed } : { value, closed })
  }
  this.exit(token)
}
