import { describe, expect, test } from 'vitest'
import { decode } from './canonical.ts'
import type { RunEvent } from './executor.ts'
import { run, writeBundle } from './fixtures/child.ts'

// As the hostile inputs of the project: each ends its own run, with a reason, and nothing else.
describe('a run that', () => {
  test('never ends is killed at the limit', async () => {
    const loop = 'export function run() { let i = 0; for (;;) i = (i + 1) | 0 }'
    expect(await run(loop, { limits: { seconds: 1 } })).toEqual({
      kind: 'timeout',
      reason: 'timed out after 1 s',
      frames: [],
    })
  })

  test.each([
    ['a promise', 'export const run = () => new Promise(() => {})'],
    ['a thenable', 'export const run = async () => ({ then() {} })'],
    ['a module', 'await new Promise(() => {}); export const run = () => 1'],
    ['an async generator', 'export async function* run() { yield 1; await new Promise(() => {}) }'],
  ])('waits for %s that never settles ends without a result', async (_, text) => {
    expect(await run(text)).toEqual({
      kind: 'no-result',
      reason: 'ended without a result: it waits for something that never happens',
      frames: [],
    })
  })

  test('takes typed arrays without end is killed at the limit', async () => {
    const text = `export function run() {
      const keep = []
      for (let i = 0; i < 16384; i++) keep.push(new Float64Array(131072).fill(i))
      return keep.length
    }`
    expect(await run(text)).toEqual({ kind: 'memory', reason: 'needed more than 256 MiB of memory', frames: [] })
  })

  test('takes heap without end meets the limit of memory', async () => {
    const text = 'export function run() { const keep = []; for (;;) keep.push([keep.length, {}]) }'
    expect(await run(text, { limits: { memory: 96 * 2 ** 20 } })).toEqual({
      kind: 'memory',
      reason: 'needed more than 96 MiB of memory',
      frames: [],
    })
  })

  test('throws an error tells the places that led there, innermost first', async () => {
    const text =
      'export function* run() {\n  yield 1\n  forward()\n}\nfunction forward() {\n  throw new RangeError("x")\n}'
    expect(await run(text)).toEqual({
      kind: 'threw',
      reason: 'RangeError: x',
      frames: [
        { line: 6, column: 9 },
        { line: 3, column: 3 },
      ],
    })
  })

  test.each([
    ['as a module', 'throw new Error("early"); export const run = 1'],
    ['in a forgotten promise', 'export const run = () => { Promise.reject(new Error("early")); return 1 }'],
    ['in a microtask', 'export const run = () => { queueMicrotask(() => { throw new Error("early") }); return 1 }'],
    [
      'in a getter of what it returns next',
      'export const run = () => ({ then(_, reject) { reject(new Error("early")) } })',
    ],
  ])('throws %s fails too', async (_, text) => {
    expect(await run(text)).toMatchObject({ kind: 'threw', reason: 'Error: early', frames: [{ line: 1 }] })
  })

  test.each([
    ['no function', 'export const run = 1', 'missing export: run'],
    ['a syntax error', 'export const run = [1, 2;', "SyntaxError: Unexpected token ';'"],
  ])('is %s fails', async (_, text, reason) => {
    expect(await run(text)).toMatchObject({ kind: 'threw', reason })
  })

  test.each([
    ['function* run() { yield { loss: [1, undefined] } }', 'invalid records[0].loss[1]; cannot store undefined'],
    ['const run = () => ({ f() {} })', 'invalid result.f; cannot store a function'],
    ['const run = () => {}', 'invalid result; cannot store undefined'],
    ['const run = () => "x".repeat(2 ** 21)', 'invalid result; more than 1 MiB'],
    ['function* run() { for (;;) yield "x".repeat(1000) }', 'invalid records and result; more than 1 MiB'],
  ])('gives what cannot be stored fails: %s', async (declaration, reason) => {
    expect(await run(`export ${declaration}`)).toEqual({ kind: 'data', reason, frames: [] })
  })

  test('prints without end keeps the head and the tail', async () => {
    const text = `export function run() {
      const line = 'x'.repeat(65535)
      for (let i = 0; i < 1600; i++) console.log(line)
      console.log('the end')
      return 1
    }`
    const events = await run(text)
    const printed = (events as { text: string }[])
      .slice(0, -1)
      .map(({ text }) => text)
      .join('')
    expect(printed).toMatch(/^x{65535}\n/)
    expect(printed).toMatch(/\n… 99 MiB dropped …\n[x\n]+the end\n$/)
    expect(printed.length).toBeLessThan(2 ** 20 + 100)
    expect(events).toContainEqual({ type: 'result', text: '1' })
  })
})

