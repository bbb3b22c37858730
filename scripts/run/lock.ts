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
  readonly reason: string
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

/** The entries of a lock's text, and what is wrong with it: places, and what to do. */
export function parseLock(text: string): { entries: LockEntry[]; problems: LockProblem[] } {
  const entries: LockEntry[] = []
  const problems: LockProblem[] = []
  const lines = text.split(/\r?\n/)
  const seen = new Map<string, number>()
  const version = /^# backprose\.lock (\d+)/.exec(lines[0]!)?.[1]
  if (version !== '1' && text !== '') {
    const reason = version ? `unknown version of backprose.lock: ${version}` : 'missing header: # backprose.lock 1'
    problems.push({ line: 1, column: 1, reason: `${reason}; ${repair}` })
    if (version) return { entries, problems }
  }
  for (const [i, line] of lines.entries()) {
    if (line === '' || line.startsWith('#')) continue
    if (/^(<{7}|={7}|>{7}|\|{7})/.test(line)) {
      const reason = 'unresolved merge; keep the lines of both sides, delete the markers, then run backprose build'
      problems.push({ line: i + 1, column: 1, reason })
      continue
    }
    const entry = parseLine(line)
    if (typeof entry === 'number') {
      problems.push({ line: i + 1, column: entry, reason: `invalid line of backprose.lock; ${repair}` })
      continue
    }
    const first = seen.get(pairKey(entry))
    if (first === undefined) {
      seen.set(pairKey(entry), i + 1)
      entries.push(entry)
    } else if (line !== lines[first - 1]) {
      const reason = `doubled run; line ${first} is of the same experiment and case: delete one, then run backprose build`
      problems.push({ line: i + 1, column: 1, reason })
    }
  }
  return { entries, problems }
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
