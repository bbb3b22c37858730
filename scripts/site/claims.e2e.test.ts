import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Project } from './fixtures/project.ts'
import type { TrialSummary } from './trial.ts'

const experiment = `export const title = 'Squares'
export const cases = { base: [2, 3] }

export function* run({ base }: { base: number }) {
  for (let step = 1; step <= 5; step++) yield { step, value: base * base * step }
  return { last: base * base * 5, rate: base / 7 }
}
`
const report = `# At most \`{ts} largest\`

An abstract: \\claim{largest > 40 &&
  second.result.last > first.result.last}{three beats *two*}, with \`{ts} percent(second.result.rate)\`.

\`\`\`ts run
import { percent, runs } from 'backprose'
import * as squares from './squares.experiment.ts'

const [first, second] = runs(squares)
const largest = Math.max(first.result.last, second.result.last)
\`\`\`

| who | what |
| --- | --- |
| \\claim{first.records.length === 5 \\|\\| false}{both} | \`{ts} first.records.at(-1)?.value\` |

- \\textinput{part.md}
`
let project: Project
beforeEach(() => {
  project = new Project({
    'content/index.md': report,
    'content/part.md': 'A part of its own: \\claim{1 + 1 === 2}{sums hold}.\n',
    'content/squares.experiment.ts': experiment,
  })
})
afterEach(() => project.delete())

const text = (html: string) =>
  html
    .replace(/<span class="claim-check">.*?<\/span><\/span>/gs, '✓')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')

