// Attacks, as large as they are known and larger.
import { lines, many, name, page } from './repeat.mjs'

export const attacks = {
  'brackets of YAML': {
    size: 20_000,
    files: n => page(`---\nx: ${'['.repeat(n)}${']'.repeat(n)}\n---\nbody\n`),
    fails: true,
  },
  'braces of a formula': { size: 20_000, files: n => page(`$${'{'.repeat(n)}x${'}'.repeat(n)}$\n`), fails: true },
  'fractions of fractions': {
    size: 3000,
    files: n => page(`$${'\\frac{'.repeat(n)}1${'}{2}'.repeat(n)}$\n`),
    fails: true,
  },
  'levels of a billion laughs': {
    size: 9,
    files: n => ({
      ...Object.fromEntries(many(n, k => [`laugh${k}.md`, lines(10, `\\textinput{laugh${k + 1}.md}`)])),
      [`laugh${n}.md`]: 'ha\n',
    }),
    fails: true,
  },
  'laughs of each level': {
    size: 10,
    files: n => ({
      ...Object.fromEntries(many(9, k => [`laugh${k}.md`, lines(n, `\\textinput{laugh${k + 1}.md}`)])),
      'laugh9.md': 'ha\n',
    }),
    fails: true,
  },
  'anchors of YAML': {
    size: 9,
    files: n =>
      page(
        `---\na0: &a0 [x]\n${lines(n, k => `a${k + 1}: &a${k + 1} [${many(9, `*a${k}`).join(', ')}]`)}---\n\ntext\n`,
      ),
    fails: true,
  },
  'macros that double': {
    size: 10,
    files(n) {
      const doubles = lines(n, k => `\\newcommand{\\x${name(k + 1)}}{\\x${name(k)}\\x${name(k)}}`)
      return page(`\\newcommand{\\x${name(0)}}{x}\n${doubles}\n$\\x${name(n)}$\n`)
    },
    fails: 'maybe',
  },
  'odd names of pages': {
    size: 250,
    files: n =>
      Object.fromEntries(
        many(n, k => [
          `${['Page', 'page', 'a b', 'a#b', 'con', '$(id)', 'é', 'e\u0301', '__proto__'][k % 9]}${k - (k % 9)}.md`,
          '# A\n',
        ]),
      ),
    fails: 'maybe',
  },
}
