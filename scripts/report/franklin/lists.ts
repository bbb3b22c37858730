import { blankLine, list } from 'micromark-core-commonmark'
import { factorySpace } from 'micromark-factory-space'
import { asciiDigit, markdownLineEndingOrSpace, markdownSpace } from 'micromark-util-character'
import type {
  Code,
  Construct,
  Effects,
  Extension,
  ParseContext,
  State,
  TokenizeContext,
  Tokenizer,
  TokenType,
} from 'micromark-util-types'

declare module 'micromark-util-types' {
  interface ContainerState {
    /** The column of a list item's bullet, from 0; as below, an ideographic space counts as two. */
    bullet?: number
    /** The column at which its text begins. */
    content?: number
  }
}

const ideographicSpace = 12_288

/** What a list item can begin with: `*`, `+`, `-` and digits. */
const bullets = [42, 43, 45, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57]

/**
 * Lists as they are drawn: a line belongs to an item if it stands further right than the item's bullet. CommonMark wants
 * it as far right as the item's text, so that there
 *
 *     1. One
 *       - a part of one
 *     2. Two
 *
 * is three lists. A bullet may be indented by ideographic spaces (U+3000) too.
 */
export function looseLists(): Extension {
  // The columns at which lists left the line that is being read to what they hold, by offset: micromark looks at a line
  // more than once, and what it saw behind the place where it starts again does not count.
  const left = new WeakMap<ParseContext, { line: number; columns: Map<number, number> }>()
  const columnOf = ({ parser, now }: TokenizeContext): number => {
    const { line, offset } = now()
    const known = left.get(parser)
    if (known?.line !== line) return 0
    let column = 0
    for (const [at, value] of known.columns) if (at <= offset) column = Math.max(column, value)
    return column
  }
  const leave = ({ parser, now }: TokenizeContext, column: number): void => {
    const { line, offset } = now()
    if (left.get(parser)?.line !== line) left.set(parser, { line, columns: new Map() })
    left.get(parser)!.columns.set(offset, column)
  }

  const tokenizeItem: Tokenizer = function (effects, ok, nok) {
    const tail = this.events.at(-1)
    const prefix = tail?.[1].type === 'linePrefix' ? tail[2].sliceSerialize(tail[1], true) : ''
    const bullet = columnOf(this) + widthOf(prefix)
    return list.tokenize.call(
      this,
      effects,
      code => {
        const state = this.containerState!
        state.bullet = bullet
        // `size` is the prefix, the bullet and the spaces after it.
        state.content = bullet + state.size! - prefix.length
        leave(this, state.content)
        return ok(code)
      },
      nok,
    )
  }

  const tokenizeContinuation: Tokenizer = function (effects, ok, nok) {
    const state = this.containerState!
    const column = columnOf(this)
    const toContent = Math.max(state.content! - column, 0)
    const indent = { text: 0, bullet: undefined as number | undefined }
    state._closeFlow = undefined

    function onBlank(code: Code): State | undefined {
      state.furtherBlankLines ||= state.initialBlankLine
      return factorySpace(effects, ok, 'listItemIndent', toContent + 1)(code)
    }

    const notBlank: State = code => {
      const isOver = state.furtherBlankLines
      state.furtherBlankLines = undefined
      state.initialBlankLine = undefined
      // In code that an item holds, what looks like a bullet is none.
      const width = isConcrete(this) ? indent.text : (indent.bullet ?? indent.text)
      if (isOver || column + width <= state.bullet!) return otherItem(code)
      // A bullet too far right would be code.
      const all = width === indent.bullet && width > toContent + 3
      return columns(effects, 'listItemIndent', all ? width : Math.min(width, toContent), taken => {
        leave(this, column + taken)
        return ok
      })(code)
    }

    const otherItem: State = code => {
      // The flow is closed, though the list goes on; nothing is interrupted then.
      state._closeFlow = true
      this.interrupt = undefined as never
      return columns(effects, 'linePrefix', indent.bullet ?? indent.text, () => effects.attempt(item, ok, nok))(code)
    }

    return effects.check(blankLine, onBlank, effects.check(measure(indent), notBlank, nok))
  }

  const item: Construct = {
    ...list,
    tokenize: tokenizeItem,
    continuation: { tokenize: tokenizeContinuation },
  }
  const wideItem: Construct = {
    ...item,
    tokenize(effects, ok, nok) {
      const indent = { text: 0, bullet: undefined as number | undefined }
      return effects.check(
        measure(indent),
        code =>
          indent.bullet === undefined
            ? nok(code)
            : columns(effects, 'linePrefix', indent.bullet, () => effects.attempt(item, ok, nok))(code),
        nok,
      )
    },
  }
  return {
    document: { ...Object.fromEntries(bullets.map(code => [code, item])), [ideographicSpace]: wideItem },
  }
}

/** How far the text of a line is indented, and how far its bullet, if it begins with one. */
function measure(indent: { text: number; bullet: number | undefined }): Construct {
  return {
    partial: true,
    tokenize(effects, ok) {
      let width = 0
      let isWide = false
      let digits = 0
      return code => {
        if (!markdownSpace(code) && code !== ideographicSpace && !bullets.includes(code!)) return ok(code)
        effects.enter('linePrefix')
        return space(code)
      }
      function space(code: Code): State | undefined {
        if (markdownSpace(code) || code === ideographicSpace) {
          isWide ||= code === ideographicSpace
          width += code === ideographicSpace ? 2 : 1
          if (!isWide) indent.text = width
          effects.consume(code)
          return space
        }
        if (code === 42 || code === 43 || code === 45) {
          effects.consume(code)
          return after
        }
        return number(code)
      }
      function number(code: Code): State | undefined {
        const isDigit = asciiDigit(code)
        if (isDigit ? ++digits > 9 : !digits || (code !== 41 && code !== 46)) return end(code)
        effects.consume(code)
        return isDigit ? number : after
      }
      function after(code: Code): State | undefined {
        if (code === null || markdownLineEndingOrSpace(code)) indent.bullet = width
        return end(code)
      }
      function end(code: Code): State | undefined {
        effects.exit('linePrefix')
        return ok(code)
      }
    },
  }
}

/** Takes columns of white space, and the whole of an ideographic space that they end in. */
function columns(effects: Effects, type: TokenType, width: number, next: (taken: number) => State): State {
  let taken = 0
  return code => {
    if (width <= 0) return next(0)(code)
    effects.enter(type)
    return inside(code)
  }
  function inside(code: Code): State | undefined {
    if (taken >= width) {
      effects.exit(type)
      return next(taken)(code)
    }
    taken += code === ideographicSpace ? 2 : 1
    effects.consume(code)
    return inside
  }
}

/** Whether the line is one of code, raw HTML or the like. */
function isConcrete({ events }: TokenizeContext): boolean {
  for (let at = events.length - 1; at >= 0; at--) {
    const [, { type, _tokenizer }] = events[at]!
    if (type === 'chunkFlow') return _tokenizer?.currentConstruct?.concrete === true
  }
  return false
}

function widthOf(space: string): number {
  return space.length + (space.match(/\u3000/g)?.length ?? 0)
}
