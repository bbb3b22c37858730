import type { Root } from 'mdast'
import { fromMarkdown, type Options } from 'mdast-util-from-markdown'
import { parse, preprocess } from 'micromark'
import type { Construct, Event, Extension, ParseContext, TokenizeContext } from 'micromark-util-types'
import type { Processor } from 'unified'
import { pairInLinearTime } from './attention.ts'
import { Labels } from './labels.ts'
import { shortenLazyLines } from './lazy.ts'
import { lookAheadOnce } from './lookahead.ts'
import { lookBackOnce } from './lookback.ts'
import { mergeInLinearTime } from './merging.ts'
import { boundNesting, cutNesting, findDeepest, tooDeep } from './nesting.ts'
import { placeLinks } from './positions.ts'
import type { Place } from './problem.ts'
import { visit } from './visit.ts'

declare module 'micromark-util-types' {
  interface ParseContext {
    gfmFootnotes?: string[]
  }
}

export interface Parsed {
  readonly tree: Root
  readonly problems: readonly (Place & { readonly reason: string })[]
}

/** What a processor's plugins have given it. */
export interface Extensions {
  readonly micromarkExtensions?: Extension[]
  readonly fromMarkdownExtensions?: Options['mdastExtensions']
}

/**
 * Parses a Markdown file as the processor does, but long ones in parts: micromark holds about 400 times as much as it
 * reads until all of it is read, 1.2 GB for 100,000 lines. A part ends between two blocks that stand in nothing else.
 *
 * @param leastPart how many characters a part has at least
 */
export function parseMarkdown(
  processor: Processor<Root, undefined, undefined, undefined, undefined>,
  source: string,
  leastPart = 2 ** 14,
): Parsed {
  const read = readMarkdown(processor, source, leastPart)
  const [tooDeepAt] = read.isAbandoned ? read.problems : []
  if (!tooDeepAt) return read
  // What is wrong with the rest is said in the same build, unless that nests too deeply as well.
  const { tree, problems } = readMarkdown(processor, blankBlock(source, tooDeepAt.line), leastPart)
  return { tree, problems: [...read.problems, ...problems] }
}

/** A text without the lines that stand with the given one between two blank lines; all others stay where they are. */
function blankBlock(source: string, line: number): string {
  const lines = source.split(/(?<=\r\n|\r(?!\n)|\n)/)
  const isBlank = (at: number) => lines[at] === undefined || /^\s*$/.test(lines[at])
  let [first, last] = [line - 1, line - 1]
  while (!isBlank(first - 1)) first--
  while (!isBlank(last + 1)) last++
  return lines.map((text, at) => (at < first || at > last ? text : text.replace(/[^\r\n]/g, ' '))).join('')
}

function readMarkdown(
  processor: Processor<Root, undefined, undefined, undefined, undefined>,
  source: string,
  leastPart: number,
): Parsed & { readonly isAbandoned: boolean } {
  const data = processor.data() as Extensions
  const extensions = data.micromarkExtensions ?? []
  const problems: (Place & { reason: string })[] = []
  const labels = new Labels()
  const notes = new Labels()
  const prepare = (parser: ParseContext, lines: number) => {
    parser.defined = labels
    parser.gfmFootnotes = notes
    pairInLinearTime(parser)
    lookAheadOnce(parser)
    lookBackOnce(parser)
    shortenLazyLines(parser)
    mergeInLinearTime(parser)
    boundNesting(parser, ({ line, column }) => {
      problems.push({ line: line + lines, column, reason: tooDeep })
      throw new Abandoned()
    })
  }
  const tree: Root = { type: 'root', children: [] }
  try {
    readParts()
  } catch (error) {
    if (!(error instanceof Abandoned)) throw error
    return { tree: fromMarkdown(''), problems, isAbandoned: true }
  }
  return { tree, problems, isAbandoned: false }

  function readParts(): void {
    // The text of a part is only read once all definitions are known.
    for (const { start, end, lines } of findParts(source, leastPart, extensions, prepare)) {
      const refuse = ({ line, column }: Place) => problems.push({ line: line + lines, column, reason: tooDeep })
      const part = parsePart(source.slice(start, end), refuse, {
        extensions: [...extensions, preparation(parser => prepare(parser, lines))],
        mdastExtensions: data.fromMarkdownExtensions ?? [],
      })
      placeLinks(part, source.slice(start, end))
      // micromark does not count the mark of a file's encoding.
      if (start > 0) move(part, start - (source.startsWith('\uFEFF') ? 1 : 0), lines)
      for (const child of part.children) tree.children.push(child)
      tree.position = { start: tree.position?.start ?? part.position!.start, end: part.position!.end }
    }
  }
}

