import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Project } from './fixtures/project.ts'

let reports: Project
beforeEach(() => {
  reports = new Project({
    'content/index.md': `# Report

\`\`\`ts run
import { runs } from 'backprose'
import * as curves from './curves.experiment.ts'

runs(curves).map(({ params, result }) => ({ ...params, ...result }))
\`\`\`

\\textinput{curves.experiment.ts}
`,
    'content/curves.experiment.ts': `import { seeded, uniform } from 'backprose/engine'

export const title = 'Curves'
export const cases = { rate: [0.5, 2], seed: [0, 1] }
export function* run({ rate, seed }: { rate: number; seed: number }) {
  const noise = uniform(seeded(seed), [5])
  for (let step = 1; step <= 5; step++) yield { step, value: Math.exp(-rate * step) + Math.sin(step), noise }
  return { last: Math.tanh(rate) }
}
`,
  })
})
afterEach(() => reports.delete())

const files = () =>
  readdirSync(reports.path('.backprose/cache'), { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort()

it('any environment gives the same site and lock', async () => {
  expect((await reports.build()).errors).toEqual([])
  const expected = [reports.treeHash(), reports.read('backprose.lock')]
  const variations: Parameters<Project['run']>[] = [
    [
      ['--jobs', '1'],
      { HOME: '/nonexistent', USER: 'other', TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', FORCE_COLOR: '3' },
    ],
    [['--jobs', '3'], { UV_THREADPOOL_SIZE: '1', COLUMNS: '20' }, [process.execPath, '--no-opt']],
    [[], {}, ['/bin/sh', '-c', 'umask 077; exec nice -n 19 "$0" "$@"', process.execPath]],
  ]
  for (const variation of variations) {
    reports.remove('site', '.backprose', 'backprose.lock')
    expect((await reports.build(...variation)).errors).toEqual([])
    expect([reports.treeHash(), reports.read('backprose.lock')]).toEqual(expected)
  }
})

it('damage in every stored file is noticed, computed again and mended', async () => {
  await reports.build()
  const [site, cache] = [reports.treeHash(), reports.treeHash('.backprose/cache')]
  const damages: ((bytes: Buffer, k: number) => Buffer)[] = [
    (bytes, k) => bytes.fill(bytes[k % bytes.length]! ^ (1 << (k % 8)), k % bytes.length, (k % bytes.length) + 1),
    bytes => bytes.subarray(0, bytes.length >> 1),
    bytes => Buffer.alloc(bytes.length),
  ]
  expect(files().length).toBeGreaterThan(8)
  for (const damage of damages) {
    for (const [k, file] of files().entries()) writeFileSync(file, damage(readFileSync(file), k))
    expect(await reports.build()).toMatchObject({ code: 0, errors: [], runs: { executed: 4 }, cells: { executed: 1 } })
    expect(reports.treeHash()).toBe(site)
    expect(reports.treeHash('.backprose/cache')).toBe(cache)
  }
})

it('builds at the same time share runs, do not harm each other, and leave nothing behind', async () => {
  const built = await Promise.all([reports.build(), reports.build(), reports.build(['--no-cache'])])
  expect(built.map(({ code, errors }) => ({ code, errors }))).toEqual(Array(3).fill({ code: 0, errors: [] }))
  const [first, second, third] = built.map(({ runs }) => runs.executed) as [number, number, number]
  expect(first + second).toBeLessThanOrEqual(4)
  expect(third).toBe(4)
  const site = reports.treeHash()
  expect(readdirSync(reports.folder).sort()).toEqual(['.backprose', 'backprose.lock', 'content', 'site'])
  expect(readdirSync(reports.path('.backprose/cache/temporary'))).toEqual([])
  expect(await reports.build(['--frozen'])).toMatchObject({ code: 0, runs: { executed: 0, cached: 4 } })
  expect(reports.treeHash()).toBe(site)
})

it('an interrupt leaves nothing behind', async () => {
  const endless = "console.log('begun')\n  yield { step: 0 }\n  for (;;);\n"
  reports.write({
    'content/curves.experiment.ts': `export const title = 'Endless'\nexport const cases = { rate: [1, 2] }\nexport function* run() {\n  ${endless}}\n`,
  })
  const { code } = await reports.run(['build'], {}, [process.execPath], (text, child) => {
    if (text.includes('begun')) child.kill('SIGINT')
  })
  expect(code).toBe(null)
  expect(readdirSync(reports.folder).sort()).toEqual(['.backprose', 'content'])
  expect(readdirSync(reports.path('.backprose/cache/temporary'))).toEqual([])
})
