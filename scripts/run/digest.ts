import { createHash } from 'node:crypto'
import { encode } from './canonical.ts'

/** SHA-256 in hexadecimal; of a text, its UTF-8 bytes. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

/** What a run computes, before it is computed. */
export function runId(bundle: string, params: unknown): string {
  return sha256(encode(['backprose-run-1', bundle, params]))
}

/** What a Program of cells shows, before it is carried out; `runs` are the digests it may read, by experiment. */
export function programId(bundle: string, runs: Readonly<Record<string, readonly string[]>>): string {
  return sha256(encode(['backprose-program-1', bundle, runs]))
}

/** Under what a value is stored: native code may differ between versions of Node and processors. */
export function cacheKey(
  id: string,
  { version, arch }: Readonly<Record<'version' | 'arch', string>> = process,
): string {
  return sha256(encode(['backprose-cache-1', id, version, arch]))
}
