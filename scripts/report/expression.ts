import type { InlineCode, Nodes, Root } from 'mdast'
import type { Piece } from './claim.ts'
import type { Place } from './problem.ts'
import { SKIP, visit } from './visit.ts'

/** A TypeScript expression in the prose: `` `{ts} expr` ``, or the first argument of a `\claim{expr}{text}`. */
export interface Expression extends Place {
  /** Its place among the expressions of its file, from 0. */
  readonly index: number
  /** A value stands in the sentence; a claim must be true. */
  readonly kind: 'value' | 'claim'
  /** The code, a piece for what stands together on a line of the file. */
  readonly pieces: readonly Piece[]
}

export interface ExpressionProblem extends Place {
  readonly reason: string
}

declare module 'mdast' {
  interface InlineCodeData {
    /** Its place among the expressions of its file. */
    expression?: number
    /** Its code, if not all of it stands together in the file. */
    pieces?: readonly Piece[]
  }
}

/** The code of an expression, its lines joined. */
export function sourceOf({ pieces }: Expression): string {
  return pieces.map(({ text, line }, k) => (k && pieces[k - 1]!.line !== line ? `\n${text}` : text)).join('')
}

/** Finds the expressions of a file in document order, and numbers their nodes. */
export function findExpressions(
  tree: Root,
  source: string,
): { expressions: Expression[]; problems: ExpressionProblem[] } {
  const expressions: Expression[] = []
  const problems: ExpressionProblem[] = []
  const find = (within: Nodes, inTable: boolean) => visit(within, node => take(node, inTable))
  find(tree, false)
  return { expressions, problems }

  function take(node: Nodes, inTable: boolean) {
    if (node.type === 'tableCell' && !inTable) {
      find(node, true)
      return SKIP
    }
    if (node.type === 'malformedClaim')
      problems.push({
        ...node.position!.start,
        reason: 'invalid \\claim; two arguments in braces that close are expected: \\claim{expression}{text}',
      })
    if (node.type !== 'claim' && !(node.type === 'inlineCode' && isValue(node, source))) return undefined
    const written = node.type === 'claim' ? node.pieces : (node.data?.pieces ?? piecesOf(node, source))
    const pieces = inTable ? written.flatMap(unescapePipes) : written
    const { line, column } = node.position!.start
    const kind = node.type === 'claim' ? 'claim' : 'value'
    if (pieces.every(({ text }) => text.trim() === ''))
      problems.push({ line, column, reason: `missing expression: ${kind === 'claim' ? '\\claim{…}' : '`{ts} …`'}` })
    else if (node.type === 'claim' && node.children.every(child => child.type === 'text' && child.value.trim() === ''))
      problems.push({ line, column, reason: 'missing text: \\claim{expression}{text}' })
    else {
      node.data = { ...node.data, expression: expressions.length }
      expressions.push({ index: expressions.length, kind, line, column, pieces })
    }
    return undefined
  }
}

const marker = /^\{ts\}(?=\s|$)/

/** Only between single backticks: longer fences show it. */
function isValue(node: InlineCode, source: string): boolean {
  const { start } = node.position!
  return marker.test(node.value) && source[start.offset!] === '`' && source[start.offset! + 1] !== '`'
}

/** Lines of code as they stand in the file, without what lists and quotes put before them. */
export function piecesOf({ position }: InlineCode, source: string): Piece[] {
  const { start, end } = position!
  const lines = source.slice(start.offset! + 1, end.offset! - 1).split(/\r\n|\r|\n/)
  return lines.map((text, k) => {
    const before = k === 0 ? /^\s*\{ts\}\s*/.exec(text)![0].length : /^[\s>]*/.exec(text)![0].length
    return { text: text.slice(before), line: start.line + k, column: before + (k === 0 ? start.column + 1 : 1) }
  })
}

/** In a table a pipe is written `\|`. */
function unescapePipes({ text, line, column }: Piece): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const { index } of text.matchAll(/\\\|/g)) {
    if (index > at) pieces.push({ text: text.slice(at, index), line, column: column + at })
    at = index + 1
  }
  pieces.push({ text: text.slice(at), line, column: column + at })
  return pieces
}
