import type { Cell } from '../report/cell.ts'
import { type Expression, sourceOf } from '../report/expression.ts'
import type { Place } from '../report/problem.ts'
import { findSources } from './dependencies.ts'
import { type Operand, readExpression } from './operands.ts'
import { parseTypeScript, placeAt, type Syntax } from './syntax.ts'

/** The code of one Markdown file as one module; line `n` of it is line `n` of the file, prose lines are blank. */
export interface Tangled {
  readonly text: string
  /** Where in the Markdown file a place of the text stands. */
  readonly toMarkdown: (place: Place) => Place
  /** Syntax errors, at their place in the Markdown file. */
  readonly problems: readonly { readonly place: Place; readonly reason: string }[]
}

/** Text of a line: the author's, with its column in the Markdown file, or ours. */
interface Segment {
  readonly text: string
  readonly column?: number
}

/** What a tangled module calls: `scripts/author/host.ts` exports it. */
export const hostName = '__backprose'

/** The code of a Markdown file. */
export interface Code {
  readonly cells: readonly Cell[]
  readonly expressions: readonly Expression[]
}

/**
 * Copies each line of code to its line number. With `instrument`, the line of each opening fence announces the cell to
 * the host, the value of a cell's last expression is handed to it unless it ends in `;`, and expressions of the prose
 * are handed to it as functions, to be called after the last cell.
 */
export function tangle({ cells, expressions }: Code, { instrument }: { instrument: boolean }): Tangled {
  const lines: Segment[][] = []
  const problems: { place: Place; reason: string }[] = []
  let statements = 0
  const add = (line: number, ...segments: Segment[]) => {
    while (lines.length < line) lines.push([])
    lines[line - 1]!.push(...segments.filter(({ text }) => text !== ''))
  }

  for (const cell of cells) {
    const source = cell.lines.join('\n')
    const { syntax, problems: errors } = parseTypeScript(source)
    for (const { offset, reason } of errors)
      problems.push({ place: placeInCell(cell, placeAt(source, offset)), reason })
    const cuts =
      instrument && errors.length === 0 ? cutsOf(syntax, source, expressions.length ? statements : undefined) : []
    statements += syntax.body.length
    if (instrument) add(cell.line, { text: `;${hostName}.cell(${cell.index});` })
    let offset = 0
    for (const [k, text] of cell.lines.entries()) {
      const inside = cuts.filter(({ at }) => at >= offset && at <= offset + text.length)
      const within = inside.map(cut => ({ ...cut, at: cut.at - offset }))
      add(cell.line + k + 1, ...split(text, within, (cell.indents[k] ?? 0) + 1))
      offset += text.length + 1
    }
  }

  const sources = instrument ? findSources(cells, expressions) : []
  for (const expression of expressions) {
    const source = sourceOf(expression)
    const { operands, problems: errors } = readExpression(source)
    for (const { offset, reason } of errors) problems.push({ place: placeInPieces(expression, offset), reason })
    if (errors.length) continue
    const { index, kind, pieces } = expression
    const open = instrument
      ? `;${hostName}.expression(${index},"${kind}",${JSON.stringify(sources[index])},()=>(`
      : `;(():${kind === 'claim' ? 'boolean' : 'unknown'}=>(`
    const first = pieces[0]!.line
    add(first, { text: open })
    let offset = 0
    for (const [k, { text, line, column }] of pieces.entries()) {
      if (k && pieces[k - 1]!.line !== line) offset++
      add(line, ...split(text, instrument ? cutsOfOperands(operands, offset, text.length) : [], column))
      offset += text.length
    }
    add(pieces.at(-1)!.line, { text: '));' })
  }

  return {
    text: `${lines.map(segments => segments.map(({ text }) => text).join('')).join('\n')}\n`,
    toMarkdown: ({ line, column }) => ({ line, column: columnInMarkdown(lines[line - 1] ?? [], column) }),
    problems,
  }
}

/** Text of ours at an offset of the author's. */
interface Cut {
  readonly at: number
  readonly text: string
}

/**
 * Where the value of a cell's last expression is taken, and, from a first number on, where each statement says that it
 * begins: the host then knows which runs it reads.
 */
function cutsOf({ body }: Syntax, source: string, first: number | undefined): Cut[] {
  const begin = (k: number) =>
    first === undefined || body[k]!.type === 'ImportDeclaration' ? '' : `;${hostName}.statement(${first + k});`
  const last = body.length - 1
  return body.flatMap(({ type, start, end }, k) => {
    const shown = k === last && type === 'ExpressionStatement' && source[end - 1] !== ';'
    return [
      { at: start, text: begin(k) + (shown ? `${hostName}.value(` : '') },
      { at: end, text: shown ? ')' : '' },
    ].filter(({ text }) => text !== '')
  })
}

/** Where operands are noted, in a piece that begins at an offset of the expression. */
function cutsOfOperands(operands: readonly Operand[], offset: number, length: number): Cut[] {
  return operands
    .flatMap(({ start, end }, k) => [
      { at: start - offset, text: `${hostName}.operand(${k},`, inside: start - offset < length },
      { at: end - offset, text: ')', inside: end > offset },
    ])
    .filter(({ at, inside }) => at >= 0 && at <= length && inside)
}

function split(text: string, cuts: readonly Cut[], column: number): Segment[] {
  const segments: Segment[] = []
  let from = 0
  for (const { at, text: inserted } of cuts) {
    segments.push({ text: text.slice(from, at), column: column + from }, { text: inserted })
    from = at
  }
  return [...segments, { text: text.slice(from), column: column + from }]
}

/** In our own text, where the author's goes on. */
function columnInMarkdown(segments: readonly Segment[], column: number): number {
  let before = 0
  let end = 1
  for (const segment of segments) {
    const within = Math.max(column - 1 - before, 0)
    if (segment.column !== undefined) {
      if (within <= segment.text.length) return segment.column + within
      end = segment.column + segment.text.length
    }
    before += segment.text.length
  }
  return segments.length ? end : column
}

function placeInCell(cell: Cell, { line, column }: Place): Place {
  return { line: cell.line + line, column: column + (cell.indents[line - 1] ?? 0) }
}

function placeInPieces({ pieces }: Expression, offset: number): Place {
  let rest = offset
  for (const [k, { text, line, column }] of pieces.entries()) {
    if (rest <= text.length) return { line, column: column + rest }
    rest -= text.length + (pieces[k + 1]?.line === line ? 0 : 1)
  }
  const { text, line, column } = pieces.at(-1)!
  return { line, column: column + text.length }
}
