import rehypeKatex from 'rehype-katex'
import rehypeStringify from 'rehype-stringify'
import remarkMath from 'remark-math'
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
  ['one\ntwo', '<p>one\ntwo</p>'],
  ['관성\n관성', '<p>관성\n관성</p>'],
  ['改行は  \n残る', '<p>改行は<br>\n残る</p>'],
  ['- 一\n  二\n- 三', '<ul>\n<li>一二</li>\n<li>三</li>\n</ul>'],
  ['値は\n`変数`\nである', '<p>値は\n<code>変数</code>\nである</p>'],
  ['```\n一\n二\n```', '<pre><code>一\n二\n</code></pre>'],
])('%j', async (markdown, html) => {
  expect(String(await processor.process(markdown))).toBe(html)
})

test('formulas stay as they are', async () => {
  const render = async (...plugins: (typeof rehypeLineBreaks)[]) =>
    String(
      await unified()
        .use(remarkParse)
        .use(remarkMath)
        .use(remarkRehype)
        .use(rehypeKatex)
        .use(plugins)
        .use(rehypeStringify)
        .process('$$\n\\text{損失\n関数}\n$$\n\nここで\n$x$\nは'),
    )
  expect(await render(rehypeLineBreaks)).toBe(await render())
})
