import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTranscript } from './transcript.ts'

function print(limit: number, parts: readonly string[]): string {
  const transcript = createTranscript(limit)
  return parts.map(part => transcript.add(part)).join('') + transcript.end()
}

test('what fits is kept as it is', () => {
  expect(print(10, ['abc', 'defg', '', 'hij'])).toBe('abcdefghij')
})

test('of what does not, the head and the tail', () => {
  expect(print(10, ['abcdefghijk'])).toBe('abcde\n… 1 bytes dropped …\nghijk')
  expect(print(4, ['ab', 'x'.repeat(3 * 2 ** 20), 'yz'])).toBe('ab\n… 3 MiB dropped …\nyz')
})

test('no character is cut in two', () => {
  expect(print(5, ['学習🦋🦋🦋🦋🦋'])).toBe('学習\n… 8 bytes dropped …\n🦋')
})

test('never more than the limit and a line, however the text comes', () => {
  const part = fc.string({ unit: 'grapheme', maxLength: 30 })
  fc.assert(
    fc.property(fc.array(part), fc.integer({ min: 2, max: 50 }), (parts, limit) => {
      const text = parts.join('')
      const printed = print(limit, parts)
      if (text.length <= limit) expect(printed).toBe(text)
      else expect(printed.replace(/\n… .* dropped …\n/, '').length).toBeLessThanOrEqual(limit)
    }),
  )
})
