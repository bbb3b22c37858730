import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Root } from 'hast'
import { visit } from 'unist-util-visit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatProblem, type Problems } from '../report/problem.ts'
import { renderFixtures } from './fixtures/article.ts'
import { formulas } from './fixtures/hostile/formulas.ts'
import { frontMatter } from './fixtures/hostile/front-matter.ts'
import { paths } from './fixtures/hostile/includes.ts'
import { texts } from './fixtures/hostile/text.ts'

// The tables in fixtures/hostile/ hold what an author should never write, with every problem that it must have: its
// line and column in the file, and no other.

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'backprose-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}

/** The problems of a file, without the excerpts below them. */
function problemsOf(problems: Problems, path: string): string[] {
  return problems
    .list()
    .filter(problem => problem.path === path)
    .map(({ line, column, reason, fatal }) => `${line}:${column}: ${fatal ? '' : 'warning: '}${reason.split('\n')[0]}`)
}

describe.each([
  ['front matter', frontMatter],
  ['text', texts],
  ['formulas', formulas],
])('%s', (kind, cases) => {
  let trees: Map<string, Root>
  let problems: Problems
  beforeAll(async () => {
    write(Object.fromEntries(cases.map(([source], k) => [`${kind}/${k}.md`, source])))
    ;({ trees, problems } = await renderFixtures(join(folder, kind)))
  }, 60_000)

  it.each(cases.map(([source, ...expected], k) => ({ name: source.slice(0, 60), k, expected })))(
    '$k $name',
    ({ k, expected }) => {
      expect(problemsOf(problems, `${k}.md`)).toEqual(expected)
      expect(trees.has(`${k}.md`)).toBe(true)
    },
  )

  if (kind === 'formulas')
    it('put no element of theirs into the page', () => {
      for (const tree of trees.values())
        visit(tree, node => {
          if (node.type === 'raw') expect(node.value).not.toMatch(/<(a|img|script|iframe)[\s>]|\bid=/)
          if (node.type === 'element') expect(node.tagName).not.toMatch(/^(img|script|iframe)$/)
        })
    })
})

describe('\\textinput', () => {
  it('takes no path that leads out of the content folder, or to what is no file', async () => {
    write({
      'outside.txt': 'SECRET',
      'secret/secret.md': 'SECRET',
      'includes/part.md': 'a part\n',
      'includes/sub/x.md': 'x\n',
      'includes/index.md': `# Title\n${paths.map(([path]) => `\\textinput{${path}}\n`).join('')}`,
    })
    symlinkSync('../outside.txt', join(folder, 'includes/link.md'))
    symlinkSync('../secret', join(folder, 'includes/linkdir'))
    symlinkSync('nowhere.md', join(folder, 'includes/dangling.md'))
    symlinkSync('loop.md', join(folder, 'includes/loop.md'))
    execFileSync('mkfifo', [join(folder, 'includes/pipe')])
    const { problems, trees } = await renderFixtures(join(folder, 'includes'))
    const expected = paths.flatMap(([, ...reasons], k) => reasons.map(reason => `${k + 2}:${reason}`))
    expect(problemsOf(problems, 'index.md')).toEqual(expected)
    expect(JSON.stringify([problems.list(), [...trees.values()]])).not.toContain('SECRET')
  })
})

describe('what an included text holds', () => {
  it('is shown, and read as nothing else', async () => {
    const payload =
      '---\ntitle: x\n---\n# no heading\n\\textinput{part.md}\n{{title}} $x^2$ <script>alert(1)</script>\n```\n</code></pre>\n'
    write({
      'payload/part.md': 'a part\n',
      'payload/_payload.txt': payload,
      'payload/index.md': 'Before\n\n\\textinput{_payload.txt}\n\nAfter\n',
    })
    const { trees, problems } = await renderFixtures(join(folder, 'payload'), ['index.md'])
    expect(problems.list()).toEqual([])
    const [before, listing, after] = trees.get('index.md')!.children.filter(child => child.type === 'element')
    expect(before).toMatchObject({ tagName: 'p', children: [{ value: 'Before' }] })
    expect(listing).toMatchObject({
      children: [{ tagName: 'pre', children: [{ tagName: 'code', children: [{ type: 'text', value: payload }] }] }],
    })
    expect(after).toMatchObject({ tagName: 'p', children: [{ value: 'After' }] })
  })
})

describe('a notebook', () => {
  it('includes and runs nothing', async () => {
    const source = 'Text\n\n\\textinput{part.md}\n\n```ts run\n1\n```\n\n\\claim{1 < 2}{x}\n'
    const cells = [{ cell_type: 'markdown', metadata: {}, source }]
    write({
      'notebook/a.ipynb': JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }),
      'notebook/_part.md': 'a part',
      'notebook/index.md': '\\textinput{a.ipynb}\n',
    })
    const { problems } = await renderFixtures(join(folder, 'notebook'))
    const why = 'a notebook is shown as it was stored: write it in a report (included at index.md:1:1)'
    expect(problemsOf(problems, 'a.ipynb (cell 1)')).toEqual([
      `3:1: invalid \\textinput; ${why}`,
      `5:1: invalid cell; ${why}`,
      `9:1: invalid claim; ${why}`,
    ])
  })
})

describe('a file that is no UTF-8', () => {
  it.each([
    ['UTF-16', Buffer.from('\ufeff# x\n', 'utf16le'), '1:1', 'the file is UTF-16: save it as UTF-8'],
    ['Latin-1', Buffer.from('# caf\u00e9\n', 'latin1'), '1:6'],
    ['a lone surrogate', Buffer.from('# a\n\nb \xed\xa0\x80 c\n', 'latin1'), '3:3'],
    ['an overlong slash', Buffer.from('a \xc0\xaf b\n', 'latin1'), '1:3'],
    ['half a character', Buffer.from('a \xe6\x97', 'latin1'), '1:3'],
  ])('is named with the place: %s', async (name, bytes, place, what = 'save the file as UTF-8') => {
    write({ [`${name}/a.md`]: bytes })
    const { problems } = await renderFixtures(join(folder, name))
    expect(problemsOf(problems, 'a.md')).toEqual([`${place}: invalid UTF-8; ${what}`])
  })

  it('is named also where it is a table or a listing', async () => {
    write({
      'bytes/t.csv': Buffer.from('a,b\n\x93\xfa,1\n', 'latin1'),
      'bytes/p.png': Buffer.from('\x89PNG\r\n\x1a\n\0\0', 'latin1'),
      'bytes/a.md': '\\textinput{t.csv}\n\n\\textinput{p.png}\n',
    })
    const { problems } = await renderFixtures(join(folder, 'bytes'))
    expect(problems.list().map(formatProblem)).toEqual([
      'p.png:1:1: invalid file; it holds no text (included at a.md:3:1)',
      't.csv:2:1: invalid UTF-8; save the file as UTF-8 (included at a.md:1:1)',
    ])
  })
})
