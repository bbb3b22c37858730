import type { CompileContext, Extension as FromMarkdownExtension } from 'mdast-util-from-markdown'
import { asciiAlpha, markdownLineEnding, markdownSpace } from 'micromark-util-character'
import type { Code, Construct, Effects, Extension, State, Token, TokenizeContext } from 'micromark-util-types'
import type { Processor } from 'unified'
import type { Literal } from 'unist'
import { closest } from './spelling.ts'

/** `\name{argument}{argument}`: what the dialect adds to Markdown. */
export interface Directive extends Literal {
  readonly type: 'directive'
  readonly name: string
  /** What stands between each pair of braces, as written. */
  readonly args: readonly string[]
  /** How many parameters `\newcommand{\name}[2]{…}` declares. */
  readonly parameters?: number
  readonly value: string
  /** True if it stands alone on its line, as a block. */
  readonly block: boolean
  /** What is wrong with the way it is written, if anything. */
  readonly problem?: string
  /** True if no directive has that name. */
  readonly unknown?: boolean
}

declare module 'mdast' {
  interface RootContentMap {
    directive: Directive
  }
  interface BlockContentMap {
    directive: Directive
  }
  interface PhrasingContentMap {
    directive: Directive
  }
}

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    blockDirective: 'blockDirective'
    textDirective: 'textDirective'
    directiveData: 'directiveData'
  }
}

/** How a directive is written. */
export interface DirectiveForm {
  /** Whether it stands alone on its line, or in the middle of a sentence too. */
  readonly place: 'line' | 'text'
  /** The least and the largest number of arguments. */
  readonly arity: readonly [number, number]
  /** What the arguments are, for messages. */
  readonly expects: string
}

export type Directives = Readonly<Record<string, DirectiveForm>>

/**
 * Tokenises directives; nothing inside code, comments, escapes or maths is taken for one. What looks like a directive
 * and is none of the given ones is a mistake: a name and at once a brace, unless a path leads to the backslash, as in
 * `C:\data{1}`; or the misspelt name of a directive that takes no argument, alone on its line. Any other backslash
 * before letters is text, unless `bareNames` are to be told from it later.
 */
export function remarkDirectives(this: Processor, directives: Directives, { bareNames = false } = {}): void {
  const data = this.data() as { micromarkExtensions?: Extension[]; fromMarkdownExtensions?: FromMarkdownExtension[] }
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), syntax(directives, bareNames)]
  data.fromMarkdownExtensions = [...(data.fromMarkdownExtensions ?? []), fromMarkdown(directives)]
}

const backslash = 92
const openBrace = 123
const closeBrace = 125

function syntax(directives: Directives, bareNames: boolean): Extension {
  const names = Object.keys(directives)
  const ofLines = names.filter(name => directives[name]!.place === 'line')
  const bare = ofLines.filter(name => directives[name]!.arity[0] === 0)
  return {
    flow: { [backslash]: blockConstruct(new Set(ofLines), bare) },
    text: { [backslash]: [textConstruct(new Set(names)), unknownConstruct(bareNames)] },
  }
}

/** A known name at the start of a line takes the whole line, and a macro those up to its last brace: what does not belong there is reported, not shown as text. */
function blockConstruct(names: ReadonlySet<string>, bare: readonly string[]): Construct {
  return {
    name: 'blockDirective',
    concrete: true,
    tokenize(this: TokenizeContext, effects, ok, nok) {
      let depth = 0
      let isLong = false
      const isInterrupting = this.interrupt
      return nameThen(effects, 'blockDirective', name => {
        isLong = name === 'newcommand'
        if (names.has(name)) return rest
        return name.length > 1 && closest(name, bare) ? onlySpace : nok
      })
      function onlySpace(code: Code): State | undefined {
        if (code === null || markdownLineEnding(code)) return rest(code)
        if (!markdownSpace(code)) return nok(code)
        effects.consume(code)
        return onlySpace
      }
      function rest(code: Code): State | undefined {
        if (code !== null && !markdownLineEnding(code)) {
          if (code === openBrace) depth++
          else if (code === closeBrace) depth--
          effects.consume(code)
          return rest
        }
        effects.exit('directiveData')
        return isLong && depth > 0 && code !== null && !isInterrupting
          ? effects.check(furtherLine, into, end)(code)
          : end(code)
      }
      function into(code: Code): State | undefined {
        effects.enter('lineEnding')
        effects.consume(code)
        effects.exit('lineEnding')
        return code => {
          effects.enter('directiveData')
          return rest(code)
        }
      }
      function end(code: Code): State | undefined {
        effects.exit('blockDirective')
        return ok(code)
      }
    },
  }
}

/** A line of the same container that is not blank. */
const furtherLine: Construct = {
  partial: true,
  tokenize(this: TokenizeContext, effects, ok, nok) {
    return code => {
      effects.enter('lineEnding')
      effects.consume(code)
      effects.exit('lineEnding')
      return code =>
        code === null || markdownLineEnding(code) || this.parser.lazy[this.now().line] ? nok(code) : ok(code)
    }
  },
}

