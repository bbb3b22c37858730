import { expect, it } from 'vitest'
import { parseDocument } from '../report/document.ts'
import { Problems } from '../report/problem.ts'
import { tangle } from './tangle.ts'

const report = [
  'So `{ts} best` and \\claim{best >',
  '  limit - 1}{good}.',
  '',
  '> ```ts run',
  '> const limit = 1; const best = 2',
  '> best',
  '> ```',
  '',
].join('\n')
const code = parseDocument('a.md', 'a.md', report, new Problems())

it('keeps code on its lines, and says which statement begins and what to show', () => {
  const { text, problems } = tangle(code, { instrument: true })
  expect(problems).toEqual([])
  expect(text.split('\n')).toEqual([
    ';__backprose.expression(0,"value",[1,2],()=>(__backprose.operand(0,best)));' +
      ';__backprose.expression(1,"claim",[0,1,2],()=>(__backprose.operand(0,best) >',
    '  __backprose.operand(1,limit) - 1));',
    '',
    ';__backprose.cell(0);',
    ';__backprose.statement(0);const limit = 1; ;__backprose.statement(1);const best = 2',
    ';__backprose.statement(2);__backprose.value(best)',
    '',
  ])
})

it('finds the place in the Markdown file of what it was made of', () => {
  const { text, toMarkdown } = tangle(code, { instrument: true })
  const lines = text.split('\n')
  const placeOf = (line: number, part: string) => toMarkdown({ line, column: lines[line - 1]!.indexOf(part) + 1 })
  expect(placeOf(1, 'best')).toEqual({ line: 1, column: 10 })
  expect(placeOf(1, 'best) >')).toEqual({ line: 1, column: 27 })
  expect(placeOf(2, 'limit')).toEqual({ line: 2, column: 3 })
  expect(placeOf(2, '- 1')).toEqual({ line: 2, column: 9 })
  expect(placeOf(5, 'best')).toEqual({ line: 5, column: 26 })
  expect(placeOf(6, 'best')).toEqual({ line: 6, column: 3 })
  // Text of ours belongs to what follows it, or to the end of the line.
  expect(placeOf(6, ';__backprose')).toEqual({ line: 6, column: 3 })
  expect(toMarkdown({ line: 6, column: 99 })).toEqual({ line: 6, column: 7 })
})

it('without instruments is what the author wrote, with the types that prose asks for', () => {
  expect(tangle(code, { instrument: false }).text.split('\n').slice(0, 6)).toEqual([
    ';(():unknown=>(best));;(():boolean=>(best >',
    '  limit - 1));',
    '',
    '',
    'const limit = 1; const best = 2',
    'best',
  ])
})
