import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Project } from './fixtures/project.ts'

const squares = (values: string, body = 'x * x') => `export const title = 'Squares'
export const cases = { x: [${values}] }
export function* run({ x }: { x: number }) {
  for (let step = 1; step <= 3; step++) yield { step, value: (${body}) * step }
  return { last: (${body}) * 3 }
}
`
const report = '# Report\n\n\\textinput{squares.experiment.ts}\n'

let reports: Project
beforeEach(() => {
  reports = new Project({ 'content/index.md': report, 'content/squares.experiment.ts': squares('2, 3') })
})
afterEach(() => reports.delete())

describe('a frozen build', () => {
  it('passes where the lock says what comes out, without a cache too, and writes nothing', async () => {
    expect((await reports.build(['--frozen'])).errors).toEqual([
      'backprose.lock:1:1: missing file: backprose.lock; run backprose build and commit the lock first',
    ])
    await reports.build()
    const lock = reports.read('backprose.lock')
    reports.remove('.backprose', 'site')
    expect(await reports.build(['--frozen'])).toMatchObject({
      code: 0,
      errors: [],
      warnings: [],
      runs: { executed: 2 },
    })
    expect(reports.read('backprose.lock')).toBe(lock)
  })

  it('names everything that is missing, extra, different or misquoted, with the first value that differs', async () => {
    await reports.build()
    const lock = reports.read('backprose.lock')
    const site = reports.treeHash()
    reports.write({
      'backprose.lock': lock.replace('"last":12', '"last":13'),
      'content/squares.experiment.ts': squares('3, 4', 'x * x + (x > 2 && step > 1 ? 0.5 : 0)').replace(
        'last: (x * x + (x > 2 && step > 1 ? 0.5 : 0)) * 3',
        'last: x * x * 3',
      ),
    })
    const { code, errors } = await reports.build(['--frozen'])
    expect(code).toBe(1)
    expect(errors).toEqual([
      'backprose.lock:2:1: unknown run: squares.experiment.ts (x 2); no report asks for it: run backprose build and commit the lock',
      expect.stringMatching(
        /^backprose\.lock:3:\d+: different result: squares\.experiment\.ts \(x 3\); other code gave \w{12}, the lock says \w{12}; record 1, value: 18 → 19: if that is meant, run backprose build and commit the lock$/,
      ),
      'backprose.lock:4:1: missing run: squares.experiment.ts (x 4); the lock does not know it: run backprose build and commit the lock',
    ])
    expect(reports.treeHash()).toBe(site)

    // The same without the published site: the cache still has what the lock speaks of.
    reports.remove('site')
    expect((await reports.build(['--frozen'])).errors[1]).toContain('record 1, value: 18 → 19')
    // And with nothing left, the headline.
    reports.remove('.backprose')
    const halved = squares('2, 3', 'x * x / 2')
    reports.write({ 'content/squares.experiment.ts': halved, 'backprose.lock': lock })
    expect((await reports.build(['--frozen'])).errors).toEqual([
      expect.stringContaining('(x 2); other code gave'),
      expect.stringContaining('; result.last: 27 → 13.5: if'),
    ])
  })

  it('notices that other code gave the same, and does not mind', async () => {
    await reports.build()
    const lock = reports.read('backprose.lock')
    reports.write({ 'content/squares.experiment.ts': squares('2, 3', 'x * x + 0') })
    const { code, warnings } = await reports.build(['--frozen'])
    expect(code).toBe(0)
    expect(warnings).toHaveLength(2)
    expect(warnings[0]).toMatch(
      /^backprose\.lock:2:\d+: squares\.experiment\.ts \(x 2\) is computed by other code than the lock says, and came out the same$/,
    )
    expect(reports.read('backprose.lock')).toBe(lock)
    // A metric that a hand changed is no result.
    reports.write({ 'backprose.lock': lock.replace('"last":27', '"last":28') })
    expect((await reports.build(['--frozen'])).errors).toEqual([
      expect.stringMatching(/^backprose\.lock:3:\d+: invalid metrics of squares.*; last: 28 → 27: run backprose build/),
    ])
  })
})

