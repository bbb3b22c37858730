import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Element, Root, Text } from 'hast'
import { visit } from 'unist-util-visit'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { formatProblem } from '../report/problem.ts'
import { renderFixtures } from './fixtures/article.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backprose-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function textOf(tree: Root | Element): string {
  let text = ''
  visit(tree, 'text', ({ value }: Text) => {
    text += value
  })
  return text
}

async function render(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const { trees, problems } = await renderFixtures(folder)
  const texts = [...trees].map(([name, tree]) => [name, textOf(tree).replace(/\s+/g, ' ').trim()])
  return { texts: Object.fromEntries(texts), problems: problems.list().map(formatProblem) }
}

const page = (name: string) => `@def title = "x"\n\\newcommand{\\who}{page ${name}}\n\n\\textinput{_part.md}\n`

it('a part takes the macros of each page that includes it, also through another part', async () => {
  const { texts, problems } = await render({
    'a.md': page('a'),
    'b.md': page('b'),
    'c.md': page('a'),
    '_part.md': 'Of \\who.\n\n\\textinput{_inner.md}\n',
    '_inner.md': 'Inside, of \\who.\n',
  })
  expect(problems).toEqual([])
  expect(texts).toEqual({
    'a.md': 'Of page a. Inside, of page a.',
    'b.md': 'Of page b. Inside, of page b.',
    'c.md': 'Of page a. Inside, of page a.',
  })
})

it('a part with cells, which run once, keeps those of the first page, with a warning', async () => {
  const { problems } = await render({
    'a.md': page('a'),
    'b.md': page('b'),
    '_part.md': 'Of \\who.\n\n```ts run\n1\n```\n',
  })
  expect(problems).toEqual([
    'b.md:4:1: warning: _part.md has cells, so it keeps the macros of the page that includes it first: define those that differ in config.md',
  ])
})

it('files that include each other are one error', async () => {
  const { problems } = await render({
    'a.md': page('a'),
    'b.md': page('b'),
    '_part.md': 'Of \\who.\n\n\\textinput{_inner.md}\n',
    '_inner.md': '\\textinput{_part.md}\n',
  })
  expect(problems).toEqual([
    expect.stringMatching(
      /^_inner\.md:1:1: invalid \\textinput; the file includes itself: _inner\.md:1:1 -> _part\.md:3:1 -> _inner\.md/,
    ),
  ])
})