describe('a Program cannot reach', () => {
  test('a process, and is told why', async () => {
    expect(await run('export const run = () => process.exit(0)')).toEqual({
      kind: 'threw',
      reason: 'unavailable in Programs: process; Programs run in browsers too',
      frames: [{ line: 1, column: 34 }],
    })
  })

  const time = 'results must not depend on time'
  const locale = 'results must not depend on the locale'
  const bundled = 'what they read is bundled with them'
  const evaluated = 'Code generation from strings disallowed for this context'
  const refusals = {
    'Date.now()': `unavailable in Programs: Date; ${time}`,
    'Date()': `unavailable in Programs: Date; ${time}`,
    'new Date()': `unavailable in Programs: Date; ${time}`,
    'new Date.prototype.constructor()': `unavailable in Programs: Date; ${time}`,
    'console.time()': `unavailable in Programs: console.time; ${time}`,
    'Math.random()': "unavailable in Programs: Math.random; use seeded from 'backprose/engine'",
    '"ä".localeCompare("z")': `unavailable in Programs: localeCompare; ${locale}`,
    '(1234.5).toLocaleString()': `unavailable in Programs: toLocaleString; ${locale}`,
    'new Float32Array(1).toLocaleString()': `unavailable in Programs: toLocaleString; ${locale}`,
    'import("node:fs")': `unavailable in Programs: import of node:fs; ${bundled}`,
    'import("/etc/hostname")': `unavailable in Programs: import of /etc/hostname; ${bundled}`,
    'Function("return process")()': evaluated,
    'console.log.constructor("return process")()': evaluated,
    'eval("1")': 'eval is not defined',
    'process.kill(process.pid, "SIGKILL")': 'process is not defined',
    'require("node:fs")': 'require is not defined',
    'global.process': 'global is not defined',
    'fetch("http://127.0.0.1/")': 'fetch is not defined',
    'performance.now()': 'performance is not defined',
    'setTimeout(() => {})': 'setTimeout is not defined',
    'crypto.randomUUID()': 'crypto is not defined',
    'new Intl.NumberFormat()': 'Intl is not defined',
    'new WeakRef({})': 'WeakRef is not defined',
    'new BroadcastChannel("x")': 'BroadcastChannel is not defined',
    'display(1)': 'display is not defined',
  }

  test('what depends on the machine, the clock or the locale', async () => {
    const calls = Object.keys(refusals).map(call => `async () => ${call}`)
    const text = `export async function* run() {
      for (const call of [${calls}])
        try {
          yield await call()
        } catch (error) {
          yield error.message
        }
      return null
    }`
    const events = (await run(text)) as RunEvent[]
    const messages = events.slice(0, -1).map(({ text }) => decode(text))
    expect(Object.fromEntries(Object.keys(refusals).map((call, i) => [call, messages[i]]))).toEqual(refusals)
  })

  test('anything else through the call sites of a stack', async () => {
    const text = `export function run() {
      Error.prepareStackTrace = (_, sites) => sites.map(site => [site.getThis(), site.getFunction()])
      return new Error().stack.flat().filter(value => value !== undefined && value !== run && value !== globalThis).length
    }`
    expect(await run(text)).toEqual([{ type: 'result', text: '0' }])
  })

  test('the machine through the stack of an error', async () => {
    const text = 'export const run = () => new Error("x").stack'
    expect(await run(text)).toEqual([{ type: 'result', text: '"Error: x\\n    at run (program.mjs:1:26)"' }])
  })
})

