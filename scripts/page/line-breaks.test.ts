import type { Root } from 'hast'
import rehypeStringify from 'rehype-stringify'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { expect, test } from 'vitest'
import rehypeLineBreaks from './line-breaks.ts'

const processor = unified().use(remarkParse).use(remarkRehype).use(rehypeLineBreaks).use(rehypeStringify)

test.each([
  ['微分を手で書いた\n確率的勾配降下法', '<p>微分を手で書いた確率的勾配降下法</p>'],
  ['終わる。\n「次」は、\nカタカナー\n（括弧）', '<p>終わる。「次」は、カタカナー（括弧）</p>'],
  ['辞書の𠮷\n𠮷野家', '<p>辞書の𠮷𠮷野家</p>'],
  [
    '重みは\n**Xavier** と\n**大きな**\n*幅*の',
    '<p>重みは\n<strong>Xavier</strong> と<strong>大きな</strong><em>幅</em>の</p>',
  ],
  ['データは\nMNIST\nである', '<p>データは\nMNIST\nである</p>'],
  ['終わる。\nMNIST の\n「数字」、\n`変数`\n（値）', '<p>終わる。MNIST の「数字」、<code>変数</code>（値）</p>'],
  ['one,\ntwo.\n(three)', '<p>one,\ntwo.\n(three)</p>'],
  ['one\ntwo', '<p>one\ntwo</p>'],
  ['관성\n관성', '<p>관성\n관성</p>'],
  ['改行は  \n残る', '<p>改行は<br>\n残る</p>'],
  ['- 一\n  二\n- 三', '<ul>\n<li>一二</li>\n<li>三</li>\n</ul>'],
  ['値は\n`変数`\nである', '<p>値は\n<code>変数</code>\nである</p>'],
  ['```\n一\n二\n```', '<pre><code>一\n二\n</code></pre>'],
])('%j', async (markdown, html) => {
  expect(String(await processor.process(markdown))).toBe(html)
})

test('formulas stay as they are', () => {
  const text = (value: string) => ({ type: 'text' as const, value })
  const formula = { type: 'element' as const, tagName: 'span', properties: { className: ['katex'] } }
  const tree: Root = {
    type: 'root',
    children: [text('ここで'), { ...formula, children: [text('損失\n関数')] }, text('\nは')],
  }
  const before = structuredClone(tree)
  rehypeLineBreaks()(tree)
  expect(tree).toEqual(before)
})

test('a line between characters of two code units each, and one that is a text of its own', async () => {
  const text = (value: string) => ({ type: 'text' as const, value })
  const tree: Root = { type: 'root', children: [text('野𠮷'), text('\n'), text('𠮷\n家')] }
  rehypeLineBreaks()(tree)
  expect(tree.children).toEqual([text('野𠮷'), text(''), text('𠮷家')])
})