/** In a line of text a directive ends with its last balanced brace. */
function textConstruct(names: ReadonlySet<string>): Construct {
  return {
    name: 'textDirective',
    tokenize(this: TokenizeContext, effects, ok, nok) {
      return nameThen(effects, 'textDirective', name => (names.has(name) ? braces(effects, ok) : nok))
    },
  }
}

/** @param bareNames whether a name without a brace is one too, such as a macro without parameters */
function unknownConstruct(bareNames: boolean): Construct {
  return {
    name: 'unknownDirective',
    tokenize(this: TokenizeContext, effects, ok, nok) {
      const isPath = isPathBefore(this.previous, bareNames)
      return nameThen(effects, 'textDirective', name =>
        name === '' || isPath ? nok : code => (code === openBrace || bareNames ? braces(effects, ok)(code) : nok(code)),
      )
    },
  }
}

/** @param names whether macros may follow on letters: then only what paths alone have counts */
function isPathBefore(previous: Code, names: boolean): boolean {
  const path = names ? /[:./\\]/ : /[\w:./\\-]/
  return previous !== null && previous > 0 && path.test(String.fromCharCode(previous))
}

/** Arguments in braces; one that is not closed takes the rest of the line. */
function braces(effects: Effects, ok: State): State {
  let depth = 0
  return between
  function between(code: Code): State | undefined {
    return code === openBrace ? inside(code) : end(code)
  }
  function inside(code: Code): State | undefined {
    if (code === null || markdownLineEnding(code)) return end(code)
    if (code === openBrace) depth++
    else if (code === closeBrace) depth--
    effects.consume(code)
    return depth === 0 ? between : inside
  }
  function end(code: Code): State | undefined {
    effects.exit('directiveData')
    effects.exit('textDirective')
    return ok(code)
  }
}

function nameThen(effects: Effects, token: 'blockDirective' | 'textDirective', next: (name: string) => State): State {
  let name = ''
  return start
  function start(code: Code): State {
    effects.enter(token)
    effects.enter('directiveData')
    effects.consume(code)
    return letters
  }
  function letters(code: Code): State | undefined {
    if (!asciiAlpha(code)) return next(name)(code)
    name += String.fromCharCode(code!)
    effects.consume(code)
    return letters
  }
}

function fromMarkdown(directives: Directives): FromMarkdownExtension {
  function enter(this: CompileContext, token: Token): void {
    const value = this.sliceSerialize(token)
    const block = token.type === 'blockDirective'
    const parts = parseDirective(value)
    // In a table a pipe is written `\|`.
    const args = this.data.inTable ? parts.args.map(arg => arg.replaceAll('\\|', '|')) : parts.args
    const unknown = !Object.hasOwn(directives, parts.name)
    this.enter({ type: 'directive', value, block, ...parts, args, ...(unknown && { unknown }) } as never, token)
  }
  return {
    enter: { blockDirective: enter, textDirective: enter },
    exit: { blockDirective: exit, textDirective: exit },
  }
}

function exit(this: CompileContext, token: Token): void {
  this.exit(token)
}

/** Splits `\name{a}{b}` into its parts; braces inside arguments must balance. */
export function parseDirective(text: string): Pick<Directive, 'name' | 'args' | 'parameters' | 'problem'> {
  const name = /^\\([A-Za-z]*)/.exec(text)![1]!
  const args: string[] = []
  let parameters: number | undefined
  let at = name.length + 1
  const readParameters = (): void => {
    const [declared, digit] = /^\[(\d)\](?=\{)/.exec(text.slice(at, at + 4)) ?? []
    if (!declared || name !== 'newcommand') return
    parameters = Number(digit)
    at += declared.length
  }
  // As in LaTeX the name of a macro may stand without braces.
  const [bare] = (name === 'newcommand' && /^\\[A-Za-z]+(?=[{[])/.exec(text.slice(at, at + 100))) || []
  if (bare) {
    args.push(bare)
    at += bare.length
    readParameters()
  }
  while (text[at] === '{') {
    let depth = 0
    let end = at
    for (; end < text.length; end++) {
      if (text[end] === '{') depth++
      else if (text[end] === '}' && --depth === 0) break
    }
    if (end === text.length) return { name, args, problem: `missing }: \\${name}{… is not closed on its line` }
    args.push(text.slice(at + 1, end))
    at = end + 1
    readParameters()
  }
  // A comment behind it is none of its business.
  const trailing = withoutComments(text.slice(at)).trim()
  if (trailing && name === 'newcommand') {
    const problem = 'invalid \\newcommand; {\\name}[parameters]{body} is expected, with 9 parameters at most'
    return { name, args, problem }
  }
  return {
    name,
    args,
    ...(parameters !== undefined && { parameters }),
    ...(trailing && { problem: `unexpected text after \\${name}: ${trailing}; it stands alone on its line` }),
  }
}

function withoutComments(text: string): string {
  let rest = ''
  let at = 0
  for (;;) {
    const start = text.indexOf('<!--', at)
    const end = start === -1 ? -1 : text.indexOf('-->', start + 4)
    if (end === -1) return rest + text.slice(at)
    rest += text.slice(at, start)
    at = end + 3
  }
}
