import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { isAlive } from './alive.ts'

/** Turns of processes that would do the same at the same time: one does it, the others wait and find it done. */
export interface Turns {
  /** Waits until no other process has the turn of `key`, and takes it; call what it returns to give it up. */
  take(key: string): Promise<() => void>
}

const pollMilliseconds = 200
/** A file without a number is one that is just being written, unless it is older than this. */
const writtenMilliseconds = 2000

/**
 * A turn is a file that names its holder, `<folder>/<key>`. It survives the holder, whose death others see: they take
 * over. Without a folder that can be written everyone has every turn.
 */
export function createTurns(folder: string): Turns {
  for (const key of list(folder)) if (isFree(join(folder, key))) rmSync(join(folder, key), { force: true })
  return {
    async take(key) {
      const file = join(folder, key)
      for (;;)
        try {
          mkdirSync(folder, { recursive: true })
          writeFileSync(file, `${process.pid}`, { flag: 'wx' })
          return () => rmSync(file, { force: true })
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return () => {}
          if (isFree(file)) rmSync(file, { force: true })
          else await setTimeout(pollMilliseconds)
        }
    },
  }
}

function isFree(file: string): boolean {
  try {
    const holder = Number(readFileSync(file, 'utf8'))
    return holder > 0 ? !isAlive(holder) : Date.now() - statSync(file).mtimeMs > writtenMilliseconds
  } catch {
    // Given up meanwhile.
    return false
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
