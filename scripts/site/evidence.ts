import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { encode } from '../run/canonical.ts'
import { firstDifference } from '../run/difference.ts'
import { sha256 } from '../run/digest.ts'
import { headlineMetrics, type LockEntry } from '../run/lock.ts'
import { type Run, toRun } from '../run/run.ts'
import { runAddress } from './figures.ts'
import type { Store } from './store.ts'

/** Finds the canonical text of a run that the lock speaks of. */
export type Recall = (entry: LockEntry) => Promise<string | undefined>

/** Looks among the published runs, then among the stored ones; what is found has the digest that it is asked for. */
export function createRecall(site: string, store: Store): Recall {
  return async ({ id, digest }) => readPublished(site, digest) ?? (await store.recallRun(id, digest))
}

function readPublished(site: string, digest: string): string | undefined {
  try {
    const text = readFileSync(join(site, runAddress(digest)), 'utf8')
    return sha256(text) === digest ? text : undefined
  } catch {
    return undefined
  }
}

/** The first record and value in which a run differs from what the lock says; without the old run, the first metric. */
export async function describeDifference(before: LockEntry, now: Run, recall: Recall): Promise<string> {
  const text = await recall(before)
  if (text !== undefined) {
    const { experiment, id, digest } = before
    return firstDifference(toRun({ experiment, id, digest, text }), now) ?? 'their params differ'
  }
  const metrics = headlineMetrics(now.result)
  const difference = firstDifference({ records: [], result: before.metrics }, { records: [], result: metrics })
  if (difference) return difference
  const [first] = now.records
  const begins = first === undefined ? `result: ${encode(now.result)}` : `record 0: ${encode(first)}`
  return `its metrics are the same, and of its records nothing is left to compare with (now ${begins.slice(0, 200)})`
}
