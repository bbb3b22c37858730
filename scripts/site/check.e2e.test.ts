import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CheckSummary } from './check.ts'
import { Project } from './fixtures/project.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

let reports: Project
beforeAll(async () => {
  reports = new Project({
    'content/index.md': '# Report\n\n\\textinput{squares.experiment.ts}\n\n```ts run\n1 + 1\n```\n',
    'content/squares.experiment.ts': `export const title = 'Squares'
export const cases = { x: [2, 3, 4] }
export function* run({ x }: { x: number }) {
  for (let step = 1; step <= 3; step++) yield { step, value: x * x * step }
  return { last: x * x * 3 }
}
`,
  })
  expect((await reports.build()).code).toBe(0)
})
afterAll(() => reports.delete())

async function check(...args: string[]) {
  const { code, stdout, stderr } = await reports.run(['check', '--json', ...args])
  if (!stdout) throw new Error(stderr)
  const summary = JSON.parse(stdout) as CheckSummary
  const errors = summary.messages.map(({ path, line, column, reason }) => `${path}:${line}:${column}: ${reason}`)
  return { ...summary, code, errors }
}

it('runs everything again and writes nothing', async () => {
  const before = ['site', '.backprose/cache'].map(name => reports.treeHash(name)).concat(reports.read('backprose.lock'))
  expect(await check('--times', '2')).toMatchObject({
    code: 0,
    errors: [],
    experiments: [{ experiment: 'squares.experiment.ts', runs: 3, equal: 3, different: 0, flaky: 0, failed: false }],
  })
  const after = ['site', '.backprose/cache'].map(name => reports.treeHash(name)).concat(reports.read('backprose.lock'))
  expect(after).toEqual(before)
  expect((await reports.run(['check'])).stdout).toMatch(
    /^\nexperiment +runs +equal +different +flaky\nsquares\.experiment\.ts +3 +3 +0 +0\n\n3 runs in .* s: everything came out as the lock says\n$/,
  )
})

it('looks at a part', async () => {
  expect(await check('--sample', '2')).toMatchObject({ code: 0, experiments: [{ runs: 2, equal: 2 }] })
  expect(await check('--only', 'square', '--sample', '1')).toMatchObject({ code: 0, experiments: [{ runs: 1 }] })
  expect(await check('--only', 'sqares')).toMatchObject({
    code: 1,
    errors: ['content:1:1: unknown experiment: sqares; did you mean "squares"?'],
  })
})

it('names record and value where the lock, a stored or a published run is not what comes out', async () => {
  const lock = reports.read('backprose.lock')
  const [two, three, four] = lock.split('\n').slice(1, 4) as [string, string, string]
  const digestOf = (line: string) => /"digest":"(\w{64})"/.exec(line)![1]!
  const edit = (text: string) => text.replace('"value":18', '"value":17')

  const published = `site/runs/${digestOf(three)}.json`
  const text = reports.read(published)
  const key = readdirSync(reports.path('.backprose/cache/runs'), { recursive: true, encoding: 'utf8' }).find(
    name => /\w{64}$/.test(name) && reports.read(`.backprose/cache/runs/${name}`).endsWith(`\n${text}`),
  )!
  const stored = `.backprose/cache/runs/${key}`
  const original = reports.read(stored)
  reports.write({
    // A digest of another run, a stored run that is edited and hashed anew, and a published one that is only edited.
    'backprose.lock': lock.replace(digestOf(two), digestOf(four)),
    [stored]: `${sha256(`runs/${key.split('/').at(-1)}\n${edit(text)}`)}\n${edit(text)}`,
    [published]: edit(text),
  })
  const { code, errors, experiments } = await check()
  expect(code).toBe(1)
  expect(experiments).toMatchObject([{ runs: 3, equal: 1, different: 2, flaky: 0 }])
  expect(errors).toEqual([
    expect.stringMatching(
      /^backprose\.lock:2:\d+: not reproducible: squares\.experiment\.ts \(x 2\); the same computation gave \w+, the lock says \w+; record 0, value: 16 → 4:/,
    ),
    expect.stringMatching(
      /^content\/squares\.experiment\.ts:3:18: not reproducible: squares\.experiment\.ts \(x 3\); stored is another result: record 1, value: 17 → 18:/,
    ),
    expect.stringMatching(
      /^site\/runs\/\w{64}\.json:1:1: invalid run file; its SHA-256 is not its name; it differs from squares\.experiment\.ts \(x 3\): record 1, value: 17 → 18:/,
    ),
  ])
  reports.write({ 'backprose.lock': lock, [stored]: original, [published]: text })
})

it('finds experiments that differ from one time to the next', async () => {
  // How deep calls go depends on what has been optimized so far.
  const flaky = `export const title = 'Depth'
export const cases = [{ k: 1 }]
export function* run() {
  const dive = (depth: number): number => {
    try {
      return dive(depth + 1)
    } catch {
      return depth
    }
  }
  for (let step = 0; step < 50; step++) yield { step, depth: dive(0) }
}
`
  reports.write({ 'content/depth.experiment.ts': flaky, 'content/depth.md': '\\textinput{depth.experiment.ts}\n' })
  expect((await reports.build()).code).toBe(0)
  const { code, errors, experiments } = await check('--times', '4', '--only', 'depth')
  expect(code).toBe(1)
  expect(experiments).toMatchObject([{ experiment: 'depth.experiment.ts', runs: 1, equal: 0, flaky: 1 }])
  expect(errors.at(-1)).toMatch(
    /^content\/depth\.experiment\.ts:3:18: flaky: depth\.experiment\.ts \(k 1\); it differed \d of 3 more times: record \d+, depth: \d+ → \d+$/,
  )
})
