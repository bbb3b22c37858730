import { describe, expect, it } from 'vitest'
import { parseDocument } from './document.ts'
import { sourceOf } from './expression.ts'
import { Problems } from './problem.ts'

function read(source: string) {
  const problems = new Problems()
  const { expressions } = parseDocument('report.md', 'report.md', source, problems)
  return {
    expressions: expressions.map(expression => [
      expression.kind,
      sourceOf(expression),
      ...expression.pieces.map(({ line, column }) => `${line}:${column}`),
    ]),
    problems: problems.list().map(({ line, column, reason }) => `${line}:${column}: ${reason}`),
  }
}

describe('a value', () => {
  it('stands between single backticks, in paragraphs, headings, lists, quotes and tables', () => {
    const source = [
      '# `{ts} a`',
      '',
      'Text `{ts} b + 1`, and `{ts}',
      'c`.',
      '',
      '- item',
      '  - > `{ts} d +',
      '    >   2`',
      '',
      '| a | `{ts} e` |',
      '| - | - |',
      '| b | `{ts} f \\| g` |',
    ].join('\n')
    expect(read(source)).toEqual({
      expressions: [
        ['value', 'a', '1:9'],
        ['value', 'b + 1', '3:12'],
        ['value', '\nc', '3:29', '4:1'],
        ['value', 'd +\n2', '7:13', '8:9'],
        ['value', 'e', '10:13'],
        ['value', 'f | g', '12:13', '12:16'],
      ],
      problems: [],
    })
  })

  it('is shown, not computed, between longer fences, in cells and in listings', () => {
    expect(read('``{ts} a`` `{tsx} b` `ts c`\n\n    `{ts} d`\n\n```md\n`{ts} e`\n```\n').expressions).toEqual([])
  })

  it('needs an expression', () => {
    expect(read('An `{ts}` and `{ts}  `.').problems).toEqual([
      '1:4: missing expression: `{ts} …`',
      '1:15: missing expression: `{ts} …`',
    ])
  })
})

describe('a claim', () => {
  it('holds Markdown, and may span lines', () => {
    const source = 'So \\claim{a >\n  b}{that *a*\nis `{ts} a`} and \\claim{c}{**d**}.'
    expect(read(source)).toEqual({
      expressions: [
        ['claim', 'a >\n  b', '1:11', '2:1'],
        ['value', 'a', '3:10'],
        ['claim', 'c', '3:25'],
      ],
      problems: [],
    })
  })

  it('balances its braces, but not those in strings and templates', () => {
    expect(read('\\claim{f({ a: \'}\' }) && `}${g({})}}` !== "}"}{x {y} \\} z}').expressions).toEqual([
      ['claim', 'f({ a: \'}\' }) && `}${g({})}}` !== "}"', '1:8'],
    ])
  })

  it('stands in lists, quotes and tables', () => {
    const source = '- \\claim{a}{b}\n\n> \\claim{c >\n> d}{e\n> f}\n\n| a |\n| - |\n| \\claim{g \\|\\| h}{i} |\n'
    expect(read(source).expressions).toEqual([
      ['claim', 'a', '1:10'],
      ['claim', 'c >\nd', '3:10', '4:3'],
      ['claim', 'g || h', '9:10', '9:13', '9:15'],
    ])
  })

  it('is none in code, escapes and maths', () => {
    const source = '`\\claim{a}{b}` \\\\claim{a}{b} $\\claim{a}{b}$\n\n    \\claim{a}{b}\n'
    expect(read(source)).toEqual({ expressions: [], problems: [] })
  })

  it('without two arguments is an error where it begins', () => {
    const reason = 'invalid \\claim; two arguments in braces that close are expected: \\claim{expression}{text}'
    expect(read('A \\claim{a} b\n\n\\claim{a}{b\n\nand \\claim').problems).toEqual([
      `1:3: ${reason}`,
      `3:1: ${reason}`,
      `5:5: ${reason}`,
    ])
    expect(read('\\claim{}{a} \\claim{a}{}').problems).toEqual([
      '1:1: missing expression: \\claim{…}',
      '1:13: missing text: \\claim{expression}{text}',
    ])
  })
})
