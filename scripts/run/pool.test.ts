import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { childEntry, limits, openPool, run, writeBundle } from './fixtures/child.ts'
import type { Message } from './message.ts'
import { createPool } from './pool.ts'

const quick = () => writeBundle('export const run = () => 1')
const endless = () => writeBundle('export function* run() { yield 1; for (;;); }')

test('no more than `jobs` processes are there at once, and the first come is the first served', async () => {
  const pool = openPool({ jobs: 2 })
  const log: string[] = []
  let busy = 0
  await Promise.all(
    ['a', 'b', 'c', 'd', 'e'].map(async name => {
      const onStart = () => {
        log.push(name)
        expect(++busy).toBeLessThanOrEqual(2)
      }
      const onMessage = ({ type }: Message) => type === 'events' && busy--
      await pool.perform({ type: 'run', bundle: quick(), params: '{}' }, { limits, onStart, onMessage })
    }),
  )
  expect(log).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('a failed task gives its place back', async () => {
  const pool = openPool({ jobs: 1 })
  const perform = (bundle: string) => pool.perform({ type: 'run', bundle, params: '{}' }, { limits, onMessage() {} })
  await expect(perform(writeBundle('throw 1'))).rejects.toThrow('threw 1')
  await expect(perform('/nowhere.mjs')).rejects.toThrow('ENOENT')
  await expect(perform(quick())).resolves.toBeUndefined()
})

test('an abort ends what runs and what waits, and leaves the others', async () => {
  const pool = openPool({ jobs: 1 })
  const controller = new AbortController()
  const { signal } = controller
  const options = { limits, onMessage: () => controller.abort(new Error('newer save')) }
  const tasks = [
    pool.perform({ type: 'run', bundle: endless(), params: '{}' }, { ...options, signal }),
    pool.perform({ type: 'run', bundle: quick(), params: '{}' }, { ...options, signal }),
    pool.perform({ type: 'run', bundle: quick(), params: '{}' }, { limits, onMessage() {} }),
  ]
  const [running, waiting, other] = await Promise.allSettled(tasks)
  expect(running).toEqual({ status: 'rejected', reason: new Error('newer save') })
  expect(waiting).toEqual({ status: 'rejected', reason: new Error('newer save') })
  expect(other).toEqual({ status: 'fulfilled', value: undefined })
  await expect(pool.perform({ type: 'run', bundle: quick(), params: '{}' }, { ...options, signal })).rejects.toThrow(
    'newer save',
  )
})

test('killAll ends what runs, what waits and what comes', async () => {
  const pool = openPool({ jobs: 1 })
  const perform = () =>
    pool.perform({ type: 'run', bundle: endless(), params: '{}' }, { limits, onMessage: () => pool.killAll() })
  const interrupted = { status: 'rejected', reason: new DOMException('interrupted', 'AbortError') }
  expect(await Promise.allSettled([perform(), perform()])).toEqual([interrupted, interrupted])
  expect(await Promise.allSettled([perform()])).toEqual([interrupted])
})

test('jobs is a positive integer', () => {
  expect(() => createPool({ jobs: 0 })).toThrow('invalid jobs; not a positive integer: 0')
})

test('while nothing runs, interrupts are not handled', async () => {
  const before = process.listenerCount('SIGINT')
  await run('export const run = () => 1')
  expect(process.listenerCount('SIGINT')).toBe(before)
})

test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
  'after %s to the parent no process is left',
  async how => {
    const parent = writeBundle(`
    import { createPool } from ${JSON.stringify(childEntry.replace('child-main', 'pool'))}
    const pool = createPool({ jobs: 2 })
    const perform = bundle => pool.perform(
      { type: 'run', bundle, params: '{}' },
      { limits: ${JSON.stringify(limits)}, onMessage: () => console.log('running') },
    )
    perform(process.argv[2]).catch(() => {})
    perform(process.argv[3]).catch(() => {})
  `)
    const waiting = writeBundle('export async function* run() { for (;;) yield 1 }')
    const build = spawn(process.execPath, [parent, endless(), waiting], { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    await new Promise<void>(resolve => {
      build.stdout.on('data', text => {
        output += text
        if (output.split('\n').length > 10) resolve()
      })
    })
    const children = childrenOf(build.pid!)
    build.kill(how)
    const [, signal] = await new Promise<unknown[]>(resolve => build.on('close', (...end) => resolve(end)))
    expect(signal).toBe(how)
    await expect.poll(() => children.filter(isRunning), { timeout: 4000 }).toEqual([])
  },
)

function childrenOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ').map(Number) : []
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
