import { expect, it } from 'vitest'
import { readExpression } from './operands.ts'

const operandsOf = (source: string) => readExpression(source).operands.map(({ start, end }) => source.slice(start, end))
const problemsOf = (source: string) =>
  readExpression(source).problems.map(({ offset, reason }) => `${offset}: ${reason}`)

it('finds what comparisons, arithmetic and logic work on', () => {
  expect(operandsOf('a.x - b[0] > 2 && !f(c)')).toEqual(['a.x', 'b[0]', 'c'])
  expect(operandsOf('(last(losses) as number) < first / 10')).toEqual(['last(losses)', 'first'])
  expect(operandsOf('x === undefined ? y : -z > 0')).toEqual(['x', 'y', 'z'])
  expect(operandsOf('`a` + `${b}` + "c"')).toEqual(['`${b}`'])
})

it('finds what a test of a list was about', () => {
  expect(operandsOf('losses.every(loss => loss > 0)')).toEqual(['losses'])
  expect(operandsOf('Number.isFinite(loss) && isClose(a, b, 1e-6)')).toEqual(['loss', 'a', 'b'])
  expect(operandsOf('finished()')).toEqual(['finished()'])
})

it('takes one expression and nothing beside it', () => {
  expect(problemsOf('a); b(c')).toEqual(['0: invalid expression; one TypeScript expression is expected'])
  expect(problemsOf('1); (2')).toEqual(['0: invalid expression; one TypeScript expression is expected'])
  expect(problemsOf('a // b')).toEqual(['2: invalid expression; it cannot hold a comment'])
  expect(problemsOf('x = 3')).toEqual(['0: invalid expression; it changes a variable: = assigns, === compares'])
  expect(problemsOf('a > 0 && i++')).toEqual(['9: invalid expression; it changes a variable: = assigns, === compares'])
  expect(problemsOf('a >')).toEqual([expect.stringMatching(/^3: invalid TypeScript/)])
  expect(problemsOf('a !== b')).toEqual([])
})
