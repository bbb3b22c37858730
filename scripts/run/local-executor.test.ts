import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createDatasets } from './datasets.ts'
import type { RunEvent } from './executor.ts'
import { limits, openPool, run, writeBundle } from './fixtures/child.ts'
import { createLocalExecutor } from './local-executor.ts'
import { assembleRun } from './run.ts'

test('a generator’s records come in order, then its result, all in canonical text', async () => {
  const events = await run(
    `export function* run({ steps }) {
      const W = new Float32Array([1, 2])
      for (let step = 0; step < steps; step++) {
        W[0] *= 2
        yield { step, W }
      }
      return { final: W[0], worst: NaN }
    }`,
    { params: { steps: 2 } },
  )
  expect(events).toEqual([
    { type: 'record', text: '{"W":{"~tensor":{"data":"AAAAQAAAAEA=","dtype":"float32","shape":[2]}},"step":0}' },
    { type: 'record', text: '{"W":{"~tensor":{"data":"AACAQAAAAEA=","dtype":"float32","shape":[2]}},"step":1}' },
    { type: 'result', text: '{"final":4,"worst":"~NaN"}' },
  ])
})

test.each([
  ['an async generator', 'async function* run() { yield await 1; return 2 }', ['1', '2']],
  ['a generator that returns nothing', 'function* run() { yield 1 }', ['1', 'null']],
  ['a function', 'const run = () => ({ loss: 1 })', ['{"loss":1}']],
  ['an async function', 'async function run() { return await [1] }', ['[1]']],
])('%s runs as well', async (_, declaration, texts) => {
  const events = (await run(`export ${declaration}`)) as RunEvent[]
  expect(events.map(({ text }) => text)).toEqual(texts)
})

test('what is printed comes between the records', async () => {
  const events = await run('export function* run() { console.log("epoch", 1); yield 1; console.warn(true); return 2 }')
  expect(events).toEqual([
    { type: 'print', text: 'epoch 1\n' },
    { type: 'record', text: '1' },
    { type: 'print', text: 'true\n' },
    { type: 'result', text: '2' },
  ])
})

test('WebAssembly runs, although code from strings does not', async () => {
  // (func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add)
  const wasm =
    '0,97,115,109,1,0,0,0,1,7,1,96,2,127,127,1,127,3,2,1,0,7,7,1,3,97,100,100,0,0,10,9,1,7,0,32,0,32,1,106,11'
  const text = `export function run() {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([${wasm}])))
    return exports.add(2, 3)
  }`
  expect(await run(text)).toEqual([{ type: 'result', text: '5' }])
})

test('datasets are supplied before the run, verified, as plain bytes', async () => {
  const sha256 = createHash('sha256').update('0123').digest('hex')
  const text = `
    let files
    export const digits = { files: [{ name: 'digits/train', sha256: '${sha256}' }], decode: bytes => bytes }
    export const supply = supplied => { files = supplied }
    export const run = () => {
      const bytes = files.get('${sha256}')
      return [files.size, [...bytes], bytes.constructor === Uint8Array, bytes.buffer.byteLength]
    }`
  const file = writeBundle('0123')
  expect(await run(text, { datasets: createDatasets(() => file) })).toEqual([
    { type: 'result', text: '[1,[48,49,50,51],true,4]' },
  ])
  const changed = writeBundle('0124')
  expect(await run(text, { datasets: createDatasets(() => changed) })).toEqual({
    kind: 'data',
    reason: expect.stringMatching(`^invalid dataset digits/train; its SHA-256 is not ${sha256}: [0-9a-f]{64}$`),
    frames: [],
  })
  expect(await run(text)).toMatchObject({
    kind: 'data',
    reason: 'missing package: digits; it holds the dataset digits/train: npm install digits',
  })
})

test('an experiment without a bundle is unknown', async () => {
  const execute = createLocalExecutor({ bundles: new Map(), pool: openPool(), limits })
  const events = execute({ experiment: 'y.experiment.ts', params: {}, id: 'x' }, new AbortController().signal)
  await expect(events[Symbol.asyncIterator]().next()).rejects.toThrow('unknown experiment: y.experiment.ts')
})

test('a consumer that stops ends the run', async () => {
  const pool = openPool({ jobs: 1 })
  const bundles = new Map([['x.experiment.ts', writeBundle('export function* run() { for (;;) yield 1 }')]])
  const execute = createLocalExecutor({ bundles, pool, limits })
  const request = { experiment: 'x.experiment.ts', params: {}, id: 'x' }
  for await (const event of execute(request, new AbortController().signal)) {
    expect(event).toEqual({ type: 'record', text: '1' })
    break
  }
  // The only place is free again.
  for await (const event of execute(request, new AbortController().signal)) {
    expect(event.type).toBe('record')
    break
  }
})

test('an abort rejects with the signal’s reason', async () => {
  const signal = AbortSignal.timeout(200)
  await expect(run('export function run() { for (;;); }', { signal })).rejects.toThrow(
    expect.objectContaining({ name: 'TimeoutError' }),
  )
})

test('many records arrive whole', async () => {
  const events = (await run(
    'export function* run() { for (let i = 0; i < 150000; i++) yield i; return null }',
  )) as RunEvent[]
  const texts = events.map(({ text }) => text)
  const numbers = Array.from({ length: 150_000 }, (_, i) => i)
  expect(assembleRun('{}', texts.slice(0, -1), texts.at(-1)!)).toBe(
    JSON.stringify({ params: {}, records: numbers, result: null }),
  )
})
