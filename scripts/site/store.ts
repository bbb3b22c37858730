import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findPackageRoot } from '../program/package-root.ts'
import { type Cache, createCache } from '../run/cache.ts'
import { cacheKey, sha256 } from '../run/digest.ts'
import { createTurns } from '../run/turns.ts'

/** What builds keep between them, under `.backprose/`. */
export interface Store {
  /** A run's canonical text, by the id of what was computed: it outlives every change of the generator. */
  getRun(id: string): Promise<string | undefined>
  setRun(id: string, text: string): Promise<void>
  /**
   * Waits while another process carries out the same run, and keeps others waiting until what it returns is called: the
   * one that comes after it looks into the store again.
   */
  takeTurn(id: string): Promise<() => void>
  /** The canonical text behind a digest, if it is what the same id gave here once; also where nothing is used again. */
  recallRun(id: string, digest: string): Promise<string | undefined>
  /** What the generator made of something: good until the generator, Node or the processor changes. */
  get(kind: string, id: string): Promise<string | undefined>
  set(kind: string, id: string, body: string): Promise<void>
}

/** With `reuse: false` everything is computed again, and stored. */
export function createStore(folder: string, reuse: boolean, warn: (message: string) => void): Store {
  const cache = createCache(folder, warn)
  const turns = createTurns(join(folder, 'turns'))
  const get: Cache['get'] = async (kind, key) => (reuse ? cache.get(kind, key) : undefined)
  // Printing and drawing are the generator's: its sources, without the engine's, are part of what their results depend on.
  const generator = readFileSync(join(findPackageRoot(), '.build', 'generator.sha256'), 'utf8')
  const generatedKey = (id: string) => cacheKey(sha256(generator + id))
  return {
    getRun: id => get('runs', cacheKey(id)),
    async setRun(id, text) {
      const before = await cache.get('runs', cacheKey(id))
      if (before === text) return
      // What came out of the same computation before can still be compared with what came out now.
      if (before !== undefined) await cache.set('former', sha256(before), before)
      await cache.set('runs', cacheKey(id), text)
    },
    takeTurn: async id => (reuse ? turns.take(cacheKey(id)) : () => {}),
    async recallRun(id, digest) {
      const texts = await Promise.all([cache.get('runs', cacheKey(id)), cache.get('former', digest)])
      return texts.find(text => text !== undefined && sha256(text) === digest)
    },
    get: (kind, id) => get(kind, generatedKey(id)),
    set: (kind, id, body) => cache.set(kind, generatedKey(id), body),
  }
}

/** A store that gives nothing and only remembers what it is given: everything is computed again, nothing is written. */
export function createMemory(): Store & { readonly texts: ReadonlyMap<string, string> } {
  const texts = new Map<string, string>()
  return {
    texts,
    getRun: async () => undefined,
    async setRun(id, text) {
      texts.set(id, text)
    },
    takeTurn: async () => () => {},
    recallRun: async () => undefined,
    get: async () => undefined,
    async set(_kind, id, body) {
      texts.set(id, body)
    },
  }
}
