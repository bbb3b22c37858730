// Sites of many files, and files of other kinds.
import { blocks, line, lines, many, page } from './repeat.mjs'

export const files = {
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
  'columns of a .csv': {
    size: 1000,
    files: n => ({ ...page('\\textinput{_rows.csv}\n'), '_rows.csv': lines(3, many(n, 'a').join(',')) }),
  },
  'quotes of a .csv': {
    size: 1000,
    files: n => ({ ...page('\\textinput{_rows.csv}\n'), '_rows.csv': `a,b\n${lines(n, '"a ""b""","c\nd"')}` }),
  },
  'lines of a listing': {
    size: 1000,
    files: n => ({ ...page('\\textinput{_code.py}\n'), '_code.py': lines(n, k => `x${k} = f(${k})`) }),
  },
  'outputs of an .ipynb': {
    size: 250,
    files: n => ({
      ...page('\\textinput{notes.ipynb}\n'),
      'notes.ipynb': JSON.stringify({
        cells: many(n, k => ({
          cell_type: 'code',
          execution_count: k,
          metadata: {},
          source: [`x = ${k}\n`, 'x'],
          outputs: [
            { output_type: 'stream', name: 'stdout', text: [`${k}\n`] },
            { output_type: 'execute_result', execution_count: k, metadata: {}, data: { 'text/plain': [`${k}`] } },
          ],
        })),
        metadata: { language_info: { name: 'python' } },
        nbformat: 4,
        nbformat_minor: 5,
      }),
    }),
  },
  'wrong cells of an .ipynb': {
    size: 500,
    files: n => ({
      ...page('\\textinput{notes.ipynb}\n'),
      'notes.ipynb': JSON.stringify({ cells: many(n, () => ({ cell_type: 'x' })), metadata: {}, nbformat: 4 }, null, 1),
    }),
    fails: true,
  },
  'unknown includes': {
    size: 250,
    files: n => ({
      ...page(blocks(n, k => `\\textinput{_parts/x${k}.md}`)),
      ...Object.fromEntries(many(n, k => [`_parts/p${k}.md`, 'text\n'])),
    }),
    fails: true,
  },
  'unknown images': {
    size: 250,
    files: n => ({
      ...page(blocks(n, k => `![a](pictures/x${k}.svg)`)),
      ...Object.fromEntries(many(n, k => [`pictures/p${k}.svg`, '<svg xmlns="http://www.w3.org/2000/svg"/>'])),
    }),
    fails: true,
  },
  'links to files': {
    size: 250,
    files: n => ({
      ...page(blocks(n, k => `[a](files/p${k}.txt)`)),
      ...Object.fromEntries(many(n, k => [`files/p${k}.txt`, `file ${k}\n`])),
    }),
  },
  'links to one page': { size: 2500, files: n => ({ ...page(line(n, '[a](p.md#a)')), 'p.md': '# A\n\n## A\n' }) },
  'pages in folders': {
    size: 250,
    files: n => Object.fromEntries(many(n, k => [`f${k % 25}/p${k}.md`, `# Page ${k}\n`])),
  },
  'pages with answers': {
    size: 100,
    files: n => ({
      ...page('\\answers\n'),
      ...Object.fromEntries(many(n, k => [`p${k}.md`, `# Page ${k}\n\n(確認テスト:1-${k % 100})\n`])),
    }),
  },
  'entries of a .bib': {
    size: 2500,
    files: n => ({
      'index.md': '---\nreferences: works.bib\n---\n\n[@key0]\n',
      'works.bib': lines(n, k => `@article{key${k},\n  title = {Title},\n  author = {A. B.},\n  year = 2000\n}`),
    }),
  },
  'wrong entries of a .bib': {
    size: 1000,
    files: n => ({
      'index.md': '---\nreferences: works.bib\n---\n\n[@key0]\n',
      'works.bib': lines(n, k => `@article{key${k}, title = month${k}, year = 2000}`),
    }),
    fails: true,
  },
  'doubled entries of a .bib': {
    size: 1000,
    files: n => ({
      'index.md': '---\nreferences: works.bib\n---\n\n[@key]\n',
      'works.bib': lines(n, '@misc{key, title = {A}}'),
    }),
    fails: true,
  },
  'doubled fields of the front matter': {
    size: 1000,
    files: n => page(`---\n${lines(n, 'title: x')}---\n\ntext\n`),
    fails: true,
  },
  'wrong tags of the front matter': {
    size: 1000,
    files: n => page(`---\ntags:\n${lines(n, '  - 1')}---\n\ntext\n`),
    fails: true,
  },
  'lines of broken YAML': { size: 1000, files: n => page(`---\n${lines(n, 'a: [')}---\n\ntext\n`), fails: true },
  'front matter that nothing closes': {
    size: 5000,
    files: n => page(`---\n${lines(n, k => `a${k}: x`)}`),
    fails: 'maybe',
  },
  'blank lines of front matter': { size: 5000, files: n => page(`---\n${'\n'.repeat(n)}text\n`), fails: 'maybe' },
  'rules at the top': { size: 2500, files: n => page(lines(n, '--- ')), fails: 'maybe' },
}
