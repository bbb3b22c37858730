import type { Changes } from './changes.ts'
import { arrow, operandLines, placeOf, runHead, runRows, summaryLines, verb } from './rows.ts'
import { thin } from './terminal.ts'

/** The changes as Markdown, for a pull request. */
export function formatAsMarkdown(changes: Changes): string {
  const rows = thin(runRows(changes)).map(([experiment, ...cells]) => [code(experiment!), ...cells.map(escapeText)])
  const sections = [
    `**${escapeText(changes.before)} → ${escapeText(changes.after)}**: ${summaryLines(changes).join(', ')}.`,
    formatTable('Results', runHead, ['', '', '', 'right', 'right', ''], rows),
    formatTable(
      'Claims',
      ['place', 'claim', 'holds', 'condition', 'values'],
      [],
      changes.claims.map(({ before, after }) => [
        code(placeOf((after ?? before)!)),
        escapeText((after ?? before)!.text),
        escapeText(arrow(before?.outcome, after?.outcome)),
        before && after && before.source !== after.source
          ? `${code(before.source)} → ${code(after.source)}`
          : code((after ?? before)!.source),
        operandLines(before, after).map(escapeText).join('<br>'),
      ]),
    ),
    formatTable(
      'Values',
      ['place', 'value', 'expression'],
      [],
      changes.values.map(({ before, after }) => [
        code(placeOf((after ?? before)!)),
        escapeText(arrow(before?.outcome, after?.outcome)),
        code((after ?? before)!.source),
      ]),
    ),
    formatTable(
      'Figures and outputs',
      ['place', 'title', 'change'],
      [],
      changes.exhibits.map(({ before, after }) => [
        code(placeOf((after ?? before)!)),
        escapeText((after ?? before)!.title),
        verb(before, after),
      ]),
    ),
  ]
  return `${sections.filter(text => text).join('\n\n')}\n`
}

function formatTable(
  title: string,
  head: readonly string[],
  alignment: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  if (!rows.length) return ''
  const rule = head.map((_, k) => (alignment[k] === 'right' ? '--:' : '---'))
  return `### ${title}\n\n${[head, rule, ...rows].map(row => `| ${row.join(' | ')} |`).join('\n')}`
}

/** Code in a cell of a table: longer fences hold backquotes, and a pipe would end the cell. */
function code(text: string): string {
  if (!text) return ''
  const fence = '`'.repeat(Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length)) + 1)
  const space = /^`|`$/.test(text) ? ' ' : ''
  return `${fence}${space}${text.replaceAll('|', '\\|')}${space}${fence}`
}

function escapeText(text: string): string {
  return text.replace(/[\\`*_[\]<>|~]/g, '\\$&').replaceAll('\n', ' ')
}
