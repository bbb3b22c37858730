import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { isAlive } from '../run/alive.ts'

/** A question to git that it cannot answer: the author named something that is not there. */
export class RevisionError extends Error {
  override name = 'RevisionError'
}

/** A commit of the repository that the working directory lies in. */
export interface Revision {
  /** As the author named it. */
  readonly name: string
  readonly commit: string
}

const run = promisify(execFile)

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

async function git(workingDirectory: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { stdout } = await run('git', args, {
    cwd: workingDirectory,
    env: { ...process.env, ...env, LC_ALL: 'C' },
    maxBuffer: 2 ** 30,
  })
  return stdout
}

/**
 * The commit behind a name such as `HEAD~2`, `v1.0` or `origin/main`.
 *
 * @throws {RevisionError} outside of a repository, or if there is no such commit
 */
export async function resolveRevision(workingDirectory: string, name: string): Promise<Revision> {
  try {
    await git(workingDirectory, ['rev-parse', '--is-inside-work-tree'])
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new RevisionError('missing program: git; results of other revisions are read with it')
    throw new RevisionError('not a git repository; results are compared with those of another revision of it')
  }
  try {
    const commit = await git(workingDirectory, [
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      `${name}^{commit}`,
    ])
    return { name, commit: commit.trim() }
  } catch {
    throw new RevisionError(`unknown revision: ${name}; git knows no such commit`)
  }
}

/** A file of a revision, its path from the working directory; undefined if it was not there. */
export async function readRevision(
  workingDirectory: string,
  { commit }: Revision,
  path: string,
): Promise<string | undefined> {
  try {
    return await git(workingDirectory, ['cat-file', 'blob', `${commit}:./${path}`])
  } catch {
    return undefined
  }
}

/**
 * Writes the working directory as it was at a revision into a folder under `.backprose/`, calls `use` with it, and
 * removes it. There the packages of the reports are found as from the working directory; neither the index nor the
 * files of the repository change.
 */
export async function withRevision<Value>(
  workingDirectory: string,
  { commit }: Revision,
  use: (folder: string) => Promise<Value>,
): Promise<Value> {
  const parent = join(workingDirectory, '.backprose', 'revisions')
  mkdirSync(parent, { recursive: true })
  removeAbandoned(parent)
  const folder = join(parent, `${commit.slice(0, 12)}-${process.pid}`)
  const index = { GIT_INDEX_FILE: `${folder}.index` }
  const remove = () => {
    for (const path of [folder, index.GIT_INDEX_FILE, `${index.GIT_INDEX_FILE}.lock`])
      rmSync(path, { recursive: true, force: true })
    for (const name of signals) process.off(name, interrupt)
  }
  const interrupt = (name: NodeJS.Signals) => {
    remove()
    process.kill(process.pid, name)
  }
  for (const name of signals) process.on(name, interrupt)
  try {
    mkdirSync(folder)
    const prefix = (await git(workingDirectory, ['rev-parse', '--show-prefix'])).trim()
    await git(workingDirectory, ['read-tree', `${commit}:${prefix.replace(/\/$/, '')}`], index)
    const top = (await git(workingDirectory, ['rev-parse', '--show-toplevel'])).trim()
    await git(top, ['checkout-index', '--all', '--quiet', `--prefix=${folder}/`], index)
    return await use(folder)
  } finally {
    remove()
  }
}

/** What processes left that were killed. */
function removeAbandoned(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = Number(/-(\d+)(\.index(\.lock)?)?$/.exec(name)?.[1] ?? Number.NaN)
    if (Number.isNaN(pid) || !isAlive(pid)) rmSync(join(parent, name), { recursive: true, force: true })
  }
}
