import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Element, Root } from 'hast'
import { visit } from 'unist-util-visit'
import { expect, it } from 'vitest'
import { renderFixture } from './fixtures/article.ts'
import { compactFormulas } from './fixtures/compact.ts'

const folder = join(import.meta.dirname, 'fixtures/franklin')

it('a learning record for Franklin becomes a page without losing a character', async () => {
  const { tree, problems } = await renderFixture(folder, 'record.md')
  expect(problems.list()).toEqual([])
  compactFormulas(tree)
  const count = (names: RegExp) => {
    let found = 0
    visit(tree, 'element', ({ tagName }) => {
      if (names.test(tagName)) found++
    })
    return found
  }
  const shown = textOf(tree)
  expect(count(/^h[1-6]$/)).toBe(32)
  expect(count(/^math$/)).toBe(63)
  expect(shown.match(/\(?確認テスト:\d-\d+\)?/g)).toHaveLength(27)
  expect(shown).not.toMatch(/\\(toc|textinput\{part)/)
  const source = readFileSync(join(folder, 'record.md'), 'utf8')
  const part = readFileSync(join(folder, 'part.md'), 'utf8')
  expect(shown.replace(/\s/g, '')).toBe(plain(source.replace('\\textinput{part.md}', part)))
})

it('its lists nest as they are drawn', async () => {
  const { tree } = await renderFixture(folder, 'record.md')
  const depths: number[] = []
  const walk = (node: Root | Element, depth: number) => {
    for (const child of node.children) {
      if (child.type !== 'element' || child.tagName === 'nav') continue
      if (child.tagName === 'li') depths.push(depth)
      walk(child, depth + (/^[ou]l$/.test(child.tagName) ? 1 : 0))
    }
  }
  walk(tree, 0)
  expect(depths).toEqual(bullets)
})

/** How deep each bullet of the record is drawn, by the columns of those above it. */
const bullets = readFileSync(join(folder, 'record.md'), 'utf8')
  .replace(/```[a-z]*\n[\s\S]*?\n *```/g, '')
  .split('\n')
  .reduce<{ depths: number[]; open: number[] }>(
    ({ depths, open }, line) => {
      const [bullet, space] = /^([ \u3000]*)(?:-|\d+\.)\s/.exec(line) ?? []
      if (bullet === undefined) return { depths, open: /^\S/.test(line) ? [] : open }
      const column = space!.replaceAll('\u3000', '  ').length
      const outer = [...open.filter(other => other < column), column]
      return { depths: [...depths, outer.length], open: outer }
    },
    { depths: [], open: [] },
  ).depths

/** What a reader sees of an element: alternative texts included, contents left out. */
function textOf(node: Root | Element): string {
  return node.children
    .map(child => {
      if (child.type === 'text') return child.value
      if (child.type === 'raw') return child.value.replace(/<[^>]*>/g, '')
      if (child.type !== 'element' || child.tagName === 'nav') return ''
      return child.tagName === 'img' ? String(child.properties.alt) : textOf(child)
    })
    .join('')
}

/** The characters of Markdown that are text, one after another. */
function plain(source: string): string {
  // Every other part is code.
  const parts = source.split(/^```\w*$|^```$|^ ``` *$/m)
  return parts
    .map((part, k) => (k % 2 ? part : plainProse(part)))
    .join('')
    .replace(/\s/g, '')
}

function plainProse(source: string): string {
  return source
    .replace(/^@def .*$/gm, '')
    .replace(/^(~~~|----|\\toc)$/gm, '')
    .replace(/```(.*)```/g, '$1')
    .replace(/<[^>]*>/g, '')
    .replace(/^#+ |^[ \u3000]*(-|\d+\.)(?= |$)/gm, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\$([^$\n]*)\$/g, '$1')
}
