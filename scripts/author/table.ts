import type { Run } from './run.ts'

/** Whether more or less of a metric is better. */
export type Direction = 'max' | 'min'

export interface TableOptions<Result> {
  /**
   * Which value of a metric is marked. By default the smallest of what is called loss, error, distance or the like, and
   * the largest of accuracies and scores; `false` marks none.
   */
  readonly best?: false | { readonly [Name in keyof Result]?: Direction }
}

/** How `display` knows such a table: what is marked, and the run behind each row. */
const key = Symbol.for('backprose.table')

/**
 * Runs as a table: a row for each, with the params that vary and the numeric fields of the result, the best value of
 * each metric marked, and a link to the run.
 *
 * ```ts
 * display(table(runs(vanishing), { best: { finalTestAccuracy: 'max' } }))
 * ```
 */
export function table<Params, Record, Result>(
  runs: readonly Run<Params, Record, Result>[],
  { best }: TableOptions<Result> = {},
): readonly { readonly [column: string]: unknown }[] {
  if (runs.some(run => run?.digest === undefined))
    throw new TypeError('invalid runs; table(runs(experiment)) takes runs, and display(rows) shows a list of records')
  const params = runs.map(run => fields(run.params, 'case'))
  const metrics = runs.map(run => fields(run.result, 'result'))
  const names = [...new Set(params.flatMap(row => Object.keys(row)))]
  const varying = names.filter(name => new Set(params.map(row => JSON.stringify(row[name]))).size > 1)
  const shown = varying.length ? varying : names
  const measured = [...new Set(metrics.flatMap(row => Object.keys(row)))].filter(name =>
    metrics.some(row => typeof row[name] === 'number'),
  )
  const rows = runs.map((_, k) => ({
    ...Object.fromEntries(shown.map(name => [name, cell(params[k]![name])])),
    ...Object.fromEntries(measured.map(name => [name, metrics[k]![name] ?? null])),
  }))
  const marked = measured.flatMap(name => {
    const given = best === false ? undefined : (best as { [name: string]: Direction } | undefined)
    const direction = best === false ? undefined : (given?.[name] ?? usual(name))
    const values = metrics
      .map(row => row[name])
      .filter(value => typeof value === 'number' && !Number.isNaN(value)) as number[]
    // Where all are equal none is best.
    if (!direction || new Set(values).size < 2) return []
    const target = values.reduce((a, b) => (direction === 'max' ? (b > a ? b : a) : b < a ? b : a))
    return metrics.flatMap((row, k) => (row[name] === target ? [{ row: k, column: name }] : []))
  })
  return Object.defineProperty(rows, key, { value: { best: marked, runs: runs.map(({ digest }) => digest) } })
}

function fields(value: unknown, name: string): { [name: string]: unknown } {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as { [name: string]: unknown }
  return { [name]: value }
}

function cell(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
}

function usual(name: string): Direction | undefined {
  if (/loss|error|distance|perplexity|divergence/i.test(name)) return 'min'
  return /accuracy|score|precision|recall|f1/i.test(name) ? 'max' : undefined
}
