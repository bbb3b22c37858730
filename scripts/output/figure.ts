import type { Spec } from './output.ts'

/** What of a run is drawn. */
export interface Curve {
  readonly params: unknown
  readonly records: readonly unknown[]
}

/**
 * The figure of an experiment that has no plot of its own: a panel for each numeric field of the records over the one
 * that counts, a line for each combination of the params that vary. Undefined where there is nothing to draw.
 */
export function defaultFigure(runs: readonly Curve[]): Spec | undefined {
  const names = numericFields(runs)
  const x = names.find(name => runs.every(({ records }) => isIncreasing(records, name))) ?? names[0]
  const fields = names.filter(name => name !== x)
  if (x === undefined || fields.length === 0) return undefined
  const varying = varyingParams(runs)
  const values = runs.flatMap(({ params, records }) => {
    const series = varying.length > 0 && { series: varying.map(name => toLabel(named(params)[name])).join(' · ') }
    return records.map(record => ({ ...pick(toRecord(record), [x, ...fields]), ...series }))
  })
  const color = varying.length > 0 && {
    color: {
      field: 'series',
      type: 'nominal',
      sort: null,
      title: varying.length === 1 ? toWords(varying[0]!) || null : null,
    },
  }
  const panels = fields.map((field, i) => ({
    mark: 'line',
    encoding: {
      x: { field: x, type: 'quantitative', title: i === fields.length - 1 ? toWords(x) : null },
      y: { field, type: 'quantitative', title: toWords(field), scale: { zero: false } },
      ...color,
    },
  }))
  const data = { values }
  return panels.length === 1 ? { data, ...panels[0] } : { data, vconcat: panels }
}

/** Fields with a number in any record, in the order of their first appearance. */
function numericFields(runs: readonly Curve[]): string[] {
  const names = new Set<string>()
  for (const { records } of runs) {
    for (const record of records) {
      for (const [name, value] of Object.entries(toRecord(record))) if (typeof value === 'number') names.add(name)
    }
  }
  return [...names]
}

/** Records are stored with their fields sorted, so the one that counts steps is told by its values. */
function isIncreasing(records: readonly unknown[], name: string): boolean {
  const values = records.map(record => toRecord(record)[name])
  return values.every((value, i) => typeof value === 'number' && (i === 0 || value > (values[i - 1] as number)))
}

function varyingParams(runs: readonly Curve[]): string[] {
  const names = new Set(runs.flatMap(({ params }) => Object.keys(named(params))))
  return [...names].filter(name => new Set(runs.map(({ params }) => toLabel(named(params)[name]))).size > 1)
}

/** Params that are no record are one param without a name. */
function named(params: unknown): Readonly<Record<string, unknown>> {
  return typeof params === 'object' && params !== null && !Array.isArray(params) ? toRecord(params) : { '': params }
}

function toLabel(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

function pick(record: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter(name => name in record).map(name => [name, record[name]]))
}

/** `testAccuracy` reads "test accuracy". */
function toWords(name: string): string {
  return name.replace(/(?<=[a-z\d])([A-Z])/g, (_, letter: string) => ` ${letter.toLowerCase()}`).replaceAll('_', ' ')
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}
