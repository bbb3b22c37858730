import { encode } from '../run/canonical.ts'
import { firstDifference } from '../run/difference.ts'
import type { LockEntry } from '../run/lock.ts'
import { compareLock, type LockPair } from '../run/lock-comparison.ts'
import { toRun } from '../run/run.ts'
import { type Aligned, align } from './align.ts'
import type { Exhibit, State, Statement } from './state.ts'

/** What is different between two states of the reports. Plain data. */
export interface Changes {
  /** Names of the two states. */
  readonly before: string
  readonly after: string
  /** By experiment and case. */
  readonly runs: readonly RunChange[]
  /** Claims whose truth, values or condition changed, and those that are new or gone. */
  readonly claims: readonly StatementChange[]
  readonly values: readonly StatementChange[]
  /** What is shown otherwise, or is new or gone. */
  readonly exhibits: readonly Aligned<Exhibit>[]
  /** Whether errors kept nothing from being compared. */
  readonly whole: boolean
}

export interface RunChange {
  readonly experiment: string
  readonly case: unknown
  /**
   * `changed`: something else came out. `recomputed`: other code, and the same came out. `moved`: the same run under
   * another name.
   */
  readonly kind: 'changed' | 'recomputed' | 'added' | 'removed' | 'moved'
  readonly before?: LockEntry
  readonly after?: LockEntry
  /** Of a changed run those that differ; of one that is new or gone, all. */
  readonly metrics: readonly MetricChange[]
  /** Where a run whose metrics are all the same first differs, if that is known. */
  readonly difference?: string
}

export interface MetricChange {
  readonly name: string
  readonly before?: number
  readonly after?: number
  /** (after − before) / |before|, where that is a number. */
  readonly relative?: number
}

export type StatementChange = Aligned<Statement>

export function compareStates(before: State, after: State): Changes {
  const unknown = new Set([...before.unknown, ...after.unknown])
  const known = <Item extends { readonly path: string }>(items: readonly Item[]) =>
    items.filter(({ path }) => !unknown.has(path))
  const statements = (kind: Statement['kind']) =>
    compareStatements(
      known(before.statements).filter(statement => statement.kind === kind),
      known(after.statements).filter(statement => statement.kind === kind),
    )
  return {
    before: before.name,
    after: after.name,
    runs: compareRuns(before, after),
    claims: statements('claim'),
    values: statements('value'),
    exhibits: alignByPath(
      known(before.exhibits),
      known(after.exhibits),
      ({ title, output }) => `${output.mime} ${title}`,
    ).filter(pair => !pair.before || !pair.after || toText(pair.before) !== toText(pair.after)),
    whole: !hasErrors(before) && !hasErrors(after),
  }
}

function compareRuns(before: State, after: State): RunChange[] {
  const { updated, irreproducible, added, missing } = compareLock(before.runs, after.runs)
  const gone = [...missing]
  const changes = [...updated, ...irreproducible].map(pair =>
    pair.before.digest === pair.now.digest ? toChange('recomputed', pair) : changedRun(pair, before, after),
  )
  for (const now of added) {
    const k = gone.findIndex(({ id, digest }) => id === now.id && digest === now.digest)
    const [moved] = k < 0 ? [] : gone.splice(k, 1)
    changes.push(moved ? toChange('moved', { before: moved, now }) : toChange('added', { now }))
  }
  // Where something went wrong, runs may be missing for that.
  if (!hasErrors(after)) for (const entry of gone) changes.push(toChange('removed', { before: entry }))
  return changes.sort((a, b) => compareTexts(orderOf(a), orderOf(b)))
}

function hasErrors({ problems }: State): boolean {
  return problems.some(({ fatal }) => fatal)
}

function changedRun(pair: LockPair, before: State, after: State): RunChange {
  const change = toChange('changed', pair)
  const [old, now] = [before.texts.get(pair.before.digest), after.texts.get(pair.now.digest)]
  if (change.metrics.length || old === undefined || now === undefined) return change
  const run = ({ experiment, id, digest }: LockEntry, text: string) => toRun({ experiment, id, digest, text })
  const difference = firstDifference(run(pair.before, old), run(pair.now, now))
  return { ...change, ...(difference !== undefined && { difference }) }
}

function toChange(kind: RunChange['kind'], { before, now }: Partial<LockPair>): RunChange {
  const { experiment, case: params } = (now ?? before)!
  const names = [...new Set([...Object.keys(before?.metrics ?? {}), ...Object.keys(now?.metrics ?? {})])].sort()
  const metrics = names.map(name => compareMetric(name, before?.metrics[name], now?.metrics[name]))
  return {
    experiment,
    case: params,
    kind,
    ...(before && { before }),
    ...(now && { after: now }),
    metrics: metrics.filter(metric => !Object.is(metric.before, metric.after)),
  }
}

function compareMetric(name: string, before: number | undefined, after: number | undefined): MetricChange {
  const relative = before !== undefined && after !== undefined ? (after - before) / Math.abs(before) : Number.NaN
  return {
    name,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    ...(Number.isFinite(relative) && { relative }),
  }
}

function compareStatements(before: readonly Statement[], after: readonly Statement[]): StatementChange[] {
  return alignByPath(before, after, ({ source }) => source).filter(
    pair => !pair.before || !pair.after || resultOf(pair.before) !== resultOf(pair.after),
  )
}

/** What a reader sees of it. */
function resultOf({ source, outcome, operands }: Statement): string {
  return JSON.stringify([source, outcome, operands])
}

/** Pairs what stands in the same file, in the order of the files. */
function alignByPath<Item extends { readonly path: string }>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => string,
): Aligned<Item>[] {
  const paths = [...new Set([...before, ...after].map(({ path }) => path))].sort()
  const of = (items: readonly Item[], path: string) => items.filter(item => item.path === path)
  return paths.flatMap(path => align(of(before, path), of(after, path), keyOf))
}

function toText({ output }: Exhibit): string {
  // Tensors are what canonical text is there for; a chart's specification may hold what that refuses.
  return output.mime === 'application/vnd.backprose.tensor' ? encode(output.data) : JSON.stringify(output)
}

function orderOf({ experiment, case: params }: RunChange): string {
  return `${experiment}\n${encode(params)}`
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
