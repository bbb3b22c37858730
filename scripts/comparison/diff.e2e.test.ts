import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Project } from '../site/fixtures/project.ts'

const experiment = (rate: number, steps = '') => `import { item, mean, tensor } from 'backprose/engine'

export const title = 'Descent'
export const cases = { start: [4, 8${steps}] }
export function* run({ start }: { start: number }) {
  let x = start
  for (let step = 1; step <= 4; step++) {
    x -= ${rate} * item(mean(tensor([x, x])))
    yield { step, x }
  }
  return { x }
}
`
const report = `# Report

\`\`\`ts run
import { fixed, runs } from 'backprose'
import * as descent from './descent.experiment.ts'

const [last] = runs(descent)
\`\`\`

It ends at \`{ts} fixed(last.result.x, 2)\`. \\claim{last.result.x < 1}{It comes *close*.}

\\textinput{descent.experiment.ts}
`

let reports: Project
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], {
    cwd: reports.folder,
    encoding: 'utf8',
    stdio: 'pipe',
  })
const commit = () => {
  git('add', '-A')
  git('commit', '-qm', 'x')
}
const diff = (...args: string[]) => reports.run(['diff', ...args])

beforeEach(async () => {
  reports = new Project({
    '.gitignore': '.backprose\n.package\nsite\n',
    'content/index.md': report,
    'content/descent.experiment.ts': experiment(0.5),
  })
  expect(await reports.build()).toMatchObject({ code: 0, errors: [] })
})
afterEach(() => reports.delete())

describe('diff', () => {
  it('shows runs, claims, values and figures of the working tree beside those of a revision', async () => {
    git('init', '-qb', 'main')
    commit()
    expect(await diff()).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^HEAD \(\w{8}\) → working tree: no difference\n$/),
    })

    reports.write({ 'content/descent.experiment.ts': experiment(0.25, ', 16') })
    const { code, stdout, stderr } = await diff('--out', 'changes')
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('Open changes/index.html') })
    // 4 · 0.5⁴ and 4 · 0.75⁴.
    expect(stdout.split('\n').slice(1)).toEqual([
      '',
      'Results',
      '  experiment             case      metric   old      new  change',
      '  descent.experiment.ts  start 16  x              5.0625  added',
      '                         start 4   x       0.25  1.26563  +406 %',
      '                         start 8   x        0.5  2.53125  +406 %',
      '',
      'Claims',
      '  content/index.md:10  true → false  It comes *close*.',
      '      last.result.x < 1',
      '      last.result.x: 0.25 → 1.265625',
      '',
      'Values',
      '  content/index.md:10  0.25 → 1.27',
      '      fixed(last.result.x, 2)',
      '',
      'Figures and outputs',
      '  content/index.md:12  changed  descent.experiment.ts',
      '',
    ])
    const page = reports.read('changes/index.html')
    expect(page.match(/<svg/g)).toHaveLength(2)
    expect(page).toContain('true → false')
    for (const name of readdirSync(reports.path('changes/runs'))) expect(page).toContain(`href="runs/${name}"`)
    expect(readdirSync(reports.path('changes/runs'))).toHaveLength(5)

    // Neither repository nor lock nor site are touched, and nothing is left.
    expect(git('status', '--porcelain')).toBe(' M content/descent.experiment.ts\n?? changes/\n')
    expect(readdirSync(reports.path('.backprose/revisions'))).toEqual([])
    expect(await reports.build(['--frozen'])).toMatchObject({ code: 1 })

    const markdown = await diff('--markdown', '--quiet')
    expect(markdown.stdout).toContain('| `descent.experiment.ts` | start 16 | x |  | 5.0625 | added |')
    expect(markdown.stderr).toBe('')
    const { runs, claims } = JSON.parse((await diff('--json')).stdout)
    expect(runs[1]).toMatchObject({ case: { start: 4 }, kind: 'changed', metrics: [{ before: 0.25, after: 1.265625 }] })
    expect(claims[0]).toMatchObject({ before: { outcome: 'true' }, after: { outcome: 'false' } })
  })

  it('compares two revisions, and runs again what is not stored any more', async () => {
    git('init', '-qb', 'main')
    commit()
    reports.write({
      'content/descent.experiment.ts': experiment(0.25),
      'content/index.md': report.replace('< 1', '< 2'),
    })
    await reports.build()
    commit()
    reports.write({ 'content/index.md': '# Something else\n' })
    reports.remove('.backprose', 'site')
    const { stdout, stderr } = await diff('HEAD~1..HEAD')
    expect(stdout).toMatch(
      /^HEAD~1 \(\w{8}\) → HEAD \(\w{8}\): 2 runs came out otherwise, 1 claim differs, 1 value differs/,
    )
    expect(stdout).toContain('last.result.x < 1 → last.result.x < 2')
    expect(stderr).toContain('runs that were not stored any more were run again: 2')
  })

  it('takes runs as they were, though the engine computes something else today', async () => {
    git('init', '-qb', 'main')
    commit()
    reports.install({
      'engine/reduction.js': code => code.replace(/export function mean\(([^)]*)\) \{/, '$& return sum(x);'),
    })
    const { stdout } = await diff()
    // Twice the gradient: x − ½ · 2x = 0.
    expect(stdout).toContain('start 4  x       0.25    0  −100 %')
    expect(stdout).toContain('content/index.md:10  0.25 → 0.00')
  })

  it('works in a folder of a repository, and with the locks alone', async () => {
    const inner = reports
    const outer = new Project()
    const repository = outer.folder
    reports = outer
    try {
      git('init', '-qb', 'main')
      outer.write({ 'lab/content/index.md': report, 'lab/content/descent.experiment.ts': experiment(0.5) })
      outer.write({ 'lab/backprose.lock': inner.read('backprose.lock'), 'lab/.gitignore': '.backprose\nsite\n' })
      commit()
      inner.write({
        'backprose.lock': inner
          .read('backprose.lock')
          .replace('"x":0.25', '"x":0.75')
          .replace(/"digest":"./, '"digest":"f'),
      })
      outer.write({ 'lab/backprose.lock': inner.read('backprose.lock') })
      outer.folder = outer.path('lab')
      expect((await diff('--quick')).stdout).toContain('start 4  x       0.25  0.75  +200 %')
      expect(existsSync(outer.path('.backprose'))).toBe(false)
      expect((await diff()).stdout).toMatch(/working tree: no difference\n$/)
    } finally {
      outer.folder = repository
      outer.delete()
      reports = inner
    }
  })

  it('says what is missing', async () => {
    const refusal = async (...args: string[]) => {
      const { code, stderr } = await diff(...args)
      return `${code} ${stderr.trim()}`
    }
    expect(await refusal()).toMatch(/^2 backprose: not a git repository/)
    git('init', '-qb', 'main')
    expect(await refusal()).toMatch(/^2 backprose: unknown revision: HEAD/)
    reports.remove('backprose.lock')
    commit()
    expect(await refusal()).toMatch(/^2 backprose: missing file: backprose.lock; HEAD \(\w{8}\) has no lock/)
    expect(await refusal('nowhere')).toMatch(/^2 backprose: unknown revision: nowhere/)
    expect(await refusal('a...b')).toMatch(/^2 backprose: invalid revision; REV or REV\.\.REV/)
    expect(await refusal('a', 'b')).toMatch(/^2 backprose: unexpected word: b/)
    expect(await refusal('--out', 'content')).toMatch(/^2 backprose: invalid --out/)
  })
})
