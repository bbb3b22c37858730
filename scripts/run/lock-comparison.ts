import { encode } from './canonical.ts'
import { type LockEntry, pairKey } from './lock.ts'

/** A run as the lock has it and as it is. */
export interface LockPair {
  readonly before: LockEntry
  readonly now: LockEntry
}

export interface LockComparison {
  /** The same id and digest. */
  readonly unchanged: readonly LockPair[]
  /** Another id: something else was computed. */
  readonly updated: readonly LockPair[]
  /** Not in the old lock. */
  readonly added: readonly LockEntry[]
  /** Only in the old lock. */
  readonly missing: readonly LockEntry[]
  /** The same id, another digest: the same was computed, and something else came out. */
  readonly irreproducible: readonly LockPair[]
}

/** Compares what the lock says with what is, run by run, paired by experiment and case. */
export function compareLock(old: readonly LockEntry[], current: readonly LockEntry[]): LockComparison {
  const before = new Map<string, LockEntry[]>()
  for (const entry of old) {
    const key = pairKey(entry)
    const lines = before.get(key)
    if (lines) lines.push(entry)
    else before.set(key, [entry])
  }
  const unchanged: LockPair[] = []
  const updated: LockPair[] = []
  const added: LockEntry[] = []
  const irreproducible: LockPair[] = []
  for (const entry of current) {
    const key = pairKey(entry)
    const lines = before.get(key)
    before.delete(key)
    if (!lines) {
      added.push(entry)
      continue
    }
    // After a merge there may be several lines: those of the same computation must say what came out.
    const same = lines.filter(({ id }) => id === entry.id)
    const contradiction = same.find(({ digest }) => digest !== entry.digest)
    if (contradiction) irreproducible.push({ before: contradiction, now: entry })
    else if (same.length) unchanged.push({ before: same[0]!, now: entry })
    else updated.push({ before: lines.find(({ digest }) => digest === entry.digest) ?? lines[0]!, now: entry })
  }
  return { unchanged, updated, added, missing: [...before.values()].flat(), irreproducible }
}

/**
 * The entries to write: as they are now, but irreproducible runs as they were, and lines of runs that were not part of
 * this build kept unless `prune`.
 */
export function updateLock(
  old: readonly LockEntry[],
  current: readonly LockEntry[],
  { prune }: { prune: boolean },
): LockEntry[] {
  const { unchanged, updated, added, missing, irreproducible } = compareLock(old, current)
  return [
    ...[...unchanged, ...updated].map(({ now }) => now),
    ...added,
    ...irreproducible.map(({ before }) => before),
    ...(prune ? [] : missing),
  ]
}

export interface FrozenComparison {
  /** Runs that the lock does not know. */
  readonly missing: readonly LockEntry[]
  /** Lines of runs that are no more. */
  readonly extra: readonly LockEntry[]
  /** Runs that came out otherwise, whether or not something else was computed. */
  readonly different: readonly LockPair[]
  /** The digest is right, the headline metrics beside it are not. */
  readonly misquoted: readonly LockPair[]
  /** Something else was computed and the same came out: no error. */
  readonly notices: readonly LockPair[]
}

/** Compares as `build --frozen` does, where the lock must say exactly what came out. */
export function compareFrozen(old: readonly LockEntry[], current: readonly LockEntry[]): FrozenComparison {
  const { unchanged, updated, added, missing, irreproducible } = compareLock(old, current)
  const cameOutTheSame = ({ before, now }: LockPair) => before.digest === now.digest
  const notices = updated.filter(cameOutTheSame)
  return {
    missing: added,
    extra: missing,
    different: [...irreproducible, ...updated.filter(pair => !cameOutTheSame(pair))],
    misquoted: [...unchanged, ...notices].filter(({ before, now }) => encode(before.metrics) !== encode(now.metrics)),
    notices,
  }
}
