import { describe, expect, it } from 'vitest'
import { readAssignments } from './literal.ts'

const values = (text: string) => readAssignments(text).map(({ name, value }) => [name, value])

describe('variables of Franklin', () => {
  it('are literals of Julia', () => {
    expect(
      values(
        [
          'using Dates',
          'title = "A \\"title\\" = [1"  # a comment',
          'tags = ["a", # one',
          '  "b"]',
          'date = Date(2021, 5, 6); draft = false',
          'order = -1_000.5e0',
          'nested = [(1, 2), String["x"], :name, nothing]',
          'long = """',
          'two',
          'lines"""',
          'path = raw"C:\\x"',
        ].join('\n'),
      ),
    ).toEqual([
      ['title', 'A "title" = [1'],
      ['tags', ['a', 'b']],
      ['date', '2021-05-06'],
      ['draft', false],
      ['order', -1000.5],
      ['nested', [[1, 2], ['x'], 'name', null]],
      ['long', 'two\nlines'],
      ['path', 'C:\\x'],
    ])
  })

  it('that are computed are left to Julia', () => {
    expect(values('a = 1 + 2\nb = f(x)\nc = "$a"\nd = [f(1)]\nfunction g()\ne = 3')).toEqual([
      ['a', undefined],
      ['b', undefined],
      ['c', undefined],
      ['d', undefined],
      ['', undefined],
      ['e', 3],
    ])
  })
})
