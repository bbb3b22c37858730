import type { Element, Root } from 'hast'
import rehypeStringify from 'rehype-stringify'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { expect, test } from 'vitest'
import rehypeTables from './tables.ts'

test('a table of Markdown can be scrolled and is aligned by style', async () => {
  const processor = unified().use(remarkParse).use(remarkGfm).use(remarkRehype).use(rehypeTables).use(rehypeStringify)
  const html = String(await processor.process('> | a | b |\n> |---|--:|\n> | 1 | 2 |'))
  expect(html.replace(/\n/g, '')).toBe(
    '<blockquote><div class="table-scroll" tabindex="0"><table><thead><tr><th>a</th><th style="text-align: right">b</th></tr></thead>' +
      '<tbody><tr><td>1</td><td style="text-align: right">2</td></tr></tbody></table></div></blockquote>',
  )
})

test('a table that can be scrolled already stays as it is', () => {
  const table: Element = { type: 'element', tagName: 'table', properties: {}, children: [] }
  const box: Element = {
    type: 'element',
    tagName: 'div',
    properties: { className: ['table-scroll'] },
    children: [table],
  }
  const tree: Root = { type: 'root', children: [box] }
  const before = structuredClone(tree)
  rehypeTables()(tree)
  expect(tree).toEqual(before)
})
