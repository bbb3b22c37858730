import { existsSync, symlinkSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Project } from './fixtures/project.ts'

let reports: Project
beforeEach(() => {
  reports = new Project()
})
afterEach(() => reports.delete())

it('one build names every mistake, with its place, the chain of includes and what was probably meant', async () => {
  reports.write({
    'content/directives.md':
      '# Directives\n\n- \\textinputs{part.md}\n\nText \\reff{fig:a}.\n\n> \\toc{a}{b}\n\n\\textinput{part.md\n',
    'content/labels.md': '# Labels\n\n## A \\label{sec:a}\n\n## B \\label{sec:a}\n\nSee \\ref{sec:aa}.\n',
    'content/files.md':
      '\\textinput{_parts/Part.md}\n\n\\textinput{../outside.md}\n\n\\textinput{link.md}\n\n[x](missing.md) ![y](_parts/part.md#z)\n',
    'content/cycle.md': '# Cycle\n\n\\textinput{_parts/again.md}\n',
    'content/_parts/again.md': 'Again\n\n\\textinput{../cycle.md}\n',
    'content/_parts/part.md': 'A part\n\n- $\\alhpa$\n',
    'content/deep.md': '\\textinput{_parts/1.md}\n',
    ...Object.fromEntries([1, 2, 3, 4].map(k => [`content/_parts/${k}.md`, `\\textinput{${k + 1}.md}\n`])),
    'content/_parts/5.md': 'deep\n',
    'content/large.md': '\\textinput{_parts/5.md}\n\n'.repeat(7),
    'content/formulas.md':
      '# Formulas\n\nText $a$ and $\\frac{1}{$.\n\n$$\n\\begin{align}\na &= \\bta\n\\end{align}\n$$\n\n\\newcommand{\\beta}{b}\n',
    'content/chain.md': '# Chain\n\n\\textinput{_parts/outer.md}\n',
    'content/_parts/outer.md': '> \\textinput{part.md}\n',
    'content/yaml.md': '---\ntitle: [a\n---\n',
    'content/fields.md': '---\ntitel: a\ndate: 2026-02-30\n---\n',
    'content/open.md': '---\ntitle: a\n\nText\n',
    'backprose.yml': 'limits:\n  includeDepth: 3\n  includes: 6\n',
    'outside.md': 'SECRET',
  })
  symlinkSync('../outside.md', reports.path('content/link.md'))
  const { code, errors } = await reports.build()
  expect(code).toBe(1)
  expect(existsSync(reports.path('site'))).toBe(false)
  expect(errors.map(error => error.split('\n')[0])).toEqual([
    'content/_parts/again.md:3:1: invalid \\textinput; the file includes itself: content/_parts/again.md:3:1 -> content/cycle.md:3:1 -> content/_parts/again.md (included at content/cycle.md:3:1)',
    'content/_parts/part.md:3:4: invalid formula; undefined control sequence: \\alhpa (included at content/_parts/outer.md:1:3, that at content/chain.md:3:1)',
    'content/deep.md:1:1: expansion budget exceeded; included 5 deep, the limit is 3 (limits.includeDepth): include less, or raise it in backprose.yml',
    'content/directives.md:3:3: unknown directive: \\textinputs; did you mean "\\textinput"?',
    'content/directives.md:5:6: unknown directive: \\reff; did you mean "\\ref"?',
    'content/directives.md:7:3: invalid \\toc; it takes nothing, or {min=2 max=4}; found 2 arguments in braces',
    'content/directives.md:9:1: missing }: \\textinput{… is not closed on its line',
    'content/fields.md:2:1: unknown field: titel; did you mean "title"?',
    'content/fields.md:3:7: invalid date; a date such as "2026-01-31" is expected',
    'content/files.md:1:1: missing file: _parts/Part.md; did you mean "part.md"?',
    'content/files.md:3:1: invalid path; outside the content folder: ../outside.md',
    'content/files.md:5:1: invalid path; a symbolic link leads outside the content folder: link.md',
    'content/files.md:7:1: missing file: missing.md',
    'content/files.md:7:17: invalid link; _parts/part.md#z is not a page',
    'content/formulas.md:3:23: invalid formula; missing }: { is not closed',
    'content/formulas.md:7:6: invalid formula; undefined control sequence: \\bta; did you mean "\\beta"?',
    'content/labels.md:5:6: doubled label: sec:a; also at content/labels.md:3:6',
    'content/labels.md:7:5: unknown label: sec:aa; did you mean "sec:a"?',
    'content/large.md:1:1: expansion budget exceeded; 7 included files, the limit is 6 (limits.includes): include less, or raise it in backprose.yml',
    'content/open.md:1:1: missing ---: the front matter is not closed',
    'content/yaml.md:2:10: invalid YAML; flow sequence in block collection must be sufficiently indented and end with a ]',
  ])
})

describe('warnings', () => {
  it('stop a build that is strict, by the command or by the configuration', async () => {
    reports.write({ 'content/index.md': '# Title\n\nA note[^none].\n' })
    const warning = 'content/index.md:3:7: missing footnote: [^none]; a line [^none]: … gives its text'
    expect(await reports.build()).toMatchObject({ code: 0, errors: [], warnings: [warning] })
    const site = reports.treeHash()
    reports.edit('content/index.md', text => `${text}\nMore.\n`)
    expect(await reports.build(['--strict'])).toMatchObject({ code: 1, errors: [warning], warnings: [] })
    reports.write({ 'backprose.yml': 'strict: true\n' })
    expect(await reports.build()).toMatchObject({ code: 1, errors: [warning] })
    expect(reports.treeHash()).toBe(site)
    reports.edit('content/index.md', text => text.replace('[^none]', ''))
    expect(await reports.build()).toMatchObject({ code: 0, errors: [], warnings: [] })
  })
})
