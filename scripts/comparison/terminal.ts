import { styleText } from 'node:util'
import { columns } from '../output/text.ts'
import type { Changes, StatementChange } from './changes.ts'
import { arrow, expressionOf, operandLines, placeOf, runHead, runRows, summaryLines, verb } from './rows.ts'

/** The changes as text for a terminal; colors as far as the stream shows any. */
export function formatForTerminal(changes: Changes, stream: NodeJS.WriteStream): string {
  const bold = (text: string) => styleText('bold', text, { stream })
  const red = (text: string) => styleText('red', text, { stream })
  const rows = runRows(changes)
  const sections = [
    `${bold(changes.before)} → ${bold(changes.after)}: ${summaryLines(changes).join(', ')}`,
    rows.length ? `${bold('Results')}\n${formatTable([runHead, ...thin(rows)])}` : '',
    formatSection(bold('Claims'), changes.claims, change => formatClaim(change, red)),
    formatSection(bold('Values'), changes.values, ({ before, after }) => [
      `${placeOf(after ?? before!)}  ${arrow(before?.outcome, after?.outcome)}`,
      expressionOf(before, after),
    ]),
    formatSection(bold('Figures and outputs'), changes.exhibits, ({ before, after }) => {
      const { title, ...place } = (after ?? before)!
      return [`${placeOf(place)}  ${verb(before, after)}  ${title}`.trimEnd()]
    }),
  ]
  return `${sections.filter(text => text).join('\n\n')}\n`
}

function formatClaim({ before, after }: StatementChange, red: (text: string) => string): string[] {
  const truth = arrow(before?.outcome, after?.outcome)
  const { text } = (after ?? before)!
  return [
    `${placeOf((after ?? before)!)}  ${after && after.outcome !== 'true' ? red(truth) : truth}  ${text}`,
    expressionOf(before, after),
    ...operandLines(before, after),
  ]
}

/** The first line of each entry under the title, the others further in. */
function formatSection<Item>(title: string, items: readonly Item[], format: (item: Item) => string[]): string {
  const entries = items.map(item => format(item).map((line, k) => `${k ? '      ' : '  '}${line}`))
  return items.length ? [title, ...entries.flat()].join('\n') : ''
}

/** What repeats the row above is left out. */
export function thin(rows: readonly (readonly string[])[]): string[][] {
  return rows.map((row, i) => {
    const above = rows[i - 1]
    const sameExperiment = above?.[0] === row[0]
    return row.map((cell, k) =>
      (k === 0 && sameExperiment) || (k === 1 && sameExperiment && above?.[1] === cell) ? '' : cell,
    )
  })
}

function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, k) => Math.max(...rows.map(row => columns(row[k]!))))
  const pad = (text: string, k: number) => {
    const space = ' '.repeat(widths[k]! - columns(text))
    return k === 3 || k === 4 ? space + text : text + space
  }
  return rows.map(row => `  ${row.map(pad).join('  ')}`.trimEnd()).join('\n')
}
