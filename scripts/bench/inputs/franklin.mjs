// Franklin's dialect.
import { blocks, franklin, line, lines, many, name, page } from './repeat.mjs'

export const dialect = {
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
  'comments of +++': { size: 1000, files: n => page(`+++\n${lines(n, '# comment')}+++\n\ntext\n`) },
  'open comments of +++': { size: 1000, files: n => page(`+++\n${lines(n, '#= comment')}+++\n\ntext\n`) },
  'blank lines of +++': { size: 5000, files: n => page(`+++\n${lines(n, '')}+++\n\ntext\n`) },
  'wrong +++ lines': { size: 1000, files: n => page(`+++\n${lines(n, k => `v${k} = f(${k})`)}+++\n\ntext\n`) },
  'open texts of +++': { size: 1000, files: n => page(`+++\n${lines(n, k => `v${k} = [1, """a`)}+++\n\ntext\n`) },
  'characters of one text': { size: 5000, files: n => franklin(`@def list = "${'a\\"'.repeat(n)}"\n`) },
  'nested lists of @def': { size: 5000, files: n => franklin(`@def list = ${'['.repeat(n)}${']'.repeat(n)}\n`) },
  'unknown {{fill}}': { size: 1000, files: n => franklin(lines(n, k => `{{fill x${k}}}`)) },
  '{{insert}}': { size: 1000, files: n => franklin(lines(n, '{{insert head.html}}')), fails: true },
  'other {{calls}}': { size: 1000, files: n => franklin(lines(n, k => `{{call${k} a b}}`)) },
  '{{fill}} in HTML': { size: 1000, files: n => franklin(`~~~\n${lines(n, '<b>{{fill title}}</b>')}~~~\n`) },
  '{{ in HTML': { size: 1000, files: n => franklin(`~~~\n${lines(n, '{{ a')}~~~\n`) },
  '{{ and spaces in HTML': { size: 5000, files: n => franklin(`~~~\n{{${' '.repeat(n)}a\n~~~\n`) },
  'divisions on a line': { size: 2500, files: n => franklin(lines(n, k => `@@a${k} text @@`)) },
  'divisions in paragraphs': { size: 1000, files: n => franklin(blocks(n, '@@a\ntext of one\nparagraph @@')) },
  'unmatched @@': { size: 2500, files: n => franklin(blocks(n, '@@')) },
  'spaces before @@': { size: 20_000, files: n => franklin(`@@a\nb${' '.repeat(n)}c @@\n`), fails: 'maybe' },
  'spaces behind @@a': { size: 20_000, files: n => franklin(`@@a b${' '.repeat(n)}c @@\n`), fails: 'maybe' },
  '~~~ in lines': { size: 2500, files: n => franklin(line(n, '~~~<b>a</b>~~~')) },
  '~~~ in lists': { size: 1000, files: n => franklin(lines(n, '- item\n  ~~~\n  <b>a</b>\n  ~~~')) },
  'lines of ~~~': { size: 2500, files: n => franklin(`~~~\n${lines(n, '<b>a</b>')}~~~\n`) },
  '~~~ that nothing closes': { size: 2500, files: n => franklin(`~~~\n${lines(n, '<b>a</b>')}`), fails: true },
  'unmatched commands': { size: 2500, files: n => franklin(lines(n, k => `\\cmd${name(k)}{a`)), fails: 'maybe' },
  'unmatched commands by paragraph': {
    size: 2500,
    files: n => franklin(blocks(n, k => `\\cmd${name(k)}{a`)),
    fails: 'maybe',
  },
  'commands of several lines': {
    size: 1000,
    files: n => franklin(blocks(n, k => `\\cmd${name(k)}{a\n\nb}`)),
    fails: 'maybe',
  },
  'lines of one command': { size: 2500, files: n => franklin(`\\cmd{\n${lines(n, 'line')}}\n`), fails: 'maybe' },
  'macros of the text': {
    size: 250,
    files: n => franklin(`\\newcommand{\\em}[1]{*!#1*}\n\n${lines(n, k => `\\em{text ${k}}`)}`),
    fails: 'maybe',
  },
  'definitions of macros': { size: 1000, files: n => franklin(lines(n, k => `\\newcommand{\\m${name(k)}}{text}`)) },
  'chain of text macros': {
    size: 100,
    files(n) {
      const chain = lines(n, k => `\\newcommand{\\m${name(k + 1)}}{\\m${name(k)}}`)
      return franklin(`\\newcommand{\\m${name(0)}}{x}\n${chain}\n\\m${name(n)}\n`)
    },
    fails: 'maybe',
  },
  'bracket formulas': { size: 250, files: n => franklin(blocks(n, k => `\\[ x_{${k}} \\]`)) },
  'environments of Franklin': {
    size: 250,
    files: n => franklin(blocks(n, k => `\\begin{align}\nx &= ${k}\n\\end{align}`)),
  },
  ...Object.fromEntries(
    ['\\[ a ', '\\begin{align} a '].flatMap(text => [
      [`unmatched ${text}`, { size: 1000, files: n => franklin(`a ${text.repeat(n)}\n`), fails: 'maybe' }],
      [`unmatched ${text}by line`, { size: 1000, files: n => franklin(lines(n, text)), fails: 'maybe' }],
      [`unmatched ${text}by paragraph`, { size: 1000, files: n => franklin(blocks(n, text)), fails: 'maybe' }],
    ]),
  ),
  'citations of Franklin': {
    size: 1000,
    files: n =>
      franklin(`${lines(n, k => `text \\cite{key${k}}`)}\n${lines(n, k => `* \\biblabel{key${k}}{Work ${k}} text`)}`),
  },
  'unknown citations of Franklin': { size: 1000, files: n => franklin(lines(n, k => `text \\citep{key${k}}`)) },
  'anchors of Franklin': {
    size: 1000,
    files: n => franklin(blocks(n, k => `\\label{anchor ${k}} [to](#anchor-${k})`)),
    fails: 'maybe',
  },
  figures: {
    size: 250,
    files: n => ({
      ...franklin(blocks(n, '\\fig{/assets/a.svg}\n\n\\figalt{a}{/assets/a}')),
      '_assets/a.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    }),
    fails: 'maybe',
  },
  'unknown figures': { size: 250, files: n => franklin(blocks(n, k => `\\fig{/assets/a${k}.svg}`)), fails: 'maybe' },
  'tables from files': {
    size: 50,
    files: n => ({ ...franklin(blocks(n, '\\tableinput{a,b}{/assets/a.csv}')), '_assets/a.csv': '1,2\n' }),
    fails: 'maybe',
  },
  'lists with wide spaces': { size: 2500, files: n => franklin(lines(n, k => `${'\u3000'.repeat(k % 4)}- item`)) },
  'lists of lists': { size: 2500, files: n => franklin(lines(n, k => `${'  '.repeat(k % 10)}- item`)) },
  'lines of one item': { size: 2500, files: n => franklin(`- item\n${lines(n, k => `  line ${k}`)}`) },
  'line breaks of Franklin': { size: 2500, files: n => franklin(lines(n, 'a \\\\ b')) },
}
