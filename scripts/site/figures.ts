import type { ElementContent } from 'hast'
import { h } from '../page/element.ts'
import type { Link } from '../page/link.ts'
import { formatCount, type Strings } from '../page/strings.ts'
import { visit } from '../report/visit.ts'
import { caseLabel } from './cases.ts'
import type { FinishedRun } from './experiments.ts'

/** Where the canonical bytes of a run stand in the site: `sha256sum` prints its name. */
export function runAddress(digest: string): string {
  return `runs/${digest}.json`
}

/** Where an experiment's module stands in the site, as the author wrote it: `sha256sum` prints its name. */
export function sourceAddress(sha256: string): string {
  return `sources/${sha256}.ts`
}

/** A chart with its caption and, folded, the runs it was made from. */
export function figure(
  chart: readonly ElementContent[],
  caption: readonly ElementContent[] | undefined,
  runs: readonly FinishedRun[],
  link: Link,
  strings: Strings,
): ElementContent {
  const text = [
    ...(caption?.length ? [h('p', {}, ...caption)] : []),
    ...(runs.length ? [provenance(runs, link, strings)] : []),
  ]
  return h('figure', {}, ...chart, ...(text.length ? [h('figcaption', {}, ...text)] : []))
}

/** Experiment, case, seed, id and digest of each run, folded, with links to its source and its bytes. */
export function provenance(runs: readonly FinishedRun[], link: Link, strings: Strings): ElementContent {
  const seeded = runs.some(({ params }) => seedOf(params) !== undefined)
  const hash = (text: string) => h('code', { title: text }, text.slice(0, 12))
  const rows = runs.map(({ experiment, params, id, digest, source }) => {
    const cells = [
      [h('a', { href: link(sourceAddress(source)) }, h('code', {}, experiment))],
      [caseLabel(withoutSeed(params))],
      ...(seeded ? [[String(seedOf(params) ?? '')]] : []),
      [hash(id)],
      [h('a', { href: link(runAddress(digest)) }, hash(digest))],
    ]
    return h('tr', {}, ...cells.map(children => h('td', {}, ...children)))
  })
  const { experiment, case: params, seed, id, digest } = strings
  const names = [experiment, params, ...(seeded ? [seed] : []), id, digest]
  const head = names.map(name => h('th', { scope: 'col' }, String(name)))
  return h(
    'details',
    { className: ['provenance'] },
    h('summary', {}, provenanceSummary(runs.length, strings)),
    h(
      'div',
      { className: ['table-scroll'], tabIndex: 0 },
      h('table', {}, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...rows)),
    ),
  )
}

export function provenanceSummary(count: number, strings: Strings): string {
  return formatCount(strings, 'provenance', count)
}

function seedOf(params: unknown): unknown {
  return typeof params === 'object' && params !== null && 'seed' in params ? JSON.stringify(params.seed) : undefined
}

function withoutSeed(params: unknown): unknown {
  if (seedOf(params) === undefined) return params
  const { seed: _, ...rest } = params as { seed: unknown }
  return rest
}

/** Makes the first cell of a row that a run stands behind a link to the run. */
export function linkRows(nodes: readonly ElementContent[], link: Link): void {
  for (const node of nodes)
    visit(node, 'element', element => {
      const { dataRun } = element.properties
      const [first] = element.children
      if (typeof dataRun !== 'string' || first?.type !== 'element') return
      delete element.properties.dataRun
      first.children = [h('a', { href: link(runAddress(dataRun)) }, ...first.children)]
    })
}
