import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Problems } from '../report/problem.ts'
import { formatLock, headlineMetrics, type Lock, type LockEntry, pairKey, parseLock } from '../run/lock.ts'
import { compareFrozen, compareLock, type LockPair, updateLock } from '../run/lock-comparison.ts'
import type { Run } from '../run/run.ts'
import { caseLabel } from './cases.ts'
import { describeDifference, type Recall } from './evidence.ts'
import type { FinishedRun } from './experiments.ts'
import { replaceFile } from './state.ts'

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
const start = { line: 1, column: 1 }

/**
 * Compares all runs with what the lock says of them: the same id with another digest is an error, for stored runs too.
 * Returns what writes the lock, to be called once the site is published.
 */
export async function reconcileLock(
  { path, frozen }: LockOptions,
  comparison: Comparison,
  problems: Problems,
): Promise<() => void> {
  const nothing = () => {}
  if (frozen) {
    await compareWithLock(path, comparison, problems)
    return nothing
  }
  const file = resolve(comparison.workingDirectory, path)
  const text = readLock(file, path, problems)
  if (text === undefined) return nothing
  const old = parseLock(text)
  reportDamage(path, old, ': this build keeps what is right', false, problems)
  const current = comparison.runs.map(toEntry)
  const report = createReport(path, old, text, comparison, problems)
  for (const pair of compareLock(old.entries, current).irreproducible) await report.irreproducible(pair)
  return () => {
    const next = formatLock(updateLock(old.entries, current, { prune: comparison.whole }))
    if (next !== text) replaceFile(comparison.workingDirectory, file, next)
  }
}

/**
 * Reports every run that is not exactly what the lock says, and every line without a run. Returns the keys of those
 * runs, as `pairKey` makes them.
 */
export async function compareWithLock(
  path: string,
  comparison: Comparison,
  problems: Problems,
): Promise<ReadonlySet<string>> {
  const file = resolve(comparison.workingDirectory, path)
  if (!existsSync(file)) problems.error(path, start, 'lock', `missing file: ${path}; ${commit} first`)
  const text = existsSync(file) ? readLock(file, path, problems) : undefined
  if (text === undefined) return new Set(comparison.runs.map(run => pairKey(toEntry(run))))

  const old = parseLock(text)
  reportDamage(path, old, `: ${commit}`, true, problems)
  const report = createReport(path, old, text, comparison, problems)
  const { missing, extra, different, misquoted, notices } = compareFrozen(old.entries, comparison.runs.map(toEntry))
  for (const entry of missing) report.missing(entry)
  if (comparison.whole) for (const entry of extra) report.extra(entry)
  for (const pair of different)
    if (pair.before.id === pair.now.id) await report.irreproducible(pair)
    else await report.different(pair)
  for (const pair of misquoted) report.misquoted(pair)
  for (const pair of notices) report.notice(pair)
  return new Set([...missing, ...[...different, ...misquoted].map(({ now }) => now)].map(pairKey))
}

/** The lock's text, empty if there is none yet; undefined if there can be none. */
function readLock(file: string, path: string, problems: Problems): string | undefined {
  if (!existsSync(dirname(file))) {
    problems.error(path, start, 'lock', `missing folder: ${dirname(path)}; the lock is written into it`)
    return undefined
  }
  if (!existsSync(file)) return ''
  if (statSync(file).isFile()) return readFileSync(file, 'utf8')
  problems.error(path, start, 'lock', `invalid lock; not a file: ${path}`)
  return undefined
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

/** What there is to say of a line of the lock, at the place where the line says it. */
function createReport(path: string, lock: Lock, text: string, { runs, recall }: Comparison, problems: Problems) {
  const texts = text.split('\n')
  const byKey = new Map(runs.map(run => [pairKey(toEntry(run)), run]))
  const placeOf = (entry: LockEntry, what = '') => {
    const line = lock.lines.get(entry)!
    return { line, column: Math.max(1, texts[line - 1]!.indexOf(what) + 1) }
  }
  const describe = ({ before, now }: LockPair) => describeDifference(before, byKey.get(pairKey(now))!, recall)
  const short = (digest: string) => digest.slice(0, 12)
  return {
    async irreproducible(pair: LockPair): Promise<void> {
      const { before, now } = pair
      const reason =
        `not reproducible: ${nameRun(now)}; the same computation gave ${short(now.digest)}, the lock says ` +
        `${short(before.digest)}; ${await describe(pair)}: delete the line to accept the new result`
      problems.error(path, placeOf(before, before.digest), 'not-reproducible', reason)
    },
    async different(pair: LockPair): Promise<void> {
      const { before, now } = pair
      const reason =
        `different result: ${nameRun(now)}; other code gave ${short(now.digest)}, the lock says ` +
        `${short(before.digest)}; ${await describe(pair)}: if that is meant, ${commit}`
      problems.error(path, placeOf(before, before.digest), 'lock', reason)
    },
    missing(entry: LockEntry): void {
      const place = { line: insertionLine(lock, entry), column: 1 }
      problems.error(path, place, 'lock', `missing run: ${nameRun(entry)}; the lock does not know it: ${commit}`)
    },
    extra(entry: LockEntry): void {
      problems.error(path, placeOf(entry), 'lock', `unknown run: ${nameRun(entry)}; no report asks for it: ${commit}`)
    },
    misquoted({ before, now }: LockPair): void {
      const names = [...new Set([...Object.keys(before.metrics), ...Object.keys(now.metrics)])].sort()
      const show = (value: number | undefined) => (value === undefined ? 'nothing' : String(value))
      const changes = names
        .filter(name => !Object.is(before.metrics[name], now.metrics[name]))
        .map(name => `${name}: ${show(before.metrics[name])} → ${show(now.metrics[name])}`)
      const reason = `invalid metrics of ${nameRun(now)}; ${changes.join(', ')}: ${commit}`
      problems.error(path, placeOf(before, '"metrics":'), 'lock', reason)
    },
    notice({ before, now }: LockPair): void {
      const reason = `${nameRun(now)} is computed by other code than the lock says, and came out the same`
      problems.warn(path, placeOf(before, before.id), 'lock', reason)
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
