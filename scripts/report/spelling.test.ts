import fc from 'fast-check'
import { expect, it } from 'vitest'
import { closest, suggestion } from './spelling.ts'

it.each([
  ['textimput', ['output', 'textinput', 'toc'], 'textinput'],
  ['refs', ['ref', 'eqref'], 'ref'],
  ['ouptut', ['output'], 'output'],
  ['label', ['table', 'footnote'], undefined],
  ['x', ['y', 'z'], undefined],
  ['', ['a'], undefined],
])('%s most likely means', (word, candidates, expected) => {
  expect(closest(word, candidates)).toBe(expected)
})

it('says what it found', () => {
  expect(suggestion('setp', ['step'])).toBe('; did you mean "step"?')
  expect(suggestion('loss', ['step'])).toBe('')
})

/** The whole table, as the definition has it. */
function distance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i + j))
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      table[i]![j] = Math.min(
        table[i - 1]![j]! + 1,
        table[i]![j - 1]! + 1,
        table[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1),
        isSwap ? table[i - 2]![j - 2]! + 1 : Number.POSITIVE_INFINITY,
      )
    }
  return table[a.length]![b.length]!
}

it('finds a word exactly if at most a third of its letters differ', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 2, maxLength: 12 })
  fc.assert(
    fc.property(word, word, (wanted, known) => {
      const most = Math.min(Math.max(1, Math.floor(wanted.length / 3)), wanted.length - 1)
      expect(closest(wanted, [known])).toBe(distance(wanted, known) <= most ? known : undefined)
    }),
    { numRuns: 2000 },
  )
})

it('compares the first of very many in full, and others where they differ in one place', () => {
  const names = function* () {
    for (let k = 0; ; k++) yield `name${k}`
  }
  expect(closest('nome1234', names())).toBe('name1234')
  expect(closest('nome12345', names())).toBe('name123')
  expect(closest('nmae4999', names())).toBe('name4999')
  expect(closest('naem9999', names())).not.toBe('name9999')
})
