import { randomUUID } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder of the cache. */
export function cacheFolder(workingDirectory: string): string {
  return join(workingDirectory, '.backprose', 'cache')
}

/** The file that a bundle is loaded from, named by what is in it. */
export function bundleFile(workingDirectory: string, sha256: string): string {
  return join(workingDirectory, '.backprose', 'bundles', `${sha256}.mjs`)
}

/**
 * Writes a file so that whoever reads it meanwhile sees the old one or the new one. What an interruption leaves behind is
 * where the cache looks for such things.
 */
export function replaceFile(workingDirectory: string, file: string, text: string): void {
  const name = `${process.pid}-${randomUUID()}`
  mkdirSync(dirname(file), { recursive: true })
  try {
    replaceThrough(join(cacheFolder(workingDirectory), 'temporary', name), file, text)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    // On another file system, only a neighbor can take its place at once.
    replaceThrough(join(dirname(file), `.${name}`), file, text)
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
