import type { ElementContent } from 'hast'
import { h } from '../page/element.ts'
import type { Link } from '../page/link.ts'
import type { Strings } from '../page/strings.ts'
import { caseLabel } from './cases.ts'
import type { FinishedRun } from './experiments.ts'

/** Where the canonical bytes of a run stand in the site: `sha256sum` prints its name. */
export function runAddress(digest: string): string {
  return `runs/${digest}.json`
}

/** A chart with its caption and, folded, the runs it was made from. */
export function figure(
  chart: readonly ElementContent[],
  caption: string | undefined,
  runs: readonly FinishedRun[],
  link: Link,
  strings: Strings,
): ElementContent {
  const text = [...(caption ? [h('p', {}, caption)] : []), ...(runs.length ? [provenance(runs, link, strings)] : [])]
  return h('figure', {}, ...chart, ...(text.length ? [h('figcaption', {}, ...text)] : []))
}

/** Experiment, case, id and digest of each run, with links to their bytes. */
function provenance(runs: readonly FinishedRun[], link: Link, strings: Strings): ElementContent {
  const rows = runs.map(({ experiment, params, id, digest }) =>
    h(
      'tr',
      {},
      h('td', {}, h('code', {}, experiment)),
      h('td', {}, caseLabel(params)),
      h('td', {}, h('code', { title: id }, id.slice(0, 12))),
      h('td', {}, h('a', { href: link(runAddress(digest)) }, h('code', { title: digest }, digest.slice(0, 12)))),
    ),
  )
  const head = [strings.experiment, strings.case, strings.id, strings.digest].map(name =>
    h('th', { scope: 'col' }, String(name)),
  )
  return h(
    'details',
    { className: ['provenance'] },
    h('summary', {}, String(strings.provenance).replace('{count}', String(runs.length))),
    h(
      'div',
      { className: ['table-scroll'] },
      h('table', {}, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...rows)),
    ),
  )
}