/** What nests too deeply is read no further: each line of thousands could take longer than the one before it. */
class Abandoned extends Error {}

/** Parses text without letting it exhaust the stack. */
function parsePart(text: string, refuse: (place: Place) => void, options: Options): Root {
  let tree: Root
  try {
    tree = fromMarkdown(text, options)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    refuse(findDeepest(text))
    return fromMarkdown('')
  }
  const place = cutNesting(tree)
  if (place) refuse(place)
  return tree
}

/** What lists, quotes and notes begin with; an ideographic space only in Franklin's dialect. */
const beginnings = [...'*+-0123456789>[\u3000'].map(character => character.charCodeAt(0))

/** Calls `prepare` with the parser that an extension is used in, before it reads anything. */
export function preparation(prepare: (parser: ParseContext) => void): Extension {
  let isPrepared = false
  const construct: Construct = {
    tokenize(_effects, _ok, nok) {
      if (!isPrepared) prepare(this.parser)
      isPrepared = true
      return nok
    },
  }
  return { document: Object.fromEntries([...beginnings, 'null'].map(code => [code, construct])) }
}

/** A piece of a file, from one offset to another, after as many lines. */
interface Part {
  readonly start: number
  readonly end: number
  readonly lines: number
}

/** Reads the blocks of a file, without their text: the parts that it can be read in, and on the way all definitions. */
function findParts(
  source: string,
  leastPart: number,
  extensions: Extension[],
  prepare: (parser: ParseContext, lines: number) => void,
): Part[] {
  if (source.length < 2 * leastPart) return [{ start: 0, end: source.length, lines: 0 }]
  const parts: Part[] = []
  let part: Part = { start: 0, end: 0, lines: 0 }
  const begin = () => {
    const parser = parse({ extensions })
    prepare(parser, part.lines)
    return { read: preprocess(), tokenizer: parser.document() }
  }
  let { read, tokenizer } = begin()
  // Looking whether a part can end takes as long as the part is long, and no list of 100,000 lines can.
  let effort = 0
  for (let at = 0; at < source.length; ) {
    const newline = source.indexOf('\n', at)
    const end = newline === -1 ? source.length : newline + 1
    tokenizer.write(read(source.slice(at, end)))
    at = end
    if (at - part.start < leastPart || at - part.start < effort || isWithinBlock(tokenizer)) continue
    effort += tokenizer.events.length
    if (!canEnd(tokenizer) || !canBegin(source, at)) continue
    parts.push({ ...part, end: at })
    part = { start: at, end: at, lines: part.lines + tokenizer.now().line - 1 }
    ;({ read, tokenizer } = begin())
    effort = 0
  }
  tokenizer.write(read('', undefined, true))
  return [...parts, { ...part, end: source.length }]
}

/** Whether the next line may belong to the same block. Each row of a table is a block, which the next one joins. */
function isWithinBlock({ events }: TokenizeContext): boolean {
  const flow = events.at(-1)?.[1]._tokenizer
  if (!flow || flow.currentConstruct !== undefined) return true
  const last = flow.events.findLast(([, { type }]) => type !== 'lineEnding' && type !== 'linePrefix')
  return /^table(Head|Row)$/.test(last?.[1].type ?? '')
}

/** Whether nothing is open: neither a list or the like nor a block. */
function canEnd({ events }: TokenizeContext): boolean {
  return isBalanced(events) && isBalanced(events.at(-1)![1]._tokenizer!.events)
}

function isBalanced(events: readonly Event[]): boolean {
  let open = 0
  for (const [kind] of events) open += kind === 'enter' ? 1 : -1
  return open === 0
}

/** Front matter and the mark of a file's encoding are such only at its beginning. */
function canBegin(source: string, at: number): boolean {
  return at < source.length && !source.startsWith('---', at) && source[at] !== '\uFEFF'
}

/** Says of the nodes of a part where they stand in the file. */
function move(part: Root, offset: number, lines: number): void {
  visit(part, node => {
    if (node.type === 'claim') for (const piece of node.pieces) Object.assign(piece, { line: piece.line + lines })
    if (!node.position) return
    for (const point of [node.position.start, node.position.end]) {
      point.line += lines
      point.offset! += offset
    }
  })
}
