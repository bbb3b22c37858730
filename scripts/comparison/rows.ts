import { caseLabel } from '../site/cases.ts'
import type { Changes, MetricChange, RunChange } from './changes.ts'
import type { Statement } from './state.ts'

/** Runs that came out otherwise, are new, gone or renamed: a row for each metric, `[experiment, case, metric, old, new, change]`. */
export function runRows({ runs }: Changes): string[][] {
  return runs
    .filter(({ kind }) => kind !== 'recomputed')
    .flatMap(change => {
      const name = [change.experiment, caseLabel(change.case)]
      return metricRows(change).map(row => [...name, ...row])
    })
}

export const runHead = ['experiment', 'case', 'metric', 'old', 'new', 'change']

/** `[metric, old, new, change]` for each metric of a run; without metrics, a row that says what is known. */
export function metricRows({ kind, before, metrics, difference }: RunChange): string[][] {
  if (kind === 'moved') return [['', '', '', `was ${before!.experiment}`]]
  if (kind === 'added' || kind === 'removed')
    return (metrics.length ? metrics : [{ name: '' }]).map(metric => [...metricCells(metric), kind])
  if (!metrics.length) return [['', '', '', difference ?? 'the metrics are the same, the records are not']]
  return metrics.map(metric => [...metricCells(metric), formatRelative(metric.relative)])
}

function metricCells({ name, before, after }: MetricChange): string[] {
  const [a, b] = [short(before), short(after)]
  return a === b ? [name, exact(before), exact(after)] : [name, a, b]
}

/** At most six significant digits. */
function short(value: number | undefined): string {
  return value === undefined ? '' : String(Number(value.toPrecision(6)))
}

function exact(value: number | undefined): string {
  return value === undefined ? '' : Object.is(value, -0) ? '-0' : String(value)
}

/** `+1.25 %`, `−12 %`. */
export function formatRelative(relative: number | undefined): string {
  if (relative === undefined) return ''
  const percent = Math.abs(relative) * 100
  const digits = percent >= 10 || percent === 0 ? percent.toFixed(0) : percent.toPrecision(3).replace(/e.*/, '')
  return `${relative < 0 ? '−' : '+'}${percent < 1e-6 && percent > 0 ? percent.toExponential(1) : digits} %`
}

/** What is to be said of all: counts, and what was computed by other code with the same results. */
export function summaryLines({ runs, claims, values, exhibits, whole }: Changes): string[] {
  const count = (kind: RunChange['kind']) => runs.filter(run => run.kind === kind).length
  const counts = [
    plural(count('changed'), 'run', 'came out otherwise'),
    plural(count('added'), 'run', 'added'),
    plural(count('removed'), 'run', 'removed'),
    plural(count('moved'), 'run', 'renamed'),
    plural(count('recomputed'), 'run', 'computed by other code, with the same results'),
    plural(claims.length, 'claim', claims.length === 1 ? 'differs' : 'differ'),
    plural(values.length, 'value', values.length === 1 ? 'differs' : 'differ'),
    plural(exhibits.length, 'figure or output', exhibits.length === 1 ? 'differs' : 'differ', 'figures and outputs'),
  ].filter(text => text !== undefined)
  return [...(counts.length ? counts : ['no difference']), ...(whole ? [] : ['not all could be compared'])]
}

function plural(number: number, one: string, what: string, many = `${one}s`): string | undefined {
  return number ? `${number} ${number === 1 ? one : many} ${what}` : undefined
}

/** `old → new` for what changed, each side alone for what is new or gone. */
export function arrow(before: string | undefined, after: string | undefined): string {
  if (before === undefined) return `new: ${after}`
  if (after === undefined) return `gone: ${before}`
  return before === after ? after : `${before} → ${after}`
}

/** The operands of a claim by their source, with what they came to on both sides. */
export function operandLines(before: Statement | undefined, after: Statement | undefined): string[] {
  const values = (statement: Statement | undefined) =>
    new Map(statement?.operands.map(({ source, value }) => [source, value]))
  const [old, now] = [values(before), values(after)]
  return [...new Set([...old.keys(), ...now.keys()])].map(source => {
    const [a, b] = [old.get(source), now.get(source)]
    // What stands behind `&&` and `||` is looked at only if it counts.
    const unseen = 'not looked at'
    return `${source}: ${before && after ? arrow(a ?? unseen, b ?? unseen) : (b ?? a)}`
  })
}

export function placeOf({ path, line }: { readonly path: string; readonly line: number }): string {
  return `${path}:${line}`
}

/** What became of something. */
export function verb(before: unknown, after: unknown): string {
  return before ? (after ? 'changed' : 'gone') : 'new'
}

/** The code of a value or claim, old and new if it was rewritten. */
export function expressionOf(before: Statement | undefined, after: Statement | undefined): string {
  return before && after ? arrow(before.source, after.source) : (after ?? before)!.source
}
