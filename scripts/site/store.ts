import { type Cache, createCache } from '../run/cache.ts'
import { cacheKey } from '../run/digest.ts'

/** What builds keep between them, under `.backprose/`. */
export type Store = Pick<Cache, 'get' | 'set'>

/** Values that were computed by Programs: they are used again only on the Node and processor that computed them. */
export function nativeKey(id: string): string {
  return cacheKey(id)
}

/** With `reuse: false` everything is computed again, and stored. */
export function createStore(folder: string, reuse: boolean, warn: (message: string) => void): Store {
  const cache = createCache(folder, warn)
  return { get: async (kind, key) => (reuse ? cache.get(kind, key) : undefined), set: cache.set }
}
