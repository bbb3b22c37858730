import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { sha256 } from '../run/digest.ts'

/** The author's files as they were when a build began, to be compared with what they are when it ends. */
export interface Inputs {
  /** Further files that were read: modules beside the watched folders. */
  add(files: Iterable<string>): void
  /** Those that are no more what they were, as the author would type them, sorted. */
  changed(): string[]
}

interface State {
  /** Changes with every write; undefined for a file that is not there. */
  readonly stamp: string | undefined
  /** Undefined for large files, of which a write is taken for a change. */
  readonly hash: string | undefined
}

const largest = 2 ** 20

/** Watches files and, of folders, everything but what begins with a dot. To be called before anything is read. */
export function watchInputs(workingDirectory: string, names: readonly string[]): Inputs {
  const states = new Map<string, State>()
  const add = (files: Iterable<string>) => {
    for (const file of files) if (!states.has(file)) states.set(file, look(file))
  }
  for (const name of names) add(listFiles(join(workingDirectory, name)))
  return {
    add,
    changed: () =>
      [...states]
        .filter(([file, before]) => stampOf(file) !== before.stamp && !isSame(before, look(file)))
        .map(([file]) => relative(workingDirectory, file).split(sep).join('/'))
        .sort(),
  }
}

function look(file: string): State {
  const stamp = stampOf(file)
  const small = stamp !== undefined && statSync(file, { throwIfNoEntry: false })!.size <= largest
  return { stamp, hash: small ? sha256(readFileSync(file)) : undefined }
}

/** A file that was only touched, or saved as it was, has not changed. */
function isSame(before: State, now: State): boolean {
  return before.hash !== undefined && before.hash === now.hash
}

function stampOf(file: string): string | undefined {
  const status = statSync(file, { bigint: true, throwIfNoEntry: false })
  return status?.isFile() ? `${status.ino} ${status.size} ${status.mtimeNs} ${status.ctimeNs}` : undefined
}

function listFiles(path: string): string[] {
  const status = statSync(path, { throwIfNoEntry: false })
  // What is not there may come.
  if (!status?.isDirectory()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .flatMap(entry => {
      const inner = join(path, entry.name)
      return entry.isDirectory() ? listFiles(inner) : entry.isFile() ? [inner] : []
    })
}
