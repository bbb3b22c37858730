import { accessSync, constants, type Dirent, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Problems } from '../report/problem.ts'
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

/** Reports the files and folders among the inputs that may not be read; whether there are any. */
export function reportUnreadable(
  workingDirectory: string,
  names: readonly string[],
  problems: Problems,
  mayRead: (path: string, isFolder: boolean) => boolean = isReadable,
): boolean {
  const refused = (path: string): string[] => {
    const status = statSync(path, { throwIfNoEntry: false })
    if (!status) return []
    if (!mayRead(path, status.isDirectory())) return [relative(workingDirectory, path).split(sep).join('/')]
    return status.isDirectory() ? listEntries(path).flatMap(entry => refused(join(path, entry.name))) : []
  }
  const paths = names.flatMap(name => refused(join(workingDirectory, name)))
  const reason = 'unreadable: the file system does not let you open it; change its permissions'
  for (const path of paths) problems.error(path, { line: 1, column: 1 }, 'unreadable', reason)
  return paths.length > 0
}

function isReadable(path: string, isFolder: boolean): boolean {
  try {
    accessSync(path, isFolder ? constants.R_OK | constants.X_OK : constants.R_OK)
    return true
  } catch {
    return false
  }
}

function listFiles(path: string): string[] {
  const status = statSync(path, { throwIfNoEntry: false })
  // What is not there may come.
  if (!status?.isDirectory()) return [path]
  return listEntries(path).flatMap(entry => {
    const inner = join(path, entry.name)
    return entry.isDirectory() ? listFiles(inner) : [inner]
  })
}

function listEntries(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true }).filter(
    entry => (entry.isFile() || entry.isDirectory()) && !entry.name.startsWith('.') && entry.name !== 'node_modules',
  )
}