describe('values and claims', () => {
  it('stand in the sentence, are explained, listed, and kept', async () => {
    expect(await project.build()).toMatchObject({ code: 0, errors: [], warnings: [], cells: { executed: 2 } })
    const html = project.read('site/index.html')
    expect(text(html)).toContain('At most 45')
    expect(text(html)).toContain('An abstract: three beats two✓, with 42.9%.')
    expect(text(html)).toContain('both✓ 20')
    expect(text(html)).toContain('A part of its own: sums hold✓.')
    // What the mark opens: the condition, its values, the runs behind it.
    const note = /<span id="claim-1-note".*?<\/span><\/span><\/span>/s.exec(html)![0]
    expect(text(note)).toContain('second.result.last = 45')
    expect(note.match(/href="runs\/[0-9a-f]{64}\.json"/g)).toHaveLength(2)

    const list = text(project.read('site/claims/index.html'))
    for (const claim of ['three beats two', 'both', 'sums hold']) expect(list).toContain(claim)
    expect(text(html)).toContain('3 claims checked')

    const site = project.treeHash()
    project.write({
      'content/index.md': report.replace('An abstract', '\n\nAn abstract'),
    })
    expect(await project.build()).toMatchObject({ code: 0, cells: { executed: 0, cached: 2 } })
    expect(project.treeHash()).toBe(site)
  })

  it('stand in captions and callouts too', async () => {
    const captions = `# Captions

> [!NOTE]
> In a callout \\claim{second.result.last === 45}{it is} \`{ts} second.result.last\`.

~~~ts run #chart caption="1. *Up to* \`{ts} [\\"at\\", largest].join(\\" \\")\` of $x^2$, \\claim{largest > 40}{more than 40}, as in \\ref{tab:rows}"
import { runs } from 'backprose'
import * as squares from './squares.experiment.ts'

const [first, second] = runs(squares)
const largest = second.result.last
display({ data: { values: second.records }, mark: 'line', encoding: { x: { field: 'step', type: 'quantitative' } } })
~~~

\`\`\`ts run
[{ largest }]
\`\`\`

\\label{tab:rows} Of \`{ts} 1 + 1\` runs \\claim{first.result.last === 20}{the first is at} \`{ts} first.result.last\`.
`
    project.write({ 'content/index.md': captions })
    expect(await project.build()).toMatchObject({ code: 0, errors: [], warnings: [] })
    const html = project.read('site/index.html')
    const said = text(
      html.replace(
        /<span class="katex">.*?<annotation[^>]*>(.*?)<\/annotation>.*?<\/math><\/span><span class="katex-html".*?<\/span><\/span><\/span>/gs,
        '$1',
      ),
    )
    expect(said).toContain('In a callout it is✓ 45.')
    expect(said).toMatch(/Figure 1 1\. Up to at 45 of .*more than 40✓, as in 1/)
    expect(html).toMatch(/<p><span class="number">Figure 1<\/span> 1\. <em>Up to<\/em> <data class="value"/)
    expect(said).toContain('Table 1 Of 2 runs the first is at✓ 20.')
    expect(said).toContain('4 claims checked')

    // At their places, also behind an escaped quote.
    const line = captions.split('\n').findIndex(text => text.startsWith('~~~ts')) + 1
    const at = (word: string) => project.read('content/index.md').split('\n')[line - 1]!.indexOf(word) + 1
    project.edit('content/index.md', text => text.replace('largest].join', 'lagrest].join'))
    expect((await project.build()).errors).toEqual([
      expect.stringMatching(`^content/index.md:${line}:${at('lagrest')}: unavailable in Programs: lagrest`),
    ])
    project.write({
      'content/index.md': captions.replace('$x^2$', '$x_3_4$').replace('largest > 40}', 'largest > 50}'),
    })
    expect((await project.build()).errors).toEqual([
      expect.stringMatching(`^content/index.md:${line}:${at('_4')}: invalid formula; double subscript`),
      expect.stringMatching(`^content/index.md:${line}:${at('\\claim')}: false claim: largest > 50`),
    ])
    project.write({ 'content/index.md': '```ts run caption="`{ts} 1`"\n1\n```\n' })
    expect((await project.build()).errors).toEqual([
      'content/index.md:1:1: invalid fence; a caption with backticks stands behind a fence of tildes: ~~~ts run caption="…"',
    ])
  })

  it('that are false or fail are errors, all in one build, cached or not', async () => {
    const wrong = `${report}
So \\claim{first.result.last > second.result.last}{two beats three}, \\claim{first.result.last}{a number},
  \\claim{(undefined as any).x > 1}{it throws}, and \`{ts} [1, 2]\`.
`
    await project.build()
    const site = project.treeHash()
    project.write({ 'content/index.md': wrong })
    const line = wrong.split('\n').findIndex(text => text.startsWith('So ')) + 1
    for (const executed of [1, 0]) {
      const { code, errors, cells } = await project.build()
      expect({ code, executed: cells.executed }).toEqual({ code: 1, executed })
      expect(errors).toEqual([
        expect.stringMatching(
          `^content/index.md:${line}:4: false claim: first.result.last > second.result.last; correct [^\n]*
first.result.last is 20
second.result.last is 45
from squares.experiment.ts \\(base 2\\) [0-9a-f]{12}
from squares.experiment.ts \\(base 3\\) [0-9a-f]{12}$`,
        ),
        expect.stringMatching(`^content/index.md:${line}:69: invalid claim; neither true nor false: 20; in the claim`),
        expect.stringMatching(`^content/index.md:${line + 1}:3: TypeError: .*; in the claim \\(undefined as any\\)`),
        expect.stringMatching(`^content/index.md:${line + 1}:52: invalid value; only a text or a number`),
      ])
    }
    expect(project.treeHash()).toBe(site)
    // A result that changes is judged anew, though the sentence stays.
    project.write({
      'content/index.md': report,
      'content/squares.experiment.ts': experiment.replaceAll('base * base', 'base'),
    })
    expect((await project.build()).errors).toEqual([
      expect.stringMatching(/^content\/index\.md:3:14: false claim: largest > 40 && .*\nlargest is 15\n/),
    ])
  })

  it('are tried: each must become false when its runs change', async () => {
    const vain = '\\claim{largest > 0 || first.result.last < 1e9}{always} \\claim{2 > 1}{of no run}'
    project.write({ 'content/index.md': `${report}\n${vain}\n` })
    const { code, stdout } = await project.run(['claims', '--json'])
    expect(code).toBe(1)
    const { claims, messages } = JSON.parse(stdout) as TrialSummary
    expect(claims.map(({ condition, falseIf }) => [condition, falseIf])).toEqual([
      ['largest > 40 && second.result.last > first.result.last', expect.stringContaining('squares.experiment.ts')],
      ['first.records.length === 5 || false', null],
      ['largest > 0 || first.result.last < 1e9', null],
      ['2 > 1', null],
      ['1 + 1 === 2', null],
    ])
    expect(messages.map(({ path, line, column, reason }) => `${path}:${line}:${column}: ${reason}`)).toEqual([
      expect.stringMatching(/^content\/index\.md:16:3: invalid claim: .*; it holds whatever its runs say/),
      expect.stringMatching(/^content\/index\.md:20:1: invalid claim: .*; it holds whatever its runs say/),
      expect.stringMatching(/^content\/index\.md:20:56: invalid claim: 2 > 1; it stands on no run/),
      expect.stringMatching(/^content\/part\.md:1:20: invalid claim: 1 \+ 1 === 2; it stands on no run/),
    ])
  })

  it('written by hand are pointed out', async () => {
    project.write({ 'content/index.md': `${report}\nBy hand: 42.9%, 0.2857, 45, 0.9 and 428571.\n` })
    const { code, warnings } = await project.build()
    expect(code).toBe(0)
    expect(warnings).toEqual([
      expect.stringMatching(
        /^content\/index\.md:20:10: 42\.9% is result\.rate of squares\.experiment\.ts \(base 3\), /,
      ),
      expect.stringMatching(
        /^content\/index\.md:20:17: 0\.2857 is result\.rate of squares\.experiment\.ts \(base 2\), /,
      ),
    ])
  })

  it('are checked by type where they stand', async () => {
    project.write({ 'content/index.md': `${report}\n\\claim{first.result.last}{x} \`{ts} first.nothing\`\n` })
    const { code, stderr } = await project.run(['typecheck'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/content\/index\.md:20:8: TS2322: Type 'number' is not assignable to type 'boolean'/)
    expect(stderr).toMatch(/content\/index\.md:20:42: TS2339: Property 'nothing' does not exist/)
  })
})
