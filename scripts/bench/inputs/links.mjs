// Links, images and notes, and what they refer to.
import { blocks, line, lines, many, page } from './repeat.mjs'

export const links = {
  links: { size: 5000, files: n => page(lines(n, k => `[link ${k}](https://example.com/${k})`)) },
  anchors: { size: 2500, files: n => page(blocks(n, k => `## Heading ${k}\n\n[to](#heading-${n - 1 - k})`)) },
  'reference definitions': {
    size: 2500,
    files: n => page(`${lines(n, k => `[text][name${k}]`)}\n${lines(n, k => `[name${k}]: https://example.com/${k}`)}`),
  },
  'equal definitions': { size: 5000, files: n => page(`[text][name]\n\n${lines(n, '[name]: https://example.com/')}`) },
  footnotes: { size: 2500, files: n => page(`${lines(n, k => `text[^${k}]`)}\n${blocks(n, k => `[^${k}]: A note.`)}`) },
  'references to one footnote': { size: 2500, files: n => page(`${lines(n, 'text[^a]')}\n[^a]: A note.\n`) },
  'links to pages': {
    size: 100,
    files: n =>
      Object.fromEntries(many(n, k => [`p${k}.md`, `# Page ${k}\n\n${lines(20, j => `[to](p${(k + j) % n}.md)`)}`])),
  },
  images: { size: 2500, files: n => page(line(n, k => `![image ${k}](https://example.com/${k}.png)`)) },
  'images by paragraph': { size: 1000, files: n => page(blocks(n, k => `![a](https://example.com/${k}.png)`)) },
  'images in links': {
    size: 2500,
    files: n => page(line(n, '[![a](https://example.com/a.png)](https://example.com)')),
  },
  'nested brackets': { size: 2500, files: n => page(`${'['.repeat(n)}a${']'.repeat(n)}\n`) },
  'nested links': { size: 2500, files: n => page(`${'['.repeat(n)}a${'](https://example.com)'.repeat(n)}\n`) },
  'nested images': {
    size: 200,
    files: n => page(`${'!['.repeat(n)}a${'](https://example.com)'.repeat(n)}\n`),
    fails: 'maybe',
  },
  'titles of links': { size: 2500, files: n => page(line(n, k => `[a](https://example.com "title ${k}")`)) },
  'parentheses of one link': { size: 5000, files: n => page(`[a](https://example.com/${'()'.repeat(n)})\n`) },
  'references without a definition': { size: 2500, files: n => page(line(n, k => `[text][name${k}] [other${k}]`)) },
  'definitions with titles': {
    size: 2500,
    files: n => page(`[name0]\n\n${lines(n, k => `[name${k}]: https://example.com/${k}\n  'title\n  of two lines'`)}`),
  },
  'definitions with open titles': {
    size: 2500,
    files: n => page(blocks(n, k => `[name${k}]: https://example.com/${k}\n(title`)),
  },
  'footnotes of many paragraphs': {
    size: 1000,
    files: n => page(`text[^a]\n\n[^a]: A note.\n\n${blocks(n, k => `    Its paragraph ${k}.`)}`),
  },
  'footnotes in footnotes': {
    size: 1000,
    files: n => page(`text[^0]\n\n${blocks(n, k => `[^${k}]: A note.[^${k + 1}]`)}`),
  },
  'footnotes with formulas': {
    size: 500,
    files: n => page(`${lines(n, k => `text[^${k}]`)}\n${blocks(n, k => `[^${k}]: A note on $x_{${k}}$.`)}`),
  },
  'missing footnotes': { size: 2500, files: n => page(line(n, k => `text[^x${k}]`)) },
  'unused footnotes': { size: 2500, files: n => page(blocks(n, k => `[^x${k}]: A note.`)) },
  'doubled footnotes': { size: 2500, files: n => page(`text[^a]\n\n${blocks(n, '[^a]: A note.')}`) },
}
