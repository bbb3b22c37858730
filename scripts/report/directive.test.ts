import { describe, expect, it } from 'vitest'
import { parseDocument } from './document.ts'
import { Problems } from './problem.ts'

function read(source: string) {
  const problems = new Problems()
  const { directives } = parseDocument('report.md', 'report.md', source, problems)
  return {
    directives: directives.map(({ name, args, position }) => [
      name,
      ...args,
      position!.start.line,
      position!.start.column,
    ]),
    problems: problems.list().map(({ line, column, reason }) => `${line}:${column}: ${reason}`),
  }
}

describe('a directive', () => {
  it('stands alone on its line, also right after a paragraph, in lists and in quotes', () => {
    const { directives, problems } = read(
      'Text\n\\textinput{a_b*c.md}\n- item\n\n  \\textinput{b.md}\n\n> \\textinput{c.md}  \n',
    )
    expect(directives).toEqual([
      ['textinput', 'a_b*c.md', 2, 1],
      ['textinput', 'b.md', 5, 3],
      ['textinput', 'c.md', 7, 3],
    ])
    expect(problems).toEqual([])
  })

  it('is not looked for in code, comments, escapes, maths, addresses and paths', () => {
    const { directives, problems } = read(
      [
        '```md\n\\textinput{a.md}\n```',
        '    \\textinput{a.md}',
        'Inline `\\textinput{a.md}`.',
        '<!-- \\textinput{a.md} -->',
        'Escaped: \\\\textinput{a.md}',
        '$\\text{\\textinput{a.md}}$',
        '$$\n\\textinput{a.md}\n$$',
        '[a](<\\textinput{a.md}> "\\textinput{a.md}") <b title="\\textinput{a.md}">b</b>',
        'C:\\data{1}, \\\\server\\share{2}, a\\b{3}, \\{x\\}, \\* and \\alpha',
        '\\Users',
      ].join('\n\n'),
    )
    expect(directives).toEqual([])
    expect(problems).toEqual([])
  })

  it('balances its braces', () => {
    expect(read('\\textinput{a{b}c.md}').directives).toEqual([['textinput', 'a{b}c.md', 1, 1]])
    expect(read('\\textinput{a.md').problems).toEqual(['1:1: missing }: \\textinput{… is not closed on its line'])
  })

  it('inside a sentence is an error where it stands', () => {
    expect(read('See \\textinput{a.md} there').problems).toEqual([
      '1:5: invalid \\textinput; it stands alone on its line',
    ])
    expect(read('\\textinput{a.md} there').problems).toEqual([
      '1:1: unexpected text after \\textinput: there; it stands alone on its line',
    ])
  })
})

describe('what is no directive', () => {
  it('is named with what may be meant', () => {
    expect(read('\\textinputs{a.md} \\Textinput{a.md}\n\n- > \\tco\n\n| a |\n| - |\n| \\reff{x} |\n').problems).toEqual(
      [
        '1:1: unknown directive: \\textinputs; did you mean "\\textinput"?',
        '1:19: unknown directive: \\Textinput; did you mean "\\textinput"?',
        '3:5: unknown directive: \\tco; did you mean "\\toc"?',
        '7:3: unknown directive: \\reff; did you mean "\\ref"?',
      ],
    )
    expect(read('A \\textbf{word}.').problems).toEqual([
      '1:3: unknown directive: \\textbf; formulas stand between $ and $, and \\\\textbf shows it as text',
    ])
  })

  it('is also one whose brace is not closed', () => {
    expect(read('See \\ref{fig:a, \n\nand \\unknown{b').problems).toEqual([
      '1:5: missing }: \\ref{… is not closed on its line',
      '3:5: unknown directive: \\unknown; formulas stand between $ and $, and \\\\unknown shows it as text',
    ])
  })
})

describe('directives', () => {
  it('that belong to the text stand in a sentence or begin one', () => {
    const { directives, problems } = read('\\ref{fig:a} and (\\eqref{eq:b}).\n\n# Heading \\label{sec:c}\n')
    expect(directives).toEqual([
      ['ref', 'fig:a', 1, 1],
      ['eqref', 'eq:b', 1, 18],
      ['label', 'sec:c', 3, 11],
    ])
    expect(problems).toEqual([])
  })

  it('have a fixed number of arguments', () => {
    expect(read('\\textinput{a.md}{b.md}\n\n\\output\n\nSee \\ref.').problems).toEqual([
      '1:1: invalid \\textinput; it takes one path; found 2 arguments in braces',
      '3:1: invalid \\output; it takes the id of one cell; found 0 arguments in braces',
      '5:5: invalid \\ref; it takes one label; found 0 arguments in braces',
    ])
  })

  it('define macros with parameters', () => {
    const problems = new Problems()
    const { directives } = parseDocument('r.md', 'r.md', '\\newcommand{\\norm}[1]{\\lVert #1 \\rVert}\n', problems)
    expect(directives).toMatchObject([{ args: ['\\norm', '\\lVert #1 \\rVert'], parameters: 1 }])
    expect(problems.list()).toEqual([])
  })
})
