import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Project } from './fixtures/project.ts'

let reports: Project
beforeEach(() => {
  reports = new Project()
})
afterEach(() => reports.delete())

const experiment = `import { square } from './square.ts'

export const title = 'Squares'
export const cases = { base: [2, 3] }

export function* run({ base }: { base: number }) {
  for (let step = 1; step <= 5; step++) yield { step, value: square(base) * step }
  return { last: square(base) * 5 }
}
`
const report = `---
title: Report
---

# Report

\`\`\`ts run caption="Values by step"
import { runs } from 'backprose'
import * as squares from './squares.experiment.ts'

const rows = runs(squares).flatMap(({ params, records }) => records.map(record => ({ ...params, ...record })))
display({
  mark: 'line',
  data: { values: rows },
  encoding: {
    x: { field: 'step', type: 'quantitative' },
    y: { field: 'value', type: 'quantitative', scale: { type: 'pow', exponent: 0.3 } },
    color: { field: 'base', type: 'nominal' },
  },
})
runs(squares).map(({ result }) => result.last)
\`\`\`

\\textinput{squares.experiment.ts}
`
const project = {
  'content/index.md': report,
  'content/squares.experiment.ts': experiment,
  'content/square.ts': 'export const square = (x: number) => x * x\nexport const cube = (x: number) => x * x * x\n',
}

describe('a build', () => {
  it('runs experiments and cells once, and shows what came out', async () => {
    reports.write(project)
    const first = await reports.build()
    expect(first.errors).toEqual([])
    expect(first).toMatchObject({
      code: 0,
      pages: 1,
      runs: { executed: 2, cached: 0, failed: 0 },
      cells: { executed: 1, cached: 0 },
    })
    const html = reports.read('site/index.html')
    expect(html).toContain('[20, 45]')
    expect(html.match(/<figure/g)).toHaveLength(2)
    // Each run's file is named by its own hash, and figures link to it.
    const runs = readdirSync(reports.path('site/runs'))
    expect(runs).toHaveLength(2)
    for (const name of runs) {
      const bytes = readFileSync(join(reports.path('site/runs'), name))
      expect(name).toBe(`${createHash('sha256').update(bytes).digest('hex')}.json`)
      expect(html).toContain(`href="runs/${name}"`)
    }
    // So is the experiment as its author wrote it.
    const source = `sources/${createHash('sha256').update(experiment).digest('hex')}.ts`
    expect(reports.read(`site/${source}`)).toBe(experiment)
    expect(html.split(`href="${source}"`)).toHaveLength(2 * 2 + 1)
    expect(JSON.parse(readFileSync(reports.path(`site/runs/${runs[0]}`), 'utf8'))).toMatchObject({
      records: { length: 5 },
    })

    const before = reports.treeHash()
    const second = await reports.build()
    expect(second).toMatchObject({
      code: 0,
      runs: { executed: 0, cached: 2, failed: 0 },
      cells: { executed: 0, cached: 1 },
    })
    expect(reports.treeHash()).toBe(before)
  })

  it('executes what an edit concerns and nothing else', async () => {
    reports.write(project)
    await reports.build()
    const rebuild = async (files: Record<string, string>) => {
      reports.write(files)
      const { code, runs, cells } = await reports.build()
      return { code, runs: runs.executed, cells: cells.executed }
    }
    const edit = (text: string, from: string, to: string) => {
      expect(text).toContain(from)
      return text.replace(from, to)
    }
    const prose = edit(report, '# Report\n', '# Report\n\nA sentence, **moved** lines.\n')
    expect(await rebuild({ 'content/index.md': prose })).toEqual({ code: 0, runs: 0, cells: 0 })
    expect(await rebuild({ 'content/index.md': edit(prose, "mark: 'line'", "mark: 'point'") })).toEqual({
      code: 0,
      runs: 0,
      cells: 1,
    })
    const titled = edit(experiment, "'Squares'", "'Powers'")
    expect(await rebuild({ 'content/squares.experiment.ts': titled })).toEqual({ code: 0, runs: 0, cells: 0 })
    const grown = edit(titled, '[2, 3]', 'Array.from([1, 2, 3])')
    expect(await rebuild({ 'content/squares.experiment.ts': grown })).toEqual({ code: 0, runs: 1, cells: 1 })
    const unused = edit(project['content/square.ts'], 'x * x * x', 'x * (x * x)')
    expect(await rebuild({ 'content/square.ts': unused })).toEqual({ code: 0, runs: 0, cells: 0 })
    // The same values come out, so the cells that read them stay as they are.
    expect(await rebuild({ 'content/square.ts': edit(unused, '=> x * x\n', '=> x * x + 0\n') })).toEqual({
      code: 0,
      runs: 3,
      cells: 0,
    })
    const copy = { 'content/copy.experiment.ts': grown, 'content/copy.md': '\\textinput{copy.experiment.ts}' }
    expect(await rebuild(copy)).toEqual({ code: 0, runs: 0, cells: 0 })
  })

  it('gives the same bytes wherever and however it runs', async () => {
    reports.write(project)
    await reports.build(['--jobs', '1'], { TZ: 'Asia/Tokyo', LANG: 'ja_JP.UTF-8' })
    const site = reports.treeHash()
    const lock = reports.read('backprose.lock')
    reports.delete()
    reports = new Project({}, 'backprose elsewhere ')
    reports.write(project)
    await reports.build(['--jobs', '3'], { TZ: 'America/St_Johns', LANG: 'tr_TR.UTF-8' })
    expect(reports.treeHash()).toBe(site)
    expect(reports.read('backprose.lock')).toBe(lock)
  })

  it('notices when the same computation gives another result', async () => {
    reports.write(project)
    await reports.build()
    const lock = reports.read('backprose.lock')
    const digest = /"digest":"([0-9a-f]{64})"/.exec(lock)![1]!
    reports.write({ 'backprose.lock': lock.replace(digest, '0'.repeat(64)) })
    const { code, errors } = await reports.build()
    expect(code).toBe(1)
    expect(errors).toEqual([
      expect.stringMatching(
        /^backprose\.lock:2:\d+: not reproducible: squares\.experiment\.ts \(base 2\).*record 0: {"step":1,"value":4}/,
      ),
    ])
  })
})

