// What the dialect adds: directives, cells, values and claims.
import { blocks, line, lines, many, name, page } from './repeat.mjs'

export const directives = {
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
  'tables of contents': { size: 100, files: n => page(blocks(n, k => `\\toc\n\n## Heading ${k}`)), fails: 'maybe' },
  'indexes of answers': {
    size: 100,
    files: n => page(blocks(n, k => `\\answers\n\n(確認テスト:${k % 100}-1)`)),
    fails: 'maybe',
  },
  'groups of answers': {
    size: 1000,
    files: n => page(`\\answers\n\n${blocks(n, k => `## Group ${k}\n\n(確認テスト:1-1) answer`)}`),
  },
  'sections of answers': {
    size: 1000,
    files: n => page(`\\answers\n\n${blocks(n, k => `(確認テスト:${k % 10_000}-1) answer`)}`),
  },
  'answers of one section': {
    size: 1000,
    files: n => page(`\\answers\n\n${line(n, k => `(確認テスト:1-${k % 200})`)}`),
  },
  'references to one label': {
    size: 2500,
    files: n => page(`## A heading \\label{sec:a}\n\n${line(n, '\\ref{sec:a}')}`),
  },
  'labels of one heading': { size: 1000, files: n => page(`## A heading ${line(n, k => `\\label{sec:${k}}`)}`) },
  'labelled images': {
    size: 500,
    files: n => page(blocks(n, k => `![a](https://example.com/${k}.png) \\label{fig:${k}}\n\nSee \\ref{fig:${k}}.`)),
  },
  'labelled listings': {
    size: 500,
    files: n => page(blocks(n, k => `\`\`\`\ncode\n\`\`\`\n\n\\label{lst:${k}} Caption ${k}.`)),
  },
  'labels that label nothing': {
    size: 1000,
    files: n => page(blocks(n, k => `text \\label{fig:${k}} text`)),
    fails: true,
  },
  'works of one citation': {
    size: 1000,
    files: n => ({
      'index.md': `---\nreferences: works.bib\n---\n\n[${many(n, k => `@key${k}`).join('; ')}]\n`,
      'works.bib': lines(n, k => `@article{key${k}, title = {Title ${k}}, author = {A. B.}, year = 2000}`),
    }),
  },
  'works by one author': {
    size: 1000,
    files: n => ({
      'index.md': `---\nreferences: works.bib\n---\n\n${lines(n, k => `[@key${k}]`)}`,
      'works.bib': lines(n, k => `@article{key${k}, title = {Title}, author = {Doe, Jane}, year = 2000}`),
    }),
  },
  'broken directives by line': { size: 2500, files: n => page(lines(n, '\\ref{a')), fails: true },
  'comments behind a directive': { size: 2500, files: n => page(`\\toc ${'<!-- '.repeat(n)}\n`), fails: true },
  'arguments of a directive': { size: 2500, files: n => page(`\\ref${'{a}'.repeat(n)}\n`), fails: true },
  'nested braces': { size: 2500, files: n => page(`\\ref{${'{'.repeat(n)}${'}'.repeat(n)}}\n`), fails: true },
  'misspelt directives': { size: 2500, files: n => page(blocks(n, '\\tocc')), fails: true },
  'nested claims': { size: 100, files: n => page(blocks(n, `${'\\claim{true}{a '.repeat(4)}${'}'.repeat(4)}`)) },
  'lines of one claim': { size: 250, files: n => page(`\\claim{true}{${lines(n, 'line')}}\n`), fails: 'maybe' },
  'wrong values': { size: 500, files: n => page(lines(n, k => `value \`{ts} a${k}(\``)), fails: true },
  'cells that throw': { size: 100, files: n => page(blocks(n, '```ts run\nthrow new Error("no")\n```')), fails: true },
  'lines of one cell': {
    size: 1000,
    files: n => page(`\`\`\`ts run\n${lines(n, k => `const a${k} = ${k};`)}\`\`\`\n`),
  },
  'lines that a cell prints': {
    size: 1000,
    files: n => page(`\`\`\`ts run\nfor (let k = 0; k < ${n}; k++) console.log(k)\n\`\`\`\n`),
  },
  'captions of cells': {
    size: 250,
    files: n => page(blocks(n, k => `\`\`\`ts run caption="Table *${k}*"\n[{ a: 1 }]\n\`\`\``)),
  },
  'broken captions by line': {
    size: 500,
    files: n => page(`text\n${lines(n, '``` ts run caption="a `b` c"')}`),
    fails: 'maybe',
  },
}
