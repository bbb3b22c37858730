import type { PhrasingContent } from 'mdast'
import type { CompileContext, Extension as FromMarkdownExtension } from 'mdast-util-from-markdown'
import { markdownLineEnding } from 'micromark-util-character'
import type { Code, Construct, Effects, Extension, State, Token } from 'micromark-util-types'
import type { Processor } from 'unified'
import type { Parent } from 'unist'
import type { Place } from './problem.ts'

/** Code that stands together on a line. */
export interface Piece extends Place {
  readonly text: string
}

/** `\claim{expression}{text}`: a sentence, or a part of one, that holds only if the expression is true. */
export interface Claim extends Parent {
  readonly type: 'claim'
  /** The expression as written, a piece for each line of it. */
  readonly pieces: readonly Piece[]
  readonly children: PhrasingContent[]
  data?: ClaimData
}

interface ClaimData {
  /** Its place among the expressions of its file. */
  expression?: number
  hName?: string
  hProperties?: Record<string, unknown>
}

/** `\claim` without its two arguments. */
export interface MalformedClaim extends Parent {
  readonly type: 'malformedClaim'
  readonly children: []
}

declare module 'mdast' {
  interface RootContentMap {
    claim: Claim
    malformedClaim: MalformedClaim
  }
  interface PhrasingContentMap {
    claim: Claim
    malformedClaim: MalformedClaim
  }
}

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    claim: 'claim'
    claimMarker: 'claimMarker'
    claimExpression: 'claimExpression'
    malformedClaim: 'malformedClaim'
  }
}

/** Tokenises claims. Their text is Markdown like the text around them; nothing inside code, escapes or maths is a claim. */
export default function remarkClaims(this: Processor): void {
  const data = this.data() as { micromarkExtensions?: Extension[]; fromMarkdownExtensions?: FromMarkdownExtension[] }
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), syntax]
  data.fromMarkdownExtensions = [...(data.fromMarkdownExtensions ?? []), fromMarkdown]
}

const backslash = 92
const openBrace = 123
const closeBrace = 125
const dollar = 36
const backtick = 96
const quotes = new Set<Code>([34, 39])
const name = '\\claim'

const claim: Construct = {
  name: 'claim',
  tokenize(effects, ok, nok) {
    effects.enter('claim')
    effects.enter('claimMarker')
    return word(effects, nok, expression)

    function expression(code: Code): State | undefined {
      if (code !== openBrace) return nok(code)
      effects.consume(code)
      effects.exit('claimMarker')
      return balanced(effects, 'claimExpression', createCodeScanner(), nok, between)
    }
    function between(code: Code): State | undefined {
      effects.enter('claimMarker')
      effects.consume(code)
      return text
    }
    function text(code: Code): State | undefined {
      if (code !== openBrace) return nok(code)
      effects.consume(code)
      effects.exit('claimMarker')
      return balanced(effects, 'chunkText', createTextScanner(), nok, end)
    }
    function end(code: Code): State | undefined {
      effects.enter('claimMarker')
      effects.consume(code)
      effects.exit('claimMarker')
      effects.exit('claim')
      return ok
    }
  },
}

/** What begins like a claim and is none is a mistake, not text. */
const malformedClaim: Construct = {
  name: 'malformedClaim',
  tokenize(effects, ok, nok) {
    effects.enter('malformedClaim')
    return word(effects, nok, code => {
      effects.exit('malformedClaim')
      return ok(code)
    })
  },
}

const syntax: Extension = { text: { [backslash]: [claim, malformedClaim] } }

/** `\claim`, and no letter after it. */
function word(effects: Effects, nok: State, next: State): State {
  let at = 0
  return step
  function step(code: Code): State | undefined {
    if (at < name.length) {
      if (code !== name.charCodeAt(at)) return nok(code)
      at++
      effects.consume(code)
      return step
    }
    const letter = code !== null && ((code >= 65 && code <= 90) || (code >= 97 && code <= 122))
    return letter ? nok(code) : next(code)
  }
}

/** Takes a character; true if the brace that it is closes the argument. */
type Scanner = (code: Code) => boolean

/** An argument of more characters is one that nobody closed: each of many would be looked through to the end of the text. */
const longest = 5000

/** An argument up to the brace that closes it, a token for each of its lines. */
function balanced(
  effects: Effects,
  type: 'claimExpression' | 'chunkText',
  closes: Scanner,
  nok: State,
  next: State,
): State {
  let previous: Token | undefined
  let size = 0
  return start
  function start(code: Code): State | undefined {
    if (code === null || size++ > longest) return nok(code)
    // Not consumed: the marker that follows takes it.
    if (closes(code)) return next(code)
    if (type === 'chunkText') {
      const token = effects.enter(type, { contentType: 'text', ...(previous && { previous }) })
      if (previous) previous.next = token
      previous = token
    } else if (!markdownLineEnding(code)) effects.enter(type)
    return inside(code, true)
  }
  function inside(code: Code, seen = false): State | undefined {
    if (code === null || size++ > longest) {
      effects.exit(type)
      return nok(code)
    }
    if (!seen && closes(code)) {
      effects.exit(type)
      return next(code)
    }
    if (!markdownLineEnding(code)) {
      effects.consume(code)
      return code => inside(code)
    }
    if (type === 'chunkText') {
      effects.consume(code)
      effects.exit(type)
    } else {
      if (!seen) effects.exit(type)
      effects.enter('lineEnding')
      effects.consume(code)
      effects.exit('lineEnding')
    }
    return start
  }
}

/** Braces of TypeScript: those in strings do not count, those in templates only between `${` and `}`. */
function createCodeScanner(): Scanner {
  // Of what the scanner is in: a brace, a quoted string, a template.
  const inside: Code[] = [openBrace]
  let escaped = false
  let before: Code = null
  return code => {
    const within = inside.at(-1)!
    const previous = before
    before = code
    if (escaped) {
      escaped = false
      return false
    }
    if (quotes.has(within) || within === backtick) {
      if (code === backslash) escaped = true
      else if (code === within) inside.pop()
      else if (within === backtick && code === openBrace && previous === dollar) inside.push(openBrace)
    } else if (code === openBrace || code === backtick || quotes.has(code)) inside.push(code)
    else if (code === closeBrace) inside.pop()
    return inside.length === 0
  }
}

function createTextScanner(): Scanner {
  let depth = 1
  let escaped = false
  return code => {
    if (escaped) escaped = false
    else if (code === backslash) escaped = true
    else if (code === openBrace) depth++
    else if (code === closeBrace) depth--
    return depth === 0
  }
}

const fromMarkdown: FromMarkdownExtension = {
  enter: {
    claim(token) {
      this.enter({ type: 'claim', pieces: [], children: [] }, token)
    },
    claimExpression(token) {
      const { pieces } = this.stack.at(-1) as Claim
      ;(pieces as Piece[]).push({ text: this.sliceSerialize(token), ...placeOf(token) })
    },
    malformedClaim(token) {
      this.enter({ type: 'malformedClaim', children: [] }, token)
    },
  },
  exit: { claim: leave, malformedClaim: leave },
}

function leave(this: CompileContext, token: Token): undefined {
  this.exit(token)
}

function placeOf({ start: { line, column } }: Token) {
  return { line, column }
}
