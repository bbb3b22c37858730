import { expect, test } from 'vitest'
import { encode } from './canonical.ts'
import { cacheKey, programId, runId, sha256 } from './digest.ts'
import { assembleRun } from './run.ts'

test('sha256 is that of the UTF-8 bytes (FIPS 180-2, appendix B.1)', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(sha256(new Uint8Array([97, 98, 99]))).toBe(sha256('abc'))
})

test('a run id depends on the bundle and on what its params are, not on how they are written', () => {
  expect(runId('export{}', { a: 1, b: 2 })).toBe(runId('export{}', { b: 2, a: 1.0 }))
  // printf '["backprose-run-1","export{}",{"a":1,"b":2}]' | sha256sum
  expect(runId('export{}', { a: 1, b: 2 })).toBe('6d2ba735c46477e677e13aff4e85f9aaa8d17d9269f908c89e9baaa26d286841')
  expect(runId('export{}', { a: 1 })).not.toBe(runId('export{}', { a: '1' }))
  expect(runId('ab', 'c')).not.toBe(runId('a', 'bc'))
})

test('a Program’s id tells which experiment a run belongs to', () => {
  expect(programId('x', { a: ['1', '2'], b: ['3'] })).not.toBe(programId('x', { a: ['1'], b: ['2', '3'] }))
})

test('a cache key depends on the version of Node and the processor', () => {
  const key = cacheKey('id', { version: 'v20.19.0', arch: 'x64' })
  expect(key).not.toBe(cacheKey('id', { version: 'v24.0.0', arch: 'x64' }))
  expect(key).not.toBe(cacheKey('id', { version: 'v20.19.0', arch: 'arm64' }))
  expect(cacheKey('id')).toBe(cacheKey('id', { version: process.version, arch: process.arch }))
})

test('a run is assembled from canonical parts into canonical text', () => {
  const run = { params: { seed: 0 }, records: [{ step: 0 }, { step: 1 }], result: { loss: -0 } }
  expect(
    assembleRun(
      encode(run.params),
      run.records.map(record => encode(record)),
      encode(run.result),
    ),
  ).toBe(encode(run))
  expect(assembleRun('null', [], '1')).toBe(encode({ params: null, records: [], result: 1 }))
})