describe('provenance', () => {
  it('names seeds, and of a narrowed figure or table its own runs', async () => {
    const seeded = experiment.replace('base: [2, 3]', 'base: [2], seed: [7, 8]')
    reports.write({
      ...project,
      'content/squares.experiment.ts': seeded,
      'content/index.md': `# Report

\`\`\`ts run
import { runs } from 'backprose'
import * as squares from './squares.experiment.ts'

const [seven, eight] = runs(squares)
display(eight!.records, { runs: [eight!] })
display(seven!.records)
\`\`\`
`,
    })
    expect((await reports.build()).errors).toEqual([])
    const html = reports.read('site/index.html')
    const folded = html.match(/<details class="provenance">.*?<\/details>/gs)!
    expect(folded).toHaveLength(2)
    const seeds = folded.map(text => [...text.matchAll(/<td>base 2<\/td><td>(\d)<\/td>/g)].map(match => match[1]))
    expect(seeds).toEqual([['8'], ['7', '8']])
    expect(folded[0]).toMatch(/Made from one run</)
  })
})

describe('mistakes and misbehaviour', () => {
  it('are each one error at their place, all of them in one build, and harm nothing else', async () => {
    reports.write({ ...project, 'backprose.yml': 'limits: { seconds: 6, memory: 512 MiB }\n' })
    await reports.build()
    const before = reports.treeHash()

    const failing = (name: string, body: string) => ({
      [`content/${name}.experiment.ts`]: `export const title = '${name}'\nexport const cases = [{ k: 1 }, { k: 2 }]\nexport function* run(): Generator<unknown, unknown> {\n  yield { step: 1 }\n  ${body}\n}\n`,
      [`content/${name}.md`]: `# ${name}\n\n\\textinput{${name}.experiment.ts}\n`,
    })
    const cell = (name: string, body: string) => ({
      [`content/cell-${name}.md`]: `Text\n\n\`\`\`ts run\nconst one = 1\n${body}\n\`\`\`\n`,
    })
    reports.write({
      ...failing('exit', 'process.exit(0)'),
      ...failing('loop', 'for (;;) {}'),
      ...failing(
        'memory',
        'const kept = []; for (let i = 0; i < 16384; i++) kept.push(new Float64Array(131072).fill(i)); return kept.length',
      ),
      ...failing('text', "throw 'a text'"),
      ...failing('good', 'return { fine: 1 }'),
      'content/never.experiment.ts':
        "export const title = 'never'\nexport const cases = [{}]\nexport async function run() {\n  await new Promise(() => {})\n}\n",
      'content/never.md': '\\textinput{never.experiment.ts}\n',
      'content/syntax.experiment.ts':
        "export const title = 's'\nexport const cases = [{}]\nexport function run() {\n  const a = [1, 2;\n}\n",
      'content/syntax.md': '\\textinput{syntax.experiment.ts}\n',
      'content/missing.md': 'Text\n\n\\textinput{nowhere.md}\n',
      'content/self.md': '# Self\n\n\\textinput{self.md}\n',
      ...cell('exit', 'process.exit(0)'),
      ...cell('loop', 'for (;;) {}'),
      ...cell('never', 'await new Promise(() => {})'),
      ...cell('text', "throw 'a text'"),
      ...cell(
        'memory',
        'const kept: unknown[] = []; for (let i = 0; i < 16384; i++) kept.push(new Float64Array(131072).fill(i))',
      ),
      ...cell('syntax', 'const = 2'),
      'content/formula.md': 'Text $a+b$\n\nand $\\unknowncommand$\n',
      'content/chart.md':
        "```ts run\ndisplay({ mark: 'line', data: { url: 'http://127.0.0.1:9/x.json' }, encoding: {} })\n```\n",
      'content/link.md':
        "```ts run\ndisplay({ mark: 'point', data: { values: [{ a: 1 }] }, encoding: { x: { field: 'a', type: 'quantitative' }, href: { value: 'https://example.org' } } })\n```\n",
    })
    const { code, errors, runs } = await reports.build()
    expect(code).toBe(1)
    const at = (place: string) =>
      errors.filter(error => error.startsWith(`content/${place}: `)).map(error => error.slice(place.length + 10))
    expect(at('exit.experiment.ts:5:3')).toEqual([expect.stringMatching(/^unavailable in Programs: process/)])
    expect(at('loop.experiment.ts:3:18')).toEqual([
      expect.stringMatching(/^timed out after 6 s.*2 cases.*embedded at content\/loop\.md:3:1/),
    ])
    expect(at('memory.experiment.ts:3:18')).toEqual([expect.stringMatching(/memory/)])
    expect(at('text.experiment.ts:3:18')).toEqual([expect.stringMatching(/a text/)])
    expect(at('never.experiment.ts:3:23')).toEqual([expect.stringMatching(/without a result/)])
    expect(at('syntax.experiment.ts:4:18')).toEqual([expect.stringMatching(/^invalid TypeScript/)])
    expect(at('missing.md:3:1')).toEqual(['missing file: nowhere.md'])
    expect(at('self.md:3:1')).toEqual([expect.stringMatching(/includes itself/)])
    expect(at('cell-exit.md:5:1')).toEqual([expect.stringMatching(/^unavailable in Programs: process/)])
    expect(at('cell-loop.md:3:1')).toEqual([expect.stringMatching(/^timed out after 6 s/)])
    expect(at('cell-never.md:3:1')).toEqual([expect.stringMatching(/without a result/)])
    expect(at('cell-text.md:3:1')).toEqual([expect.stringMatching(/a text/)])
    expect(at('cell-memory.md:3:1')).toEqual([expect.stringMatching(/memory/)])
    expect(at('cell-syntax.md:5:7')).toEqual([expect.stringMatching(/^invalid TypeScript/)])
    expect(at('formula.md:3:6')).toEqual([
      expect.stringMatching(/^invalid formula; undefined control sequence: \\unknowncommand/),
    ])
    expect(at('chart.md:2:1')).toEqual([expect.stringMatching(/url/)])
    expect(at('link.md:2:1')).toEqual([expect.stringMatching(/href/)])
    expect(errors).toHaveLength(17)
    expect(reports.treeHash()).toBe(before)

    // What is right is kept; what failed is tried again.
    expect(runs).toMatchObject({ executed: 2, cached: 2 })
    for (const name of readdirSync(reports.path('content')))
      if (!/^(good|index|square)/.test(name)) rmSync(join(reports.path('content'), name))
    expect(await reports.build()).toMatchObject({ code: 0, runs: { executed: 0, cached: 4, failed: 0 } })
    expect(existsSync(reports.path('site/good/index.html'))).toBe(true)
  })
})
