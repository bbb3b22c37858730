import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { stop } from 'esbuild'
import type { Problem } from '../report/problem.ts'
import { parseLock } from '../run/lock.ts'
import { createRecall } from '../site/evidence.ts'
import type { Progress } from '../site/progress.ts'
import { createStore } from '../site/store.ts'
import { type Changes, compareStates } from './changes.ts'
import { type ComputeOptions, computeState } from './compute.ts'
import { type Revision, RevisionError, readRevision, resolveRevision, withRevision } from './revision.ts'
import type { State } from './state.ts'

export interface DiffOptions {
  readonly workingDirectory: string
  /** The folder of the reports, from the working directory. */
  readonly content: string
  /** The lock, from the working directory. */
  readonly lock: string
  /** The published site: its runs need not be computed again. */
  readonly site: string
  /** The name of the revision to compare with. */
  readonly before: string
  /** The name of the revision that is compared; undefined: the working tree. */
  readonly after: string | undefined
  /** Compare the two locks, and run nothing. */
  readonly quick: boolean
  readonly jobs: number
}

export interface Diff {
  readonly before: State
  readonly after: State
  readonly changes: Changes
  /** What kept parts of the two from being compared. */
  readonly problems: readonly Problem[]
}

/**
 * Compares what the reports come to with what they came to at another revision.
 *
 * @throws {RevisionError} if there is no such revision, or no lock in it
 */
export async function diffReports(options: DiffOptions, progress: Progress): Promise<Diff> {
  const { workingDirectory } = options
  const revisions = await Promise.all(
    [options.before, options.after].map(async name =>
      name === undefined ? undefined : resolveRevision(workingDirectory, name),
    ),
  )
  try {
    const states: State[] = []
    for (const revision of revisions) states.push(await computeSide(revision, options, progress))
    const [before, after] = states as [State, State]
    return { before, after, changes: compareStates(before, after), problems: states.flatMap(state => state.problems) }
  } finally {
    await stop()
  }
}

async function computeSide(revision: Revision | undefined, options: DiffOptions, progress: Progress): Promise<State> {
  const { workingDirectory, content, lock: path, quick, jobs } = options
  const name = revision ? `${revision.name} (${revision.commit.slice(0, 8)})` : 'working tree'
  const file = join(workingDirectory, path)
  const text = revision
    ? await readRevision(workingDirectory, revision, path)
    : existsSync(file)
      ? readFileSync(file, 'utf8')
      : undefined
  if (text === undefined && (revision || quick))
    throw new RevisionError(`missing file: ${path}; ${name} has no lock, which backprose build writes: commit it`)
  const lock = parseLock(text ?? '')
  const damage = lock.problems
    .filter(({ kind }) => kind === 'damage')
    .map(problem => ({ ...problem, path, rule: 'lock', fatal: true }))
  /** As git writes the path of a file of a revision. */
  const locate = (problem: Problem) => (revision ? { ...problem, path: `${revision.name}:${problem.path}` } : problem)
  if (quick) {
    const nothing = { texts: new Map(), statements: [], exhibits: [], unknown: new Set<string>() }
    return { name, runs: lock.entries, ...nothing, problems: damage.map(locate) }
  }

  const store = createStore(join(workingDirectory, '.backprose', 'cache'), true, progress.note)
  const compute = (side: Pick<ComputeOptions, 'folder' | 'locked'>) =>
    computeState({ name, content, workingDirectory, jobs, store, progress, ...side })
  const state = revision
    ? await withRevision(workingDirectory, revision, folder => {
        const recall = createRecall(resolve(workingDirectory, options.site), store)
        return compute({ folder, locked: { entries: lock.entries, recall } })
      })
    : await compute({ folder: workingDirectory })
  return { ...state, problems: [...damage, ...state.problems].map(locate) }
}
