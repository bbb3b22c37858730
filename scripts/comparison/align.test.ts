import fc from 'fast-check'
import { expect, test } from 'vitest'
import { align } from './align.ts'

const pairs = (before: string, after: string) =>
  align([...before], [...after], letter => letter.toLowerCase()).map(({ before = '-', after = '-' }) => before + after)

test.each([
  ['abc', 'aBc', ['aa', 'bB', 'cc']],
  ['ac', 'abc', ['aa', '-b', 'cc']],
  ['abc', 'ac', ['aa', 'b-', 'cc']],
  // What is left between two pairs is taken for rewritten, one after the other.
  ['axyb', 'apb', ['aa', 'xp', 'y-', 'bb']],
  ['', 'ab', ['-a', '-b']],
  ['ab', 'ba', ['a-', 'bb', '-a']],
])('%s and %s', (before, after, expected) => {
  expect(pairs(before, after)).toEqual(expected)
})

test('every item stands in one pair, in its order', () => {
  const lists = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 })
  fc.assert(
    fc.property(lists, lists, (before, after) => {
      const found = align(before, after, letter => letter)
      expect(found.flatMap(pair => pair.before ?? [])).toEqual(before)
      expect(found.flatMap(pair => pair.after ?? [])).toEqual(after)
    }),
  )
})
