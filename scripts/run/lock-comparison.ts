import { type LockEntry, pairKey } from './lock.ts'

/** A run that came out otherwise, although the same was computed. */
export interface Irreproducible {
  readonly experiment: string
  readonly case: unknown
  readonly id: string
  /** The digest in the lock. */
  readonly expected: string
  readonly actual: string
}

export interface LockComparison {
  /** The same id and digest. */
  readonly unchanged: readonly LockEntry[]
  /** Another id: something else was computed. As it is now. */
  readonly updated: readonly LockEntry[]
  /** Not in the old lock. */
  readonly added: readonly LockEntry[]
  /** Only in the old lock. */
  readonly missing: readonly LockEntry[]
  /** The same id, another digest. */
  readonly irreproducible: readonly Irreproducible[]
}

/** Compares what the lock says with what is, run by run, paired by experiment and case. */
export function compareLock(old: readonly LockEntry[], current: readonly LockEntry[]): LockComparison {
  const before = index(old)
  const now = index(current)
  const unchanged: LockEntry[] = []
  const updated: LockEntry[] = []
  const added: LockEntry[] = []
  const irreproducible: Irreproducible[] = []
  for (const [key, entry] of now) {
    const { experiment, case: params, id, digest } = entry
    const was = before.get(key)
    if (!was) added.push(entry)
    else if (was.id !== id) updated.push(entry)
    else if (was.digest === digest) unchanged.push(entry)
    else irreproducible.push({ experiment, case: params, id, expected: was.digest, actual: digest })
  }
  const missing = [...before].filter(([key]) => !now.has(key)).map(([, entry]) => entry)
  return { unchanged, updated, added, missing, irreproducible }
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
  const before = index(old)
  const refused = irreproducible.map(entry => before.get(pairKey(entry))!)
  return [...unchanged, ...updated, ...added, ...refused, ...(prune ? [] : missing)]
}

export interface FrozenComparison {
  /** Runs that the lock does not know. */
  readonly missing: readonly LockEntry[]
  /** Lines of runs that are no more. */
  readonly extra: readonly LockEntry[]
  /** Runs that came out otherwise, whether or not something else was computed. */
  readonly different: readonly Irreproducible[]
  /** Something else was computed and the same came out: no error. */
  readonly notices: readonly LockEntry[]
}

/** Compares as `build --frozen` does, where the lock must say exactly what came out. */
export function compareFrozen(old: readonly LockEntry[], current: readonly LockEntry[]): FrozenComparison {
  const { updated, added, missing, irreproducible } = compareLock(old, current)
  const before = index(old)
  const different: Irreproducible[] = [...irreproducible]
  const notices: LockEntry[] = []
  for (const entry of updated) {
    const { experiment, case: params, id, digest } = entry
    const expected = before.get(pairKey(entry))!.digest
    if (expected === digest) notices.push(entry)
    else different.push({ experiment, case: params, id, expected, actual: digest })
  }
  return { missing: added, extra: missing, different, notices }
}

function index(entries: readonly LockEntry[]): Map<string, LockEntry> {
  return new Map(entries.map(entry => [pairKey(entry), entry]))
}
