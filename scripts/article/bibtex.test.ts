import { describe, expect, it } from 'vitest'
import { parseBibtex, plainText } from './bibtex.ts'

describe('a BibTeX file', () => {
  it('has entries, strings and comments', () => {
    const { entries, problems } = parseBibtex(`% A comment
@string{iccv = "Proc. {ICCV}"}
@comment{ @article{no, title = {x}} }
@preamble{"\\newcommand{\\x}{}"}
@InProceedings{he2015,
  title = {Delving {Deep} into Rectifiers},
  author = "He, Kaiming and Zhang, Xiangyu",
  booktitle = iccv # ", " # 2015, YEAR = 2015, month = dec,
}
@book(key/2, title = {(Parentheses)})
`)
    expect(problems).toEqual([])
    expect([...entries.values()]).toEqual([
      {
        key: 'he2015',
        type: 'inproceedings',
        line: 5,
        fields: {
          title: 'Delving {Deep} into Rectifiers',
          author: 'He, Kaiming and Zhang, Xiangyu',
          booktitle: 'Proc. {ICCV}, 2015',
          year: '2015',
          month: '12',
        },
      },
      { key: 'key/2', type: 'book', line: 10, fields: { title: '(Parentheses)' } },
    ])
  })

  it('names all its mistakes where they stand', () => {
    const { entries, problems } = parseBibtex(`@article{a,
  title = {Never closed,
  year = 2000
}
@article{b, title {x}}
@article{, title = {x}}
@article{c, title = {x} year = 2000}
@article{d, publisher = springr}
@string{springer = "Springer"}
@article{e, title = {x}}
@article{e, title = {y}, title = {z}}
@article{f, title = "open`)
    expect(problems.map(({ line, column, reason }) => `${line}:${column}: ${reason}`)).toEqual([
      '1:1: missing }: the entry is not closed',
      '5:19: missing =: title = {…} is expected in b',
      '6:10: missing key: @article{key, title = {…}}',
      '7:25: missing comma: between the fields of c',
      '8:25: unknown string: springr; write text in braces',
      '11:26: doubled field: title of e',
      '11:1: doubled key: e; also on line 10',
      '12:1: missing ": the entry is not closed',
    ])
    expect([...entries.keys()]).toEqual(['e'])
  })

  it('is read in time that grows with its length', () => {
    expect(parseBibtex('@article{'.repeat(20_000)).entries.size).toBe(0)
    expect(parseBibtex(`@a{b, c = ${'{'.repeat(200_000)}`).problems).toHaveLength(1)
  })
})

it('TeX reads as plain text', () => {
  expect(plainText('G{\\"o}del, {\\\'E}. and H{\\o}yer, \\v{C}apek \\& \\c{c}a')).toBe(
    'Gödel, É. and Høyer, Čapek & ça',
  )
  expect(plainText('pp.~1--3, \\emph{very} {Deep}\n  nets 50\\% \\{x\\}')).toBe('pp.\u00a01–3, very Deep nets 50% {x}')
  expect(plainText('Sch\\"{o}n, na\\"{\\i}ve, \\aa')).toBe('Schön, naïve, å')
})
