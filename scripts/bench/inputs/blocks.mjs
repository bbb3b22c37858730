// Paragraphs, lists, quotes, tables, code and HTML.
import { blocks, line, lines, many, page } from './repeat.mjs'

export const structure = {
  headings: { size: 2500, files: n => page(blocks(n, k => `## Heading ${k}`)) },
  'equal headings': { size: 2500, files: n => page(blocks(n, '## Heading')) },
  'headings under \\toc': {
    size: 2500,
    files: n => page(`\\toc\n\n${blocks(n, k => `${'#'.repeat((k % 5) + 2)} Heading ${k}`)}`),
  },
  'list items': { size: 5000, files: n => page(lines(n, k => `- item ${k}`)) },
  'spread list items': { size: 5000, files: n => page(blocks(n, k => `- item ${k}`)) },
  lists: { size: 2500, files: n => page(blocks(n, k => `text ${k}\n\n- one\n  1. two\n     - three`)) },
  'nested lists': {
    size: 2500,
    files: n => page(blocks(n / 25, k => many(25, j => `${'  '.repeat(j)}- item ${k}`).join('\n'))),
  },
  'nested lists on a line': { size: 2500, files: n => page(`${'- '.repeat(n)}a\n`), fails: true },
  // Of as many characters.
  'deep lists': { size: 1_000_000, files: n => page(lines(Math.sqrt(n), k => `${'  '.repeat(k)}- item`)), fails: true },
  quotes: { size: 5000, files: n => page(blocks(n, k => `> quote ${k}`)) },
  'lines of one quote': { size: 5000, files: n => page(lines(n, k => `> line ${k}`)) },
  'lazy lines': { size: 5000, files: n => page(lines(n, k => (k ? `line ${k}` : '> > line'))) },
  'nested quotes': { size: 2500, files: n => page(`${'> '.repeat(n)}a\n`), fails: true },
  'deeper and deeper quotes': {
    size: 1_000_000,
    files: n => page(lines(Math.sqrt(n), k => `${'> '.repeat(k)}a`)),
    fails: true,
  },
  'code blocks': {
    size: 1000,
    files: n => page(blocks(n, k => `\`\`\`python\ndef f${k}(x):\n    return x + ${k}\n\`\`\``)),
  },
  'lines of one code block': {
    size: 5000,
    files: n => page(`\`\`\`python\n${lines(n, k => `x${k} = f(${k})  # comment`)}\`\`\`\n`),
  },
  'indented code': { size: 5000, files: n => page(lines(n, k => `    line ${k}`)) },
  'open fences': { size: 2500, files: n => page(lines(n, k => `${k % 2 ? '~~~' : '```'} x`)) },
  'table rows': { size: 2500, files: n => page(`| a | b |\n| - | - |\n${lines(n, k => `| ${k} | *b* |`)}`) },
  tables: { size: 1000, files: n => page(blocks(n, k => `| a | b |\n| - | - |\n| ${k} | c |`)) },
  'cells of one row': {
    size: 2500,
    files: n => page(`${many(3, j => `|${many(n, j === 1 ? ' - ' : ` a${j} `).join('|')}|`).join('\n')}\n`),
  },
  'HTML blocks': {
    size: 2500,
    files: n => page(blocks(n, k => `<div id="b${k}"><a href="https://example.com/${k}">a</a></div>`)),
  },
  'nested HTML': { size: 2500, files: n => page(`${lines(n, '<div>')}\n${lines(n, '</div>')}`) },
  'HTML in a line': { size: 5000, files: n => page(line(n, k => `<b>${k}</b>`)) },
  'attributes of one tag': { size: 5000, files: n => page(`<div ${line(n, k => `a${k}="b"`)}>\n`) },
  'thematic breaks': { size: 5000, files: n => page(blocks(n, '---')) },
  callouts: { size: 2500, files: n => page(blocks(n, k => `> [!NOTE]\n> text ${k}`)) },
  'blank lines': { size: 50_000, files: n => page(`a\n${'\n'.repeat(n)}b\n`) },
  'headings by underline': { size: 2500, files: n => page(blocks(n, k => `Heading ${k}\n${k % 2 ? '===' : '---'}`)) },
  'lines of one heading': { size: 5000, files: n => page(`${lines(n, k => `line ${k}`)}===\n`) },
  'list items with numbers': { size: 5000, files: n => page(lines(n, k => `${k}. item ${k}`)) },
  'list items of two bullets': { size: 2500, files: n => page(lines(n, k => `${'-*'[k % 2]} item ${k}`)) },
  'list items to tick off': { size: 5000, files: n => page(lines(n, k => `- [${' x'[k % 2]}] item ${k}`)) },
  'list items with paragraphs': {
    size: 1000,
    files: n => page(blocks(n, k => `- item ${k}\n\n  text\n\n  > a quote`)),
  },
  'list items with lazy lines': { size: 2500, files: n => page(lines(n, k => `- item ${k}\nlazy line`)) },
  'paragraphs of one item': { size: 2500, files: n => page(`- item\n\n${blocks(n, k => `  paragraph ${k}`)}`) },
  'blank items': { size: 5000, files: n => page(lines(n, '-')) },
  'lines behind an item': { size: 5000, files: n => page(`- item\n${lines(n, k => `line ${k}`)}`) },
  'lines in deep lists': {
    size: 100,
    files: n => page(`${lines(100, k => `${'  '.repeat(k)}- item`)}${lines(n, k => `${'  '.repeat(100)}line ${k}`)}`),
  },
  'lazy lines by paragraph': { size: 1000, files: n => page(blocks(n, k => `> > line ${k}\nlazy\nlazy`)) },
  'lazy lines in one quote': { size: 1000, files: n => page(lines(n, k => `> > line ${k}\nlazy\n>`)) },
  'blank lines of one quote': { size: 5000, files: n => page(`> a\n${lines(n, '>')}> b\n`) },
  'quotes in quotes': { size: 1000, files: n => page(blocks(n, k => `> one ${k}\n> > two\n> > > three`)) },
  'code in lists': { size: 500, files: n => page(lines(n, k => `- item\n\n  \`\`\`python\n  x = ${k}\n  \`\`\`\n`)) },
  ...Object.fromEntries(
    Object.entries({
      ts: 'const x = [1, `a${b}`, /c/]; ',
      python: 'x = f(a, "b")[1]; ',
      json: '{"a": [1, "b"]}, ',
      html: '<p class="a">b</p> ',
      latex: '\\frac{a}{b} $x$ ',
      markdown: '*a* [b](c) `d` ',
      julia: 'x = f(a, "b"); ',
      sh: 'echo "$a" | b; ',
    }).map(([language, text]) => [
      `lines of ${language}`,
      { size: 250, files: n => page(`\`\`\`${language}\n${lines(n, text.repeat(5))}\`\`\`\n`) },
    ]),
  ),
  'long lines of code': {
    size: 10,
    files: n => page(`\`\`\`json\n${lines(n, '{"a": [1, "b"]}, '.repeat(500))}\`\`\`\n`),
  },
  'one line of code': { size: 20_000, files: n => page(`\`\`\`json\n${'[1], '.repeat(n)}\n\`\`\`\n`) },
  'open strings of code': { size: 250, files: n => page(`\`\`\`ts\n${lines(n, 'const a = "b`\' /* ')}\`\`\`\n`) },
  'code of no language': { size: 2500, files: n => page(blocks(n, k => `\`\`\`\n+---+\n| ${k} |\n+---+\n\`\`\``)) },
  'columns of a table': {
    size: 100,
    files: n => page(`|${' a |'.repeat(n)}\n|${' - |'.repeat(n)}\n${lines(20, `|${' *b* |'.repeat(n)}`)}`),
  },
  // Of as many cells.
  'short rows of a wide table': {
    size: 10_000,
    files(n) {
      const columns = Math.round(Math.sqrt(n))
      return page(`|${' a |'.repeat(columns)}\n|${' - |'.repeat(columns)}\n${lines(columns, '| b |')}`)
    },
    fails: 'maybe',
  },
  'rows as many as columns': {
    size: 100,
    files: n => page(`|${' a |'.repeat(n)}\n|${' - |'.repeat(n)}\n${lines(n, '| b |')}`),
    fails: 'maybe',
  },
  'rows without a head': { size: 2500, files: n => page(lines(n, k => `| ${k} | b |`)) },
  'cells without a head': { size: 5000, files: n => page(`${'| a '.repeat(n)}|\n`) },
  'pipes in cells': { size: 1000, files: n => page(`| a | b |\n| - | - |\n${lines(n, '| \\| | `c \\| d` |')}`) },
  'HTML comments': { size: 2500, files: n => page(blocks(n, k => `<!-- comment ${k} -->`)) },
  'HTML comments at the top': { size: 20, files: n => page(`${lines(n, '<!-- comment -->')}\ntext\n`) },
  'lines of one HTML comment': { size: 5000, files: n => page(`<!--\n${lines(n, k => `line ${k}`)}-->\n`) },
  ...Object.fromEntries(
    ['<div', '<script ', '<!-- a', '<a b="', '<style>', '<p>', '</p>', '<a href=x ', '<img srcset="a b, '].map(text => [
      `lines ${JSON.stringify(text)} of one HTML block`,
      { size: 2500, files: n => page(`<div>\n${lines(n, text)}`), fails: 'maybe' },
    ]),
  ),
  'addresses of one srcset': {
    size: 2500,
    files: n => page(`<img alt="" srcset="${many(n, k => `https://example.com/${k} ${k}w`).join(', ')}">\n`),
  },
  details: {
    size: 1000,
    files: n => page(blocks(n, k => `<details>\n<summary>${k}</summary>\n\n*text*\n\n</details>`)),
  },
  'lines of one callout': { size: 2500, files: n => page(`> [!NOTE]\n${lines(n, k => `> line ${k}`)}`) },
  'callouts in callouts': {
    size: 500,
    files: n => page(blocks(n, '> [!NOTE]\n> text\n>\n> > [!TIP]\n> > text\n> >\n> > - item')),
  },
  'nested callouts': {
    size: 20_000,
    files: n => page(lines(Math.sqrt(n), k => `${'> '.repeat(k + 1)}[!NOTE]\n${'> '.repeat(k + 1)}`)),
    fails: 'maybe',
  },
  'wrong callouts': { size: 2500, files: n => page(blocks(n, '> [!NOTE] text')), fails: 'maybe' },
}
