// Reports that grow with a number, one construct each: what they need of time should grow no faster. Where many things
// are looked up, equal or not closed, an algorithm that is fine for a page of text may not be.
import { mixedReport } from './report.mjs'

const page = text => ({ 'index.md': text })
const many = (n, part) => Array.from({ length: Math.round(n) }, (_, k) => (typeof part === 'string' ? part : part(k)))
const lines = (n, part) => `${many(n, part).join('\n')}\n`
const blocks = (n, part) => `${many(n, part).join('\n\n')}\n`
const line = (n, part) => `${many(n, part).join(' ')}\n`
const franklin = text => page(`@def title = "A page"\n\n${text}`)

/** By name: how large the smallest size is, what to write, and whether the report has errors. */
export const inputs = {
  'mixed report, lines': { size: 20_000, files: mixedReport },
  // Text
  paragraphs: { size: 5000, files: n => page(blocks(n, k => `A paragraph of text, number ${k}.`)) },
  'lines of one paragraph': { size: 5000, files: n => page(lines(n, k => `a line of text, number ${k}`)) },
  'words of one line': { size: 20_000, files: n => page(line(n, k => `word${k}`)) },
  'Japanese lines of one paragraph': {
    size: 5000,
    files: n => page(lines(n, '勾配降下法は「誤差関数」を**最小化**する。')),
  },
  emphasis: { size: 5000, files: n => page(line(n, k => `*a${k}* **b** ~~c~~`)) },
  'emphasis by paragraph': { size: 5000, files: n => page(blocks(n, k => `*a${k}* **b** ~~c~~`)) },
  'nested emphasis': { size: 2500, files: n => page(`${'*a **b '.repeat(n)}\n`) },
  'nested and closed emphasis': {
    size: 2500,
    files: n => page(`${'*a **b '.repeat(n)}${'c** d*'.repeat(n)}\n`),
    fails: true,
  },
  autolinks: { size: 5000, files: n => page(line(n, k => `https://example.com/${k} <https://example.org/${k}>`)) },
  'code spans': { size: 5000, files: n => page(line(n, k => `\`code ${k}\``)) },
  'hard breaks': { size: 5000, files: n => page(lines(n, 'a line\\')) },
  escapes: { size: 20_000, files: n => page(`${'\\*\\\\'.repeat(n)}\n`) },
  'characters by name': { size: 20_000, files: n => page(`${'&amp;&copy;'.repeat(n)}\n`) },
  ...Object.fromEntries(
    [
      '*',
      '*a ',
      '**a ',
      '_a ',
      '~~a ',
      '[',
      '[a',
      '![',
      '![a',
      '[^',
      '[@a',
      '](',
      '`',
      '`a``',
      '$',
      '$a ',
      '$$a ',
      '<',
      '<a',
      '<a ',
      '<!--',
      '{',
      '{{',
      '\\claim{',
      '\\ref{',
      '\\x{',
      '\\',
      '&',
      'a@',
      'www.',
      'http://',
      '|',
      '(',
      '"',
    ].map(text => [
      `unmatched ${JSON.stringify(text)}`,
      { size: 5000, files: n => page(`${text.repeat(n)}\n`), fails: 'maybe' },
    ]),
  ),
  'unmatched "`", longer and longer': {
    size: 125_000,
    files: n => page(many(Math.sqrt(2 * n), k => `a${'`'.repeat(k + 1)}`).join('')),
  },
  'unmatched "$", longer and longer': {
    size: 125_000,
    files: n => page(many(Math.sqrt(2 * n), k => `a${'$'.repeat(k + 1)}`).join('')),
    fails: 'maybe',
  },
  'unmatched openers by line': { size: 2500, files: n => page(lines(n, '[a ![b *c _d `e $f <g {h')), fails: 'maybe' },
  // Links and notes
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
  // Blocks
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
  // Formulas
  formulas: { size: 1000, files: n => page(line(n, k => `$x_{${k}}$`)) },
  'equal formulas': { size: 5000, files: n => page(line(n, '$x_i$')) },
  'display formulas': { size: 500, files: n => page(blocks(n, k => `$$\nx_{${k}} = 1\n$$`)) },
  'numbered lines of one formula': {
    size: 250,
    files: n => page(`$$\n\\begin{align}\n${many(n, k => `x &= ${k}`).join(' \\\\\n')}\n\\end{align}\n$$\n`),
  },
  'wrong formulas': {
    size: 1000,
    files: n => page(lines(n, k => `$\\frac${k % 10}$ $\\foo${'abcdefghij'[k % 10]}$`)),
    fails: true,
  },
  macros: {
    size: 1000,
    files: n => page(`${lines(n, k => `\\newcommand{\\m${name(k)}}{x_{${k}}}`)}\n${line(n, k => `$\\m${name(k)}$`)}`),
  },
  'lines of one macro': { size: 2500, files: n => page(`\\newcommand{\\m}{\n${lines(n, 'x')}}\n\n$\\m$\n`) },
  // Directives
  'labels and references': {
    size: 2500,
    files: n => page(blocks(n, k => `## A heading \\label{sec:${k}}\n\nSee \\ref{sec:${n - 1 - k}}.`)),
  },
  'labelled formulas': {
    size: 500,
    files: n => page(blocks(n, k => `$$\nx \\label{eq:${k}}\n$$\n\nSee \\eqref{eq:${n - 1 - k}}.`)),
  },
  'labelled tables': {
    size: 1000,
    files: n => page(blocks(n, k => `| a |\n| - |\n| b |\n\n\\label{tab:${k}} Caption of \\ref{tab:${k}}.`)),
  },
  citations: {
    size: 2500,
    files: n => ({
      'index.md': `---\nreferences: works.bib\n---\n\n${lines(n, k => `text [@key${k}, p. 3]`)}`,
      'works.bib': lines(
        n,
        k => `@article{key${k},\n  title = {Title ${k}},\n  author = {A. B. and C. D.},\n  year = 2000\n}`,
      ),
    }),
  },
  answers: {
    size: 2500,
    files: n => page(`\\answers\n\n${blocks(n, k => `(確認テスト:${k % 100}-${k % 90}) answer`)}`),
  },
  'doubled labels': { size: 2500, files: n => page(blocks(n, '## A heading \\label{same}')), fails: true },
  'unknown labels': {
    size: 1000,
    files: n => page(`${blocks(n, k => `## A heading \\label{sec:${k}}`)}\n\n${lines(n, k => `\\ref{sec:x${k}}`)}`),
    fails: true,
  },
  'unknown anchors': {
    size: 1000,
    files: n => page(`${blocks(n, k => `## Heading ${k}`)}\n\n${lines(n, k => `[a](#heading-x${k})`)}`),
    fails: true,
  },
  'unknown works': {
    size: 1000,
    files: n => ({
      'index.md': `---\nreferences: works.bib\n---\n\n${lines(n, k => `text [@kay${k}]`)}`,
      'works.bib': lines(n, k => `@article{key${k}, title = {Title ${k}}, year = 2000}`),
    }),
    fails: true,
  },
  'unknown footnotes': {
    size: 1000,
    files: n => page(`${lines(n, k => `text[^x${k}] and[^${k}]`)}\n${blocks(n, k => `[^${k}]: A note.`)}`),
  },
  'unknown files': {
    size: 500,
    files: n => ({
      ...page(lines(n, k => `[a](pages/x${k}.md)`)),
      ...Object.fromEntries(many(n, k => [`pages/p${k}.md`, `# Page ${k}\n`])),
    }),
    fails: true,
  },
  'unknown directives': { size: 2500, files: n => page(lines(n, k => `\\x${name(k)}{a}`)), fails: true },
  'unknown macros': {
    size: 500,
    files: n => page(`${lines(n, k => `\\newcommand{\\m${name(k)}}{x_{${k}}}`)}\n${line(n, k => `$\\mx${name(k)}$`)}`),
    fails: true,
  },
  'doubled ids of cells': {
    size: 1000,
    files: n => page(blocks(n, k => `\`\`\`ts run #a\n${k}\n\`\`\``)),
    fails: true,
  },
  'unknown cells': {
    size: 1000,
    files: n =>
      page(
        `${blocks(n, k => `\`\`\`ts run #cell${k} output=false\n${k};\n\`\`\``)}\n\n${blocks(n, k => `\\output{call${k}}`)}`,
      ),
    fails: true,
  },
  'unknown callouts': { size: 2500, files: n => page(blocks(n, k => `> [!NOTA${k}]\n> text`)) },
  // What runs
  cells: { size: 500, files: n => page(blocks(n, k => `\`\`\`ts run\nconst a${k} = ${k}\na${k}\n\`\`\``)) },
  'outputs of cells': {
    size: 500,
    files: n => page(blocks(n, k => `\\output{c${k}}\n\n\`\`\`ts run #c${k}\n${k}\n\`\`\``)),
  },
  values: {
    size: 1000,
    files: n => page(`\`\`\`ts run\nconst a = [1, 2, 3];\n\`\`\`\n\n${lines(n, k => `value \`{ts} a[${k % 3}]\``)}`),
  },
  claims: {
    size: 1000,
    files: n =>
      page(`\`\`\`ts run\nconst a = [1, 2, 3];\n\`\`\`\n\n${lines(n, k => `\\claim{a.length === 3}{claim ${k}}`)}`),
  },
  'false claims': {
    size: 1000,
    files: n =>
      page(`\`\`\`ts run\nconst a = [1, 2, 3];\n\`\`\`\n\n${lines(n, k => `\\claim{a.length > 3}{claim ${k}}`)}`),
    fails: true,
  },
  // Files
  pages: { size: 250, files: n => Object.fromEntries(many(n, k => [`p${k}.md`, `# Page ${k}\n\nText.\n`])) },
  'pages with one .bib': {
    size: 50,
    files: n => ({
      'works.bib': lines(2000, k => `@article{key${k}, title = {Title ${k}}, author = {A. B.}, year = 2000}`),
      ...Object.fromEntries(
        many(n, k => [`p${k}.md`, `---\nreferences: works.bib\n---\n\n# Page ${k}\n\n[@key${k}]\n`]),
      ),
    }),
  },
  includes: {
    size: 50,
    files: n => ({
      ...page(blocks(n, k => `\\textinput{_parts/p${k}.md}`)),
      ...Object.fromEntries(many(n, k => [`_parts/p${k}.md`, `## Part ${k}\n\nText.\n`])),
    }),
    fails: 'maybe',
  },
  'includes of one file': {
    size: 50,
    files: n => ({ ...page(blocks(n, '\\textinput{_part.md}')), '_part.md': '## Part\n\nText.\n' }),
    fails: 'maybe',
  },
  'chain of includes': {
    size: 250,
    files: n => ({
      ...page('\\textinput{_parts/p0.md}\n'),
      ...Object.fromEntries(many(n, k => [`_parts/p${k}.md`, `## Part ${k}\n\n\\textinput{p${k + 1}.md}\n`])),
      [`_parts/p${n}.md`]: 'The end.\n',
    }),
    fails: true,
  },
  'broken lines of .bib': {
    size: 2500,
    files: n => ({
      'index.md': '---\nreferences: works.bib\n---\n\n[@key]\n',
      'works.bib': lines(n, '@article{key, title = \n'),
    }),
    fails: true,
  },
  'tags of the front matter': {
    size: 2500,
    files: n => page(`---\ntags:\n${lines(n, k => `  - tag${k}`)}---\n\ntext\n`),
  },
  'wrong fields of the front matter': {
    size: 1000,
    files: n => page(`---\n${lines(n, k => `titel${k}: x`)}---\n\ntext\n`),
    fails: true,
  },
  'rows of a .csv': {
    size: 5000,
    files: n => ({ ...page('\\textinput{_rows.csv}\n'), '_rows.csv': `a,b\n${lines(n, k => `${k},${k}`)}` }),
  },
  'cells of an .ipynb': {
    size: 500,
    files: n => ({
      ...page('\\textinput{notes.ipynb}\n'),
      'notes.ipynb': JSON.stringify({
        cells: many(n, k => ({ cell_type: 'markdown', metadata: {}, source: [`## Heading ${k}\n`, '\n', 'Text.\n'] })),
        metadata: { language_info: { name: 'python' } },
        nbformat: 4,
        nbformat_minor: 5,
      }),
    }),
  },
  'invisible characters': { size: 5000, files: n => page(lines(n, 'a\u200bb')) },
  // Franklin's dialect
  '@def lines': { size: 2500, files: n => franklin(lines(n, k => `@def v${k} = ${k}`)) },
  '+++ lines': { size: 2500, files: n => page(`+++\n${lines(n, k => `v${k} = ${k}`)}+++\n\ntext\n`) },
  'items of one @def': { size: 5000, files: n => franklin(`@def list = [${many(n, k => `"a${k}"`).join(', ')}]\n`) },
  'lines of one @def': { size: 5000, files: n => franklin(`@def list = [\n${lines(n, k => `  "a${k}",`)}]\n`) },
  'wrong @def lines': { size: 1000, files: n => franklin(lines(n, k => `@def v${k} = f(${k})`)) },
  '{{fill}}': { size: 2500, files: n => franklin(lines(n, '{{fill title}} and {{fill other}}')) },
  'nested @@div': {
    size: 1250,
    files: n => franklin(`${lines(n, k => `@@a${k}`)}text\n${lines(n, '@@')}`),
    fails: 'maybe',
  },
  '@@div': { size: 2500, files: n => franklin(blocks(n, k => `@@a${k}\ntext\n@@`)) },
  'open @@div': { size: 1250, files: n => franklin(lines(n, k => `@@a${k}`)), fails: true },
  '~~~ blocks': { size: 2500, files: n => franklin(blocks(n, '~~~\n<b>a</b>\n~~~')) },
  'unmatched ~~~': { size: 2500, files: n => franklin(`${'a ~~~ b '.repeat(n)}\n`), fails: 'maybe' },
  'unmatched ~~~ by paragraph': { size: 2500, files: n => franklin(blocks(n, 'a ~~~ b')), fails: 'maybe' },
  'unmatched {{': { size: 2500, files: n => franklin(`${'{{fill '.repeat(n)}\n`), fails: 'maybe' },
  'commands of Franklin': { size: 2500, files: n => franklin(lines(n, k => `\\cmd${name(k)}{a}`)) },
  "Franklin's lists": { size: 2500, files: n => franklin(lines(n, k => `${' '.repeat(k % 4)}- item`)) },
}

/** Letters alone, as names of commands need them. */
function name(k) {
  return String(k).replace(/\d/g, digit => 'abcdefghij'[digit])
}
