import { basename, join } from 'node:path'
import type { Element, ElementContent, Root } from 'hast'
import rehypeStringify from 'rehype-stringify'
import { unified } from 'unified'
import { findHeadings } from '../article/headings.ts'
import { renderChart } from '../output/chart.ts'
import { renderOutput } from '../output/render.ts'
import { h } from '../page/element.ts'
import { relativeLink } from '../page/link.ts'
import { loadTheme } from '../page/theme.ts'
import { findPackageRoot } from '../program/package-root.ts'
import type { Problems } from '../report/problem.ts'
import { caseLabel } from '../site/cases.ts'
import type { Config } from '../site/config.ts'
import { runAddress } from '../site/figures.ts'
import type { SiteFiles } from '../site/publish.ts'
import type { RunChange, StatementChange } from './changes.ts'
import type { Diff } from './diff.ts'
import { arrow, expressionOf, metricRows, operandLines, placeOf, summaryLines, verb } from './rows.ts'
import type { Exhibit } from './state.ts'

const address = 'index.html'
const link = relativeLink(address)
/** Two charts stand side by side: each is drawn in the width for phones. */
const widths = [320]

const stringify = unified().use(rehypeStringify, { allowDangerousHtml: true }).freeze()

/** The files of a site of one page: the changes as tables, figures and outputs old beside new, and the runs behind them. */
export async function renderDiff(
  { before, after, changes, problems }: Diff,
  workingDirectory: string,
  config: Config,
  chartProblems: Problems,
): Promise<SiteFiles> {
  const theme = await loadTheme([join(workingDirectory, 'templates'), join(findPackageRoot(), 'templates')])
  const { base, authors } = config
  const site = { title: config.title, language: 'en', base, authors, navigation: [] }
  const texts = new Map([...before.texts, ...after.texts])
  const changed = changes.runs.filter(({ kind }) => kind !== 'recomputed')
  const exhibits = await Promise.all(
    changes.exhibits.map((pair, k) => renderPair(pair, k, [before.name, after.name], chartProblems)),
  )
  const experiments = [...new Set(changed.map(({ experiment }) => experiment))]
  const tree: Root = {
    type: 'root',
    children: [
      h('p', {}, `${capitalize(summaryLines(changes).join(', '))}.`),
      ...(problems.length
        ? [h('ul', {}, ...problems.map(({ path, line, reason }) => h('li', {}, `${path}:${line}: ${reason}`)))]
        : []),
      ...section(
        'Results',
        experiments.flatMap(name => [
          h('p', {}, h('code', {}, name)),
          runTable(
            changed.filter(({ experiment }) => experiment === name),
            texts,
          ),
        ]),
      ),
      ...section('Claims', listOf(changes.claims, claimLines)),
      ...section('Values', listOf(changes.values, valueLines)),
      ...section('Figures and outputs', exhibits.flat()),
    ],
  }
  const page = {
    path: address,
    title: `${before.name} → ${after.name}`,
    language: 'en',
    html: stringify.stringify(tree),
    headings: findHeadings(tree),
    hasMath: false,
  }
  const files = new Map<string, string | Uint8Array>([[address, theme.render(page, site)]])
  for (const { path, content } of theme.assets) files.set(path, content)
  for (const change of changed)
    for (const entry of [change.before, change.after]) {
      const text = entry && texts.get(entry.digest)
      if (text !== undefined) files.set(runAddress(entry!.digest), text)
    }
  return files
}

function section(title: string, children: readonly Element[]): Element[] {
  return children.length ? [h('h2', { id: title.toLowerCase().replaceAll(' ', '-') }, title), ...children] : []
}

const runHead = ['Case', 'Metric', 'Old', 'New', 'Change']

/** A row for each metric, the case in the first row of each change alone; values link to the bytes of their runs. */
function runTable(changes: readonly RunChange[], texts: ReadonlyMap<string, string>): Element {
  const numeric = (k: number) => (k === 2 || k === 3 ? { className: ['num'] } : {})
  const rows = changes.flatMap(change =>
    metricRows(change).map(([metric, old, now, what], k) => {
      const { before, after } = change
      const cells = [
        k ? '' : caseLabel(change.case),
        metric!,
        runLink(old!, before, texts),
        runLink(now!, after, texts),
      ]
      return h('tr', {}, ...[...cells, what!].map((cell, k) => h('td', numeric(k), cell)))
    }),
  )
  const head = runHead.map((name, k) => h('th', { scope: 'col', ...numeric(k) }, name))
  return h(
    'div',
    { className: ['table-scroll'], tabIndex: 0 },
    h('table', { className: ['data'] }, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...rows)),
  )
}

function runLink(value: string, run: RunChange['before'], texts: ReadonlyMap<string, string>): Element | string {
  if (!run || !texts.has(run.digest)) return value
  return h('a', { href: link(runAddress(run.digest)), title: run.digest }, value || 'run')
}

function listOf(changes: readonly StatementChange[], lines: (change: StatementChange) => ElementContent[]): Element[] {
  return changes.length
    ? [h('ul', { className: ['claims'] }, ...changes.map(change => h('li', {}, ...lines(change))))]
    : []
}

function claimLines({ before, after }: StatementChange): ElementContent[] {
  const { text } = (after ?? before)!
  return [
    h('strong', {}, arrow(before?.outcome, after?.outcome)),
    h('span', {}, text),
    h('code', {}, expressionOf(before, after)),
    ...operandLines(before, after).map(line => h('code', {}, line)),
    h('span', {}, placeOf((after ?? before)!)),
  ]
}

function valueLines({ before, after }: StatementChange): ElementContent[] {
  return [
    h('strong', {}, arrow(before?.outcome, after?.outcome)),
    h('code', {}, expressionOf(before, after)),
    h('span', {}, placeOf((after ?? before)!)),
  ]
}

/** Both sides of what is shown, under its place and title. */
async function renderPair(
  { before, after }: { readonly before?: Exhibit; readonly after?: Exhibit },
  index: number,
  names: readonly string[],
  problems: Problems,
): Promise<Element[]> {
  const { title, ...place } = (after ?? before)!
  const sides = [before, after].map(async (exhibit, k) => {
    if (!exhibit) return []
    const nodes = await renderExhibit(exhibit, `diff${index + 1}-${k + 1}-`, problems)
    return [h('figure', {}, h('figcaption', {}, names[k]!), ...nodes)]
  })
  const heading = h('h3', { id: `figure-${index + 1}` }, title || placeOf({ ...place, path: basename(place.path) }))
  const where = h('p', {}, h('code', {}, placeOf(place)), ` ${verb(before, after)}`)
  return [heading, where, h('div', { className: ['beside'] }, ...(await Promise.all(sides)).flat())]
}

async function renderExhibit(
  { path, line, output }: Exhibit,
  prefix: string,
  problems: Problems,
): Promise<ElementContent[]> {
  const rendered = await renderOutput(output, { prefix, widths, renderChart })
  for (const { reason } of rendered.problems) problems.warn(path, { line, column: 1 }, 'chart', reason)
  return rendered.nodes.map(node => {
    // The style sheet hides the width for phones where there is room.
    if (node.type === 'element') delete node.properties.dataWidth
    return node as ElementContent
  })
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
