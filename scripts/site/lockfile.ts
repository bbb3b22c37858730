import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Problems } from '../report/problem.ts'
import { encode } from '../run/canonical.ts'
import { formatLock, headlineMetrics, type Lock, type LockEntry, pairKey, parseLock } from '../run/lock.ts'
import { compareFrozen, compareLock, type LockPair, updateLock } from '../run/lock-comparison.ts'
import type { Run } from '../run/run.ts'
import { caseLabel } from './cases.ts'
import { describeDifference, type Recall } from './evidence.ts'
import type { FinishedRun } from './experiments.ts'

export const lockName = 'backprose.lock'

export interface LockOptions {
  /** As the author would type it, from the working directory. */
  readonly path: string
  /** The lock must say exactly what came out, and is not written. */
  readonly frozen: boolean
}

export interface Comparison {
  readonly workingDirectory: string
  readonly runs: readonly FinishedRun[]
  /** Whether these are all runs of the reports: only then is a line without a run one too many. */
  readonly whole: boolean
  readonly recall: Recall
}

const commit = 'run backprose build and commit the lock'

/**
 * Compares all runs with what the lock says of them: the same id with another digest is an error, for stored runs too.
 * Returns what writes the lock, to be called once the site is published.
 */
export async function reconcileLock(
  lock: LockOptions,
  comparison: Comparison,
  problems: Problems,
): Promise<() => void> {
  const file = resolve(comparison.workingDirectory, lock.path)
  const start = { line: 1, column: 1 }
  const nothing = () => {}
  if (existsSync(file) && !statSync(file).isFile()) {
    problems.error(lock.path, start, 'lock', `invalid lock; not a file: ${lock.path}`)
    return nothing
  }
  if (lock.frozen && !existsSync(file)) {
    problems.error(lock.path, start, 'lock', `missing file: ${lock.path}; ${commit} first`)
    return nothing
  }
  if (!existsSync(dirname(file))) {
    problems.error(lock.path, start, 'lock', `missing folder: ${dirname(lock.path)}; the lock is written into it`)
    return nothing
  }
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const old = parseLock(text)
  const current = comparison.runs.map(toEntry)
  if (lock.frozen) {
    reportDamage(lock.path, old, `: ${commit}`, true, problems)
    await compareWithFrozen(lock.path, old, text, comparison, problems)
    return nothing
  }
  reportDamage(lock.path, old, ': this build keeps what is right', false, problems)
  const report = createReport(lock.path, old, text, comparison, problems)
  for (const pair of compareLock(old.entries, current).irreproducible) await report.irreproducible(pair)
  return () => {
    const next = formatLock(updateLock(old.entries, current, { prune: comparison.whole }))
    if (next !== text) writeLock(comparison.workingDirectory, file, next)
  }
}

/** Reports every run that did not come out as the lock says. */
export async function compareWithFrozen(
  path: string,
  old: Lock,
  text: string,
  comparison: Comparison,
  problems: Problems,
): Promise<void> {
  const report = createReport(path, old, text, comparison, problems)
  const { missing, extra, different, misquoted, notices } = compareFrozen(old.entries, comparison.runs.map(toEntry))
  for (const entry of missing)
    report.at(
      insertionLine(old, entry),
      1,
      'lock',
      `missing run: ${nameRun(entry)}; the lock does not know it: ${commit}`,
    )
  if (comparison.whole)
    for (const entry of extra)
      report.at(old.lines.get(entry)!, 1, 'lock', `unknown run: ${nameRun(entry)}; no report asks for it: ${commit}`)
  for (const pair of different)
    if (pair.before.id === pair.now.id) await report.irreproducible(pair)
    else await report.different(pair)
  for (const pair of misquoted) report.misquoted(pair)
  for (const { before, now } of notices)
    problems.warn(
      path,
      { line: old.lines.get(before)!, column: report.column(before, before.id) },
      'lock',
      `${nameRun(now)} is computed by other code than the lock says, and came out the same`,
    )
}

function reportDamage(
  path: string,
  { problems: found }: Lock,
  mend: string,
  frozen: boolean,
  problems: Problems,
): void {
  for (const { line, column, kind, reason } of found)
    if (kind === 'damage') problems.error(path, { line, column }, 'lock', reason)
    else problems.add({ path, line, column, rule: 'lock', reason: reason + mend, fatal: frozen })
}

function createReport(path: string, { lines }: Lock, text: string, { runs, recall }: Comparison, problems: Problems) {
  const textLines = text.split('\n')
  const byKey = new Map(runs.map(run => [pairKey({ experiment: run.experiment, case: run.params }), run]))
  const at = (line: number, column: number, rule: string, reason: string) =>
    problems.error(path, { line, column }, rule, reason)
  /** Where a line of the lock says something. */
  const column = (entry: LockEntry, what: string) => (textLines[lines.get(entry)! - 1] ?? '').indexOf(what) + 1 || 1
  const difference = ({ before, now }: LockPair) => describeDifference(before, byKey.get(pairKey(now))!, recall)
  return {
    at,
    column,
    async irreproducible(pair: LockPair): Promise<void> {
      const { before, now } = pair
      at(
        lines.get(before)!,
        column(before, before.digest),
        'not-reproducible',
        `not reproducible: ${nameRun(now)}; the same computation gave ${now.digest.slice(0, 12)}, the lock says ` +
          `${before.digest.slice(0, 12)}; ${await difference(pair)}: delete the line to accept the new result`,
      )
    },
    async different(pair: LockPair): Promise<void> {
      const { before, now } = pair
      at(
        lines.get(before)!,
        column(before, before.digest),
        'lock',
        `different result: ${nameRun(now)}; other code gave ${now.digest.slice(0, 12)}, the lock says ` +
          `${before.digest.slice(0, 12)}; ${await difference(pair)}: if that is meant, ${commit}`,
      )
    },
    misquoted({ before, now }: LockPair): void {
      const names = [...new Set([...Object.keys(before.metrics), ...Object.keys(now.metrics)])].sort()
      const show = (value: number | undefined) =>
        value === undefined ? 'nothing' : encode(value).replaceAll(/"~?/g, '')
      const changes = names
        .filter(name => !Object.is(before.metrics[name], now.metrics[name]))
        .map(name => `${name}: ${show(before.metrics[name])} → ${show(now.metrics[name])}`)
      const reason = `invalid metrics of ${nameRun(now)}; ${changes.join(', ')}: ${commit}`
      at(lines.get(before)!, column(before, '"metrics":'), 'lock', reason)
    },
  }
}

function toEntry({ experiment, params, result, id, digest }: Run): LockEntry {
  return { experiment, case: params, id, digest, metrics: headlineMetrics(result) }
}

function nameRun({ experiment, case: params }: LockEntry): string {
  return `${experiment} (${caseLabel(params)})`
}

/** Where the line of a run would stand. */
function insertionLine({ entries, lines }: Lock, entry: LockEntry): number {
  const after = entries.filter(other => pairKey(other) > pairKey(entry)).map(other => lines.get(other)!)
  return after.length ? Math.min(...after) : Math.max(1, ...lines.values()) + 1
}

/** Readers see the old lock or the new one. What an interrupted build leaves is removed where the cache removes its own. */
function writeLock(workingDirectory: string, file: string, text: string): void {
  const folder = join(workingDirectory, '.backprose', 'cache', 'temporary')
  const temporary = join(folder, `${process.pid}-${randomUUID()}`)
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(temporary, text)
    renameSync(temporary, file)
  } catch {
    // Another file system, or none to keep state in.
    rmSync(temporary, { force: true })
    writeFileSync(file, text)
  }
}
