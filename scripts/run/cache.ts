import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isAlive } from './alive.ts'
import { sha256 } from './digest.ts'

/** Key → stored text. It never fails: what cannot be read is absent, what cannot be written is only not kept. */
export interface Cache {
  get(kind: string, key: string): Promise<string | undefined>
  set(kind: string, key: string, body: string): Promise<void>
  /** Removes the folder; refuses one that no cache has marked as its own. */
  clean(): Promise<void>
}

/** Told at most once, when the cache cannot be written. */
export type Warn = (message: string) => void

// https://bford.info/cachedir/: backup programs leave out a folder with this file.
const tag = 'CACHEDIR.TAG'
const tagText =
  'Signature: 8a477f597d28d172789f06886806bc55\n# The cache of backprose. It can be deleted at any time.\n'

/**
 * A cache of files `<folder>/<kind>/<2 digits of the key>/<key>`, each beginning with the SHA-256 of its place and body.
 *
 * A damaged or misplaced entry counts as absent. Writers replace whole files, so any number of processes may share a
 * folder. Temporary files of processes that died are removed here.
 */
export function createCache(folder: string, warn: Warn = () => {}): Cache {
  const temporary = join(folder, 'temporary')
  removeAbandoned(temporary)
  mendTag(folder, temporary)
  let warned = false

  return {
    async get(kind, key) {
      const file = locate(folder, kind, key)
      const content = await readFile(file).catch(() => undefined)
      if (!content || content.length < 65) return undefined
      const body = content.subarray(65)
      return content.toString('latin1', 0, 65) === `${hash(kind, key, body)}\n` ? body.toString() : undefined
    },

    async set(kind, key, body) {
      const file = locate(folder, kind, key)
      try {
        await Promise.all([mkdir(temporary, { recursive: true }), mkdir(dirname(file), { recursive: true })])
        await writeFile(join(folder, tag), tagText)
        await replace(file, `${hash(kind, key, Buffer.from(body))}\n${body}`, join(temporary, name()))
      } catch (error) {
        if (!warned) warn(`cannot write the cache; runs will be repeated next time: ${(error as Error).message}`)
        warned = true
      }
    },

    async clean() {
      const found = await readFile(join(folder, tag), 'utf8').catch(ignoreMissing)
      if (found === tagText) return rm(folder, { recursive: true, force: true })
      if (found !== undefined || readdirSyncOrEmpty(folder).length)
        throw new Error(`invalid cache folder; it holds no ${tag} of backprose, so it was not removed: ${folder}`)
    },
  }
}

function locate(folder: string, kind: string, key: string): string {
  if (!/^[a-z]+$/.test(kind)) throw new TypeError(`invalid kind; not a word: ${kind}`)
  if (!/^[0-9a-f]{64}$/.test(key)) throw new TypeError(`invalid key; not a SHA-256: ${key}`)
  return join(folder, kind, key.slice(0, 2), key)
}

function hash(kind: string, key: string, body: Uint8Array): string {
  return sha256(Buffer.concat([Buffer.from(`${kind}/${key}\n`), body]))
}

/** Readers see the old file or the new one, whole, even after a power cut. */
async function replace(file: string, content: string, temporary: string): Promise<void> {
  try {
    const handle = await open(temporary, 'wx')
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    throw error
  }
}

/** Begins with the process that writes, so that what it left behind can be told from what is being written. */
function name(): string {
  return `${process.pid}-${randomUUID()}`
}

function removeAbandoned(temporary: string): void {
  for (const file of readdirSyncOrEmpty(temporary)) {
    const pid = Number.parseInt(file, 10)
    if (pid > 0 && !isAlive(pid))
      try {
        rmSync(join(temporary, file), { recursive: true, force: true })
      } catch {
        // A folder that cannot be written keeps them.
      }
  }
}

/** A damaged tag is written anew where another cache's would be left alone: in a folder that one of ours has used. */
function mendTag(folder: string, temporary: string): void {
  try {
    const file = join(folder, tag)
    if (existsSync(temporary) && readFileSync(file, 'utf8') !== tagText) writeFileSync(file, tagText)
  } catch {
    // Not there, or not to be written.
  }
}

function readdirSyncOrEmpty(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error
}
