import type { Cell } from '../report/cell.ts'
import type { Place } from '../report/problem.ts'
import { parseTypeScript, placeAt } from './syntax.ts'

/** The cells of one Markdown file as one module; line `n` of it is line `n` of the file, prose lines are blank. */
export interface Tangled {
  readonly text: string
  /** Where in the Markdown file a place of the text stands. */
  readonly toMarkdown: (place: Place) => Place
  /** Syntax errors, at their place in the Markdown file. */
  readonly problems: readonly { readonly place: Place; readonly reason: string }[]
}

interface Insertion {
  readonly line: number
  /** The column before which the text is inserted, from 1. */
  readonly column: number
  readonly text: string
}

/** What a tangled module calls: `scripts/author/host.ts` exports it. */
export const hostName = '__backprose'

/**
 * Copies each line of code to its line number. With `instrument`, the line of each opening fence announces the cell to
 * the host, and the value of a cell's last expression is handed to it unless it ends in `;`.
 */
export function tangle(cells: readonly Cell[], { instrument }: { instrument: boolean }): Tangled {
  const lines: string[] = []
  const indents: number[] = []
  const insertions: Insertion[] = []
  const problems: { place: Place; reason: string }[] = []

  for (const cell of cells) {
    while (lines.length < cell.line) lines.push('')
    const source = cell.lines.join('\n')
    const { syntax, problems: errors } = parseTypeScript(source)
    const inMarkdown = ({ line, column }: Place): Place => ({
      line: cell.line + line,
      column: column + (cell.indents[line - 1] ?? 0),
    })
    for (const { offset, reason } of errors) problems.push({ place: inMarkdown(placeAt(source, offset)), reason })
    if (instrument) {
      insertions.push({ line: cell.line, column: 1, text: `;${hostName}.cell(${cell.index});` })
      const last = syntax.body.at(-1)
      if (errors.length === 0 && last?.type === 'ExpressionStatement' && source[last.end - 1] !== ';') {
        const start = placeAt(source, last.start)
        const end = placeAt(source, last.end)
        insertions.push({ line: cell.line + start.line, column: start.column, text: `${hostName}.value(` })
        insertions.push({ line: cell.line + end.line, column: end.column, text: ')' })
      }
    }
    for (const [k, text] of cell.lines.entries()) {
      lines.push(text)
      indents[cell.line + k] = cell.indents[k]!
    }
  }

  // From the right, so that the columns of the insertions before them still hold.
  for (const { line, column, text } of [...insertions].reverse())
    lines[line - 1] = lines[line - 1]!.slice(0, column - 1) + text + lines[line - 1]!.slice(column - 1)

  return {
    text: `${lines.join('\n')}\n`,
    toMarkdown({ line, column }) {
      let original = column
      let shift = 0
      for (const inserted of insertions.filter(insertion => insertion.line === line))
        if (inserted.column + shift < column) {
          original = Math.max(inserted.column, original - inserted.text.length)
          shift += inserted.text.length
        }
      return { line, column: original + (indents[line - 1] ?? 0) }
    },
    problems,
  }
}
