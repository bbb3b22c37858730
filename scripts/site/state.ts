import { randomUUID } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** The folder of the cache. */
export function cacheFolder(workingDirectory: string): string {
  return join(workingDirectory, '.backprose', 'cache')
}

/** Where the bundle of an experiment is kept, named by what is in it: its id can be computed from it by hand. */
export function bundleFile(workingDirectory: string, sha256: string): string {
  return join(workingDirectory, '.backprose', 'bundles', `${sha256}.mjs`)
}

/** A path for something of this process alone. The cache removes there what processes that died have left. */
export function temporaryPath(workingDirectory: string): string {
  return join(cacheFolder(workingDirectory), 'temporary', `${process.pid}-${randomUUID()}`)
}

/**
 * Writes a file so that whoever reads it meanwhile sees the old one or the new one.
 */
export function replaceFile(workingDirectory: string, file: string, text: string): void {
  const temporary = temporaryPath(workingDirectory)
  mkdirSync(dirname(file), { recursive: true })
  try {
    replaceThrough(temporary, file, text)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    // On another file system, only a neighbor can take its place at once.
    replaceThrough(join(dirname(file), `.${basename(temporary)}`), file, text)
  }
}

function replaceThrough(temporary: string, file: string, text: string): void {
  mkdirSync(dirname(temporary), { recursive: true })
  try {
    writeFileSync(temporary, text)
    renameSync(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
}
