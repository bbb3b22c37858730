import { decode, encode } from './canonical.ts'

/** What `backprose.lock` says of one run. */
export interface LockEntry {
  /** The experiment's path from the content root. */
  readonly experiment: string
  /** The params. */
  readonly case: unknown
  readonly id: string
  readonly digest: string
  /** The headline: numeric fields of the result. */
  readonly metrics: Readonly<Record<string, number>>
}

export interface LockProblem {
  readonly line: number
  readonly column: number
  /** `merge`: lines of two branches stand together, and the next build keeps the right ones. */
  readonly kind: 'damage' | 'merge'
  readonly reason: string
}

export interface Lock {
  /** Of a run that two branches changed, the lines of both. */
  readonly entries: readonly LockEntry[]
  /** The line of each entry, from 1. */
  readonly lines: ReadonlyMap<LockEntry, number>
  readonly problems: readonly LockProblem[]
}

const header =
  '# backprose.lock 1: what every run computed (id) and what came out (digest), one line a run. Commit this file.'

/** The numeric fields of a result; of a result that is a number itself, that one as `result`. */
export function headlineMetrics(result: unknown): Record<string, number> {
  if (typeof result === 'number') return { result }
  if (typeof result !== 'object' || result === null || Array.isArray(result)) return {}
  return Object.fromEntries(Object.entries(result).filter(([, value]) => typeof value === 'number'))
}

/** The text of a lock: sorted, one line a run, so that git merges what two branches added. */
export function formatLock(entries: readonly LockEntry[]): string {
  const lines = sortEntries(entries).map(
    ({ experiment, case: params, id, digest, metrics }) =>
      `{"experiment":${JSON.stringify(experiment)},"case":${encode(params)},"id":"${id}","digest":"${digest}","metrics":${encode(metrics)}}\n`,
  )
  return `${header}\n${lines.join('')}`
}

/** Reads a lock, also one that git merged, by force or with its conflict markers; says what is wrong with it, and where. */
export function parseLock(text: string): Lock {
  const lines = new Map<LockEntry, number>()
  const problems: LockProblem[] = []
  const lock = () => ({ entries: [...lines.keys()], lines, problems })
  const report = (line: number, column: number, kind: LockProblem['kind'], reason: string) =>
    problems.push({ line, column, kind, reason })

  const version = /^# backprose\.lock (\d+)/.exec(text)?.[1]
  if (version !== undefined && version !== '1') {
    report(1, 1, 'damage', `unknown version of backprose.lock: ${version}; ${repair}`)
    return lock()
  }
  if (version === undefined && text !== '') report(1, 1, 'damage', `missing header: # backprose.lock 1; ${repair}`)
  const seen = new Set<string>()
  const first = new Map<string, number>()
  let inBase = false
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const marker = /^(<{7}|\|{7}|={7}|>{7})( |$)/.exec(line)?.[1]
    if (marker) {
      // What both branches came from is neither's.
      inBase = marker.startsWith('|')
      if (marker.startsWith('<')) report(i + 1, 1, 'merge', 'unresolved merge')
    }
    if (marker || inBase || line === '' || line.startsWith('#') || seen.has(line)) continue
    seen.add(line)
    const entry = parseLine(line)
    if (typeof entry === 'number') {
      report(i + 1, entry, 'damage', `invalid line of backprose.lock; ${repair}`)
      continue
    }
    const key = pairKey(entry)
    const other = first.get(key)
    if (other === undefined) first.set(key, i + 1)
    else report(i + 1, 1, 'merge', `doubled run; line ${other} is of the same experiment and case`)
    lines.set(entry, i + 1)
  }
  return lock()
}

/** By experiment, then case: the order of the file. */
export function sortEntries<Entry extends Pair>(entries: readonly Entry[]): Entry[] {
  return entries
    .map(entry => ({ entry, key: pairKey(entry) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ entry }) => entry)
}

/** Lines of two locks are of the same run if this is equal. */
export function pairKey({ experiment, case: params }: Pair): string {
  return `${experiment}\n${encode(params)}`
}

type Pair = Pick<LockEntry, 'experiment' | 'case'>

const repair = 'restore the file from git, or delete it and run backprose build'

const pieces = [
  '\\{"experiment":',
  '("(?:[^"\\\\]|\\\\.)*")',
  ',"case":',
  '(.*)',
  ',"id":',
  '"([0-9a-f]{64})"',
  ',"digest":',
  '"([0-9a-f]{64})"',
  ',"metrics":',
  '(\\{.*\\})',
  '\\}$',
]

/** The entry, or the column up to which the line is as it should be. */
function parseLine(line: string): LockEntry | number {
  const match = new RegExp(`^${pieces.join('')}`).exec(line)
  if (!match) {
    // A case may be anything: where it ends shows only in what follows it.
    const parts = pieces.map(piece => piece.replace('(.*)', '.*?'))
    for (let count = parts.length - 1; count > 0; count--) {
      const prefix = new RegExp(`^${parts.slice(0, count).join('')}`).exec(line)
      if (prefix) return prefix[0].length + 1
    }
    return 1
  }
  const [, experiment, params, id, digest, metrics] = match as unknown as [string, ...string[]]
  try {
    const entry = {
      experiment: decode(experiment!),
      case: decode(params!),
      id: id!,
      digest: digest!,
      metrics: decode(metrics!),
    }
    if (Object.values(entry.metrics as object).every(metric => typeof metric === 'number')) return entry as LockEntry
    return line.lastIndexOf(metrics!) + 1
  } catch {
    return line.indexOf(params!, experiment!.length) + 1
  }
}
