import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createCache } from './cache.ts'
import { sha256 } from './digest.ts'

const key = sha256('a run')
const body = '{"params":{"seed":0},"records":[{"loss":0.5}],"result":"学"}'
let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cache-'))
  file = join(folder, 'runs', key.slice(0, 2), key)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('what was set is found again, under its kind and key only', async () => {
  const cache = createCache(folder)
  expect(await cache.get('runs', key)).toBeUndefined()
  await cache.set('runs', key, body)
  expect(await cache.get('runs', key)).toBe(body)
  expect(await createCache(folder).get('runs', key)).toBe(body)
  expect(await cache.get('outputs', key)).toBeUndefined()
  expect(await cache.get('runs', sha256('another'))).toBeUndefined()
  await cache.set('runs', key, '')
  expect(await cache.get('runs', key)).toBe('')
})

test('the same content is the same file, byte for byte, and nothing else is left', async () => {
  await createCache(folder).set('runs', key, body)
  const first = readFileSync(file)
  await createCache(folder).set('runs', key, body)
  expect(readFileSync(file)).toEqual(first)
  expect(readdirSync(join(folder, 'temporary'))).toEqual([])
})

test('every damage counts as absence, and the next set repairs it', async () => {
  const cache = createCache(folder)
  await cache.set('runs', key, body)
  const good = readFileSync(file)
  for (let i = 0; i < good.length; i++) {
    const bad = Buffer.from(good)
    bad[i]! ^= 1
    writeFileSync(file, bad)
    expect(await cache.get('runs', key), `byte ${i}`).toBeUndefined()
  }
  for (const length of [0, 1, 64, 65, good.length - 1]) {
    writeFileSync(file, good)
    truncateSync(file, length)
    expect(await cache.get('runs', key), `${length} bytes`).toBeUndefined()
  }
  for (const bad of [Buffer.alloc(good.length), Buffer.concat([good, Buffer.from('\n')])]) {
    writeFileSync(file, bad)
    expect(await cache.get('runs', key)).toBeUndefined()
  }
  await cache.set('runs', key, body)
  expect(await cache.get('runs', key)).toBe(body)
})

test('an entry copied to another place is not taken for that place’s', async () => {
  const cache = createCache(folder)
  await cache.set('runs', key, body)
  const other = sha256('another')
  const copy = join(folder, 'runs', other.slice(0, 2), other)
  mkdirSync(dirname(copy))
  writeFileSync(copy, readFileSync(file))
  expect(await cache.get('runs', other)).toBeUndefined()
})

test('concurrent writers and readers never meet half a file', async () => {
  const caches = Array.from({ length: 4 }, () => createCache(folder))
  const long = body.repeat(10_000)
  const seen = await Promise.all(
    Array.from({ length: 40 }, async (_, i) => {
      if (i % 2) await caches[i % 4]!.set('runs', key, long)
      return caches[i % 4]!.get('runs', key)
    }),
  )
  expect(new Set(seen)).toEqual(new Set([undefined, long]))
})

test('temporary files of dead processes are removed, those of living ones kept', () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  mkdirSync(join(folder, 'temporary'))
  writeFileSync(join(folder, 'temporary', `${pid}-a`), 'half')
  writeFileSync(join(folder, 'temporary', `${process.pid}-b`), 'half')
  createCache(folder)
  expect(readdirSync(join(folder, 'temporary'))).toEqual([`${process.pid}-b`])
})

test('a cache that cannot be written is a warning, given once', async () => {
  const blocked = join(folder, 'file')
  writeFileSync(blocked, '')
  const warnings: string[] = []
  const cache = createCache(blocked, message => warnings.push(message))
  await cache.set('runs', key, body)
  await cache.set('runs', key, body)
  expect(await cache.get('runs', key)).toBeUndefined()
  expect(warnings).toEqual([expect.stringMatching(/^cannot write the cache; runs will be repeated next time: /)])
})

test('clean removes what a cache marked as its own and refuses anything else', async () => {
  const inner = join(folder, 'cache')
  const cache = createCache(inner)
  await cache.clean()
  await cache.set('runs', key, body)
  await cache.clean()
  expect(readdirSync(folder)).toEqual([])
  mkdirSync(inner)
  writeFileSync(join(inner, 'thesis.md'), '')
  await expect(cache.clean()).rejects.toThrow(/^invalid cache folder; it holds no CACHEDIR.TAG/)
  expect(readdirSync(inner)).toEqual(['thesis.md'])
})

test('kinds and keys never name another folder', async () => {
  const cache = createCache(folder)
  await expect(cache.get('../runs', key)).rejects.toThrow('invalid kind; not a word: ../runs')
  await expect(cache.get('runs', '../../etc/passwd')).rejects.toThrow('invalid key; not a SHA-256: ../../etc/passwd')
})
