import { isTensor } from '../output/tensor.ts'

/** What runs came to, by experiment, in the order of their cases. */
export type Outcomes = Readonly<Record<string, readonly RunOutcome[]>>

export interface RunOutcome {
  readonly params: unknown
  readonly records: readonly unknown[]
  readonly result: unknown
}

/** Other outcomes than those there are, such as a mistake or another idea would have given. */
export interface Change {
  /** `testAccuracy halved in all runs of sgd.experiment.ts` */
  readonly description: string
  readonly apply: () => Outcomes
}

/**
 * Changes of runs: of all runs of an experiment at once, or of one run that is `read` or two; outcomes swapped between
 * cases, a metric halved or doubled in the result, in the records, or in half of them, a yes turned into a no, records
 * in reverse order.
 */
export function changesOf(
  outcomes: Outcomes,
  scope: 'all' | 'one',
  read: (experiment: string, run: number) => boolean,
): Change[] {
  return Object.entries(outcomes).flatMap(([experiment, runs]) => {
    const change = (what: string, apply: (run: RunOutcome, k: number) => RunOutcome): Change => ({
      description: `${what} of ${experiment}`,
      apply: () => ({ ...outcomes, [experiment]: runs.map(apply) }),
    })
    const indices = runs.map((_, k) => k).filter(k => read(experiment, k))
    if (!indices.length) return []
    const moved = (k: number, from: number): RunOutcome => ({ ...runs[from]!, params: runs[k]!.params })
    if (scope === 'all')
      return [
        ...runs
          .slice(1)
          .map((_, by) =>
            change(`cases moved by ${by + 1} in all runs`, (_, k) => moved(k, (k + by + 1) % runs.length)),
          ),
        ...alterations(runs).map(({ what, alter }) => change(`${what} in all runs`, alter)),
      ]
    const pairs = indices.flatMap((i, at) => indices.slice(at + 1).map(j => [i, j] as const))
    return [
      ...pairs.map(([i, j]) =>
        change(`runs ${i + 1} and ${j + 1} swapped`, (run, k) => (k === i ? moved(i, j) : k === j ? moved(j, i) : run)),
      ),
      ...indices.flatMap(i =>
        alterations([runs[i]!]).map(({ what, alter }) =>
          change(`${what} in run ${i + 1}`, (run, k) => (k === i ? alter(run) : run)),
        ),
      ),
    ]
  })
}

interface Alteration {
  readonly what: string
  readonly alter: (run: RunOutcome) => RunOutcome
}

/** Ways to change one metric of runs. */
function alterations(runs: readonly RunOutcome[]): Alteration[] {
  const inResults = metricsIn(runs.map(({ result }) => result))
  const inRecords = metricsIn(runs.flatMap(({ records }) => [records[0], records.at(-1)]))
  const reversed = {
    what: 'records reversed',
    alter: (run: RunOutcome) => ({ ...run, records: run.records.toReversed() }),
  }
  const scaled = scales.flatMap(({ verb, scale }) => [
    ...inResults.map(metric => ({
      what: `result${metric && `.${metric}`} ${verb}`,
      alter: (run: RunOutcome) => ({ ...run, result: alterMetric(run.result, metric, scale) }),
    })),
    ...inRecords.flatMap(metric =>
      parts.map(({ name, within }) => ({
        what: `${metric || 'records'} ${verb} in ${name}`,
        alter: (run: RunOutcome) => ({
          ...run,
          records: run.records.map((record, k) =>
            within(k / run.records.length) ? alterMetric(record, metric, scale) : record,
          ),
        }),
      })),
    ),
  ])
  return [...scaled, reversed]
}

const scales = [
  { verb: 'halved', scale: 0.5 },
  { verb: 'doubled', scale: 2 },
]
const parts = [
  { name: 'all records', within: () => true },
  { name: 'the first half of the records', within: (at: number) => at < 0.5 },
  { name: 'the second half of the records', within: (at: number) => at >= 0.5 },
]

/** Names of the fields that hold numbers or answers; the empty name if the values are such themselves. */
function metricsIn(values: readonly unknown[]): string[] {
  const names = values.flatMap(value =>
    isRecord(value)
      ? Object.entries(value).flatMap(([name, inner]) => (isMetric(inner) ? [name] : []))
      : isMetric(value)
        ? ['']
        : [],
  )
  return [...new Set(names)]
}

function isMetric(value: unknown): boolean {
  if (typeof value === 'number' || typeof value === 'boolean' || ArrayBuffer.isView(value)) return true
  return typeof value === 'object' && value !== null && Object.values(value).some(isMetric)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isTensor(value)
}

function alterMetric(value: unknown, metric: string, scale: number): unknown {
  if (metric === '') return alterAll(value, scale)
  return isRecord(value) && Object.hasOwn(value, metric)
    ? { ...value, [metric]: alterAll(value[metric], scale) }
    : value
}

/** Every number of a value scaled, every answer turned around. */
function alterAll(value: unknown, scale: number): unknown {
  if (typeof value === 'number') return value * scale
  if (typeof value === 'boolean') return !value
  if (isTensor(value)) return { ...value, data: value.data.map(element => element * scale) }
  if (Array.isArray(value)) return value.map(item => alterAll(item, scale))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, alterAll(inner, scale)]))
}
