// Formulas, their errors and their macros.
import { blocks, line, lines, many, name, page } from './repeat.mjs'

export const formulas = {
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
  'characters of one formula': { size: 2500, files: n => page(`$$\n${'x+'.repeat(n)}x\n$$\n`), fails: 'maybe' },
  'columns of one matrix': {
    size: 100,
    files: n => page(`$$\n\\begin{matrix}\n${many(n, k => `x_{${k}}`).join(' & ')}\n\\end{matrix}\n$$\n`),
    fails: 'maybe',
  },
  'rows of one matrix': {
    size: 100,
    files: n => page(`$$\n\\begin{pmatrix}\n${many(n, k => `a & ${k}`).join(' \\\\\n')}\n\\end{pmatrix}\n$$\n`),
    fails: 'maybe',
  },
  environments: {
    size: 250,
    files: n => page(blocks(n, k => `$$\n\\begin{align}\nx &= ${k} \\\\\ny &= \\text{if } ${k}\n\\end{align}\n$$`)),
  },
  cases: {
    size: 250,
    files: n => page(blocks(n, k => `$$\n\\begin{cases} ${k} & x > 0 \\\\ 0 & \\text{otherwise} \\end{cases}\n$$`)),
  },
  'formulas in a table': {
    size: 250,
    files: n => page(`| a | b |\n| - | - |\n${lines(n, k => `| $x_{${k}}$ | $\\|y\\|$ |`)}`),
  },
  'formulas in a list': { size: 250, files: n => page(lines(n, k => `- item\n  $$\n  x_{${k}}\n  $$`)) },
  'formulas in code': { size: 250, files: n => page(blocks(n, k => `\`\`\`math\nx_{${k}}\n\`\`\``)) },
  'formulas of two dollars': { size: 250, files: n => page(line(n, k => `$$x_{${k}}$$`)) },
  'adjacent formulas': { size: 250, files: n => page(`${many(n, k => `$$x_{${k}}$$`).join('')}\n`) },
  prices: { size: 2500, files: n => page(line(n, k => `$${k} or $${k + 1}`)) },
  'dollars that open nothing': { size: 1000, files: n => page(lines(n, 'a $$ b $$$ c')), fails: 'maybe' },
  'open formulas by paragraph': { size: 1000, files: n => page(blocks(n, 'text $$a b')), fails: 'maybe' },
  'doubled macros': { size: 1000, files: n => page(lines(n, '\\newcommand{\\m}{x}')), fails: true },
  'chain of macros': {
    size: 250,
    files(n) {
      const chain = lines(n, k => `\\newcommand{\\m${name(k + 1)}}{\\m${name(k)}}`)
      return page(`${chain}\\newcommand{\\m${name(0)}}{x}\n\n$\\m${name(n)}$\n`)
    },
    fails: 'maybe',
  },
  'macros with parameters': {
    size: 250,
    files: n => page(`\\newcommand{\\norm}[1]{\\lVert #1 \\rVert}\n\n${line(n, k => `$\\norm{x_{${k}}}$`)}`),
  },
  'wrong lines of one formula': { size: 100, files: n => page(`$$\n${lines(n, '\\foo')}$$\n`), fails: true },
  'open braces of formulas': { size: 250, files: n => page(line(n, k => `$x_{${k}$`)), fails: true },
  'tags of formulas': { size: 250, files: n => page(blocks(n, k => `$$\nx \\tag{${k}} \\label{eq:${k}}\n$$`)) },
}
