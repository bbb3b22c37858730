import type { PhrasingContent, Root } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import type { Processor } from 'unified'
import type { Point } from 'unist'
import type { Piece } from './claim.ts'
import { piecesOf } from './expression.ts'
import { type Extensions, preparation } from './parse.ts'
import { visit } from './visit.ts'

/** Leaves a parser the Markdown of sentences: a caption that begins with `1.` or `#` is no list and no heading. */
export function remarkPhrasing(this: Processor): void {
  const blocks =
    'blockDirective blockQuote codeFenced codeIndented definition gfmFootnoteDefinition headingAtx htmlFlow list mathFlow setextUnderline thematicBreak'
  const data = this.data() as { micromarkExtensions?: object[] }
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), { disable: { null: blocks.split(' ') } }]
}

/** In the double quotes of a caption a quote is written `\"`; every other backslash means what it means in Markdown. */
export function unquote(written: string): string {
  return written.replace(/\\(.)/g, (pair, character) => (character === '"' ? '"' : pair))
}

/**
 * Parses a caption, a line of Markdown between double quotes. Its nodes stand where they are written in the file.
 *
 * @param written what stands between the quotes
 * @param start of it in the file
 * @param defined labels of the definitions in the file, which its links may mean, and of the footnotes
 */
export function parseCaption(
  processor: Processor<Root, undefined, undefined, undefined, undefined>,
  written: string,
  start: Point,
  defined: { readonly links: readonly string[]; readonly notes: readonly string[] },
): PhrasingContent[] {
  const text = unquote(written)
  const offsets = offsetsOf(written)
  const place = (offset: number) => {
    const at = offsets[offset]!
    return { line: start.line, column: start.column + at, offset: start.offset! + at }
  }
  const spread = ({ text, column }: Piece) => spreadPiece(text, column - 1, place)
  const data = processor.data() as Extensions
  const define = preparation(parser => {
    parser.defined = defined.links.map(toIdentifier)
    parser.gfmFootnotes = defined.notes.map(toIdentifier)
  })
  const tree = fromMarkdown(text, {
    extensions: [...(data.micromarkExtensions ?? []), define],
    mdastExtensions: data.fromMarkdownExtensions ?? [],
  })
  visit(tree, node => {
    if (node.type === 'claim') Object.assign(node, { pieces: node.pieces.flatMap(spread) })
    if (node.type === 'inlineCode') node.data = { ...node.data, pieces: piecesOf(node, text).flatMap(spread) }
  })
  visit(tree, ({ position }) => {
    if (position) Object.assign(position, { start: place(position.start.offset!), end: place(position.end.offset!) })
  })
  return tree.children.flatMap(child => (child.type === 'paragraph' ? child.children : []))
}

/** A label as micromark compares it. */
function toIdentifier(label: string): string {
  return label.replace(/\s+/g, ' ').trim().toLowerCase().toUpperCase()
}

/** Where each character of a text, and its end, was written. */
function offsetsOf(written: string): number[] {
  const offsets: number[] = []
  for (let at = 0; at < written.length; at++) {
    const isPair = written[at] === '\\' && at + 1 < written.length
    if (isPair && written[at + 1] !== '"') offsets.push(at)
    if (isPair) at++
    offsets.push(at)
  }
  return [...offsets, written.length]
}

/** A piece for what stands together: there is a gap wherever a backslash was left out. */
function spreadPiece(text: string, from: number, place: (offset: number) => Required<Point>): Piece[] {
  const pieces: Piece[] = []
  let begin = 0
  for (let k = 1; k <= text.length; k++) {
    if (k < text.length && place(from + k).column === place(from + k - 1).column + 1) continue
    const { line, column } = place(from + begin)
    pieces.push({ text: text.slice(begin, k), line, column })
    begin = k
  }
  return pieces
}
