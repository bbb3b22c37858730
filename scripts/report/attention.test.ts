import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parser } from './document.ts'
import { parseMarkdown } from './parse.ts'

it('pairs marks as micromark does', () => {
  const unit = fc.constantFrom(
    '*',
    '**',
    '***',
    '_',
    '__',
    '~~',
    'a',
    'b',
    ' ',
    '\n',
    '「',
    '。',
    '[',
    '](x)',
    '`',
    '$',
  )
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 40 }), source => {
      expect(parseMarkdown(parser, source).tree).toEqual(parser.parse(source))
    }),
    { numRuns: 1500 },
  )
}, 60_000)

it('pairs many marks of a paragraph', () => {
  const source = '*a* **b _c_** ~~d *e*~~ '.repeat(3000)
  const [paragraph] = parseMarkdown(parser, source).tree.children
  const counts: Record<string, number> = {}
  const count = (node: { type: string; children?: { type: string }[] }): void => {
    counts[node.type] = (counts[node.type] ?? 0) + 1
    node.children?.forEach(count)
  }
  count(paragraph!)
  expect(counts).toMatchObject({ emphasis: 9000, strong: 3000, delete: 3000 })
}, 60_000)