describe('the lock', () => {
  it('keeps the lines of runs that a build with errors did not reach', async () => {
    await reports.build()
    const lock = reports.read('backprose.lock')
    reports.write({ 'content/index.md': '# Report\n\n\\textinput{nowhere.md}\n' })
    expect((await reports.build()).code).toBe(1)
    expect(reports.read('backprose.lock')).toBe(lock)
    reports.write({ 'content/index.md': '# Report\n' })
    expect((await reports.build()).code).toBe(0)
    expect(reports.read('backprose.lock').split('\n')).toHaveLength(2)
  })

  it('of other reports is none, unless one is named', async () => {
    reports.write({ 'trial/index.md': report, 'trial/squares.experiment.ts': squares('5') })
    const trial = ['--content', 'trial', '--out', 'trial-site']
    expect((await reports.build(trial)).code).toBe(0)
    expect(existsSync(reports.path('backprose.lock'))).toBe(false)
    await reports.build([...trial, '--lock', 'trial.lock'])
    expect(reports.read('trial.lock')).toContain('{"x":5}')
    expect((await reports.build([...trial, '--lock', 'trial.lock', '--frozen'])).code).toBe(0)
    expect(existsSync(reports.path('backprose.lock'))).toBe(false)
    expect(await reports.run(['build', ...trial, '--frozen'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('missing --lock'),
    })
    expect((await reports.build([...trial, '--lock', 'trial'])).errors).toEqual([
      'trial:1:1: invalid lock; not a file: trial',
    ])
    expect((await reports.build(['--content', './content/'])).code).toBe(0)
    expect(existsSync(reports.path('backprose.lock'))).toBe(true)
  })

  it.each(['union', 'text'])('merges in git: two branches each add and change runs (merge=%s)', async merge => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], {
        cwd: reports.folder,
        encoding: 'utf8',
        stdio: 'pipe',
      })
    const commit = async (files: Record<string, string>) => {
      reports.write(files)
      expect(await reports.build()).toMatchObject({ code: 0 })
      git('add', '-A')
      git('commit', '-qm', 'x')
    }
    const added = (name: string) => ({
      [`content/${name}.experiment.ts`]: squares('2, 7'),
      [`content/${name}.md`]: `# ${name}\n\n\\textinput{${name}.experiment.ts}\n`,
    })
    git('init', '-qb', 'main')
    await commit({ '.gitignore': '.backprose\nsite\n', '.gitattributes': `backprose.lock merge=${merge}\n` })
    git('checkout', '-qb', 'theirs')
    await commit({ ...added('cubes'), 'content/squares.experiment.ts': squares('2, 3, 5', 'x * x * 2') })
    git('checkout', '-q', 'main')
    await commit({ ...added('cube'), 'content/squares.experiment.ts': squares('2, 3, 4', 'x * x * 3') })
    try {
      git('merge', '-q', '--no-edit', 'theirs')
    } catch {
      // As it is when both sides change the same lines.
    }
    reports.write({ 'content/squares.experiment.ts': squares('2, 3, 4, 5', 'x * x * 2') })
    const { code, errors, warnings, runs } = await reports.build()
    expect({ code, errors }).toEqual({ code: 0, errors: [] })
    expect(warnings.length).toBeGreaterThan(0)
    expect(
      warnings.every(text => text.startsWith('backprose.lock:') && /doubled run|unresolved merge/.test(text)),
    ).toBe(true)
    // Only the case that neither branch had computed with this code.
    expect(runs).toMatchObject({ executed: 1, cached: 5 })
    expect(await reports.build(['--frozen', '--no-cache'])).toMatchObject({ code: 0, errors: [], warnings: [] })
  })
})
