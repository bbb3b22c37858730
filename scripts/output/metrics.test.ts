import { expect, test } from 'vitest'
import { textWidth } from './metrics.ts'

test('a line of text is as wide as in Helvetica, and 8 % more to be safe', () => {
  expect(textWidth('0', 1000, false)).toBeCloseTo(556 * 1.08)
  expect(textWidth('Accuracy', 1000, false)).toBeCloseTo((667 + 500 + 500 + 556 + 333 + 556 + 500 + 500) * 1.08)
})

test('East Asian characters are one em wide, half-width ones half an em, accents nothing', () => {
  expect(textWidth('誤差', 1000, false)).toBeCloseTo(2000 * 1.08)
  expect(textWidth('ｱ', 1000, false)).toBeCloseTo(500 * 1.08)
  expect(textWidth('e\u0301', 1000, false)).toBeCloseTo(556 * 1.08)
})

test('a label that is switched off takes no room', () => {
  expect(textWidth(undefined, 11, false)).toBe(0)
})