test('what depends on the environment is the same whatever the parent’s is', async () => {
  const text = `export const run = () => [
    typeof process, typeof Date, typeof window, import.meta.url ?? null, Object.keys(globalThis), new Error().stack.includes('/'),
  ]`
  const expected = [{ type: 'result', text: '["undefined","function","undefined",null,[],false]' }]
  expect(await run(text)).toEqual(expected)
  const saved = { ...process.env }
  try {
    Object.assign(process.env, {
      NODE_OPTIONS: '--no-such-option',
      SECRET_TOKEN: 'abc',
      TZ: 'Asia/Tokyo',
      LC_ALL: 'tr_TR',
    })
    expect(await run(text)).toEqual(expected)
  } finally {
    for (const name of ['NODE_OPTIONS', 'SECRET_TOKEN', 'TZ', 'LC_ALL'])
      if (saved[name] === undefined) delete process.env[name]
      else process.env[name] = saved[name]
  }
})

test('the bits of a NaN do not depend on how V8 compiles', async () => {
  const text = `export function run() {
    const div = (a, b) => a / b
    const f = new Float64Array(4)
    f[0] = div(0, 0)
    for (let i = 0; i < 2e5; i++) div(i, 3)
    f[1] = div(0, 0); f[2] = Infinity - Infinity; f[3] = NaN
    return f
  }`
  const canonical = 'AAAAAAAA+H8AAAAAAAD4fwAAAAAAAPh/AAAAAAAA+H8='
  for (const execArgv of [[], ['--no-opt'], ['--jitless'], ['--always-sparkplug', '--no-lazy']])
    expect(await run(text, { execArgv })).toEqual([
      { type: 'result', text: `{"~tensor":{"data":"${canonical}","dtype":"float64","shape":[4]}}` },
    ])
})

test('a run that damages the realm gets what it computed, and the next one knows nothing of it', async () => {
  const pollute = `export function run() {
    Object.prototype.polluted = 1
    Object.prototype.toJSON = () => 'pwned'
    Array.prototype.map = Array.prototype.push = Array.prototype.join = () => ['pwned']
    JSON.stringify = () => '{"loss":0}'
    Math.random = () => 0
    globalThis.Uint8Array = globalThis.Promise = globalThis.String = globalThis.Map = undefined
    return { loss: 7 }
  }`
  expect(await run(pollute)).toEqual([{ type: 'result', text: '{"loss":7}' }])
  expect(await run('export const run = () => ({ seen: {}.polluted ?? null })')).toEqual([
    { type: 'result', text: '{"seen":null}' },
  ])
})

describe('a process that', () => {
  const entry = (code: string) => ({ childEntry: writeBundle(code) })

  test.each([
    ['exits', 'process.exit(0)', { kind: 'exited', reason: 'ended with exit code 0 and no result' }],
    [
      'fails to start',
      'throw new Error("broken")',
      { kind: 'exited', reason: expect.stringMatching(/^ended with exit code 1 and no result: /) },
    ],
    ['is killed', 'process.kill(process.pid, "SIGKILL")', { kind: 'killed', reason: 'killed by SIGKILL' }],
    [
      'has no heap left',
      'process.stderr.write("FATAL ERROR: … JavaScript heap out of memory\\n"); process.kill(process.pid, "SIGABRT")',
      { kind: 'memory', reason: 'needed more than 256 MiB of memory' },
    ],
    [
      'floods its pipes',
      'import { writeSync } from "node:fs"; for (const fd of [1, 2]) for (let i = 0; i < 300; i++) { try { writeSync(fd, "y".repeat(65536)) } catch { i-- } } process.exit(3)',
      { kind: 'exited', reason: `ended with exit code 3 and no result: ${'y'.repeat(4096)}` },
    ],
  ])('%s without a word fails', async (_, code, failure) => {
    expect(await run('', entry(code))).toEqual({ ...failure, frames: [] })
  })

  test('is not even there fails', async () => {
    expect(await run('', { childEntry: '/nowhere/child-main.js' })).toMatchObject({ kind: 'exited' })
  })
})
