import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Problems } from '../report/problem.ts'
import { decode } from '../run/canonical.ts'
import { firstDifference } from '../run/difference.ts'
import { formatLock, headlineMetrics, type LockEntry, pairKey, parseLock } from '../run/lock.ts'
import { compareLock, updateLock } from '../run/lock-comparison.ts'
import type { Run } from '../run/run.ts'
import { caseLabel } from './cases.ts'
import type { FinishedExperiment } from './experiments.ts'

export const lockName = 'backprose.lock'

/**
 * Compares all runs with what `backprose.lock` says of them: the same id with another digest is an error, for stored
 * runs too. Returns what writes the lock, to be called once the site is published.
 */
export function reconcileLock(
  workingDirectory: string,
  experiments: readonly FinishedExperiment[],
  published: string,
  problems: Problems,
): () => void {
  const path = join(workingDirectory, lockName)
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const { entries: old, problems: found } = parseLock(text)
  for (const { line, column, reason } of found) problems.error(lockName, { line, column }, 'lock', reason)

  const runs = experiments.flatMap(({ runs }) => runs)
  const current = runs.map(
    ({ experiment, params, result, id, digest }): LockEntry => ({
      experiment,
      case: params,
      id,
      digest,
      metrics: headlineMetrics(result),
    }),
  )
  const lines = new Map(text.split('\n').map((line, k) => [/"id":"([0-9a-f]{64})"/.exec(line)?.[1], k + 1]))
  for (const { experiment, case: params, id, expected, actual } of compareLock(old, current).irreproducible) {
    const run = runs.find(
      candidate =>
        pairKey({ experiment: candidate.experiment, case: candidate.params }) === pairKey({ experiment, case: params }),
    )!
    const before = old.find(entry => entry.id === id)!
    const difference = describeDifference(published, before, run)
    problems.error(
      lockName,
      { line: lines.get(id) ?? 1, column: 1 },
      'not-reproducible',
      `not reproducible: ${experiment} (${caseLabel(params)}); the same computation gave ${actual.slice(0, 12)}, ` +
        `the lock says ${expected.slice(0, 12)}${difference}: delete the line to accept the new result`,
    )
  }
  return () => {
    const next = formatLock(updateLock(old, current, { prune: true }))
    if (next !== text) writeFileSync(path, next)
  }
}

/** The first value that differs: from the published run if it is still there, else among the headline metrics. */
function describeDifference(published: string, before: LockEntry, run: Run): string {
  const file = join(published, 'runs', `${before.digest}.json`)
  const old = existsSync(file) ? (decode(readFileSync(file, 'utf8')) as Run) : undefined
  const difference = old
    ? firstDifference(old, run)
    : firstDifference({ records: [], result: before.metrics }, { records: [], result: headlineMetrics(run.result) })
  return difference ? `; ${difference}` : ''
}
