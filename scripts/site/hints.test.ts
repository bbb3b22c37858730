import { expect, it } from 'vitest'
import { readNumber, writeNumber } from './hints.ts'

const matches = (written: string, value: number) => {
  const typed = readNumber(written)!
  return writeNumber(value, typed) === typed.digits
}

it('compares numbers at the precision they are written in', () => {
  expect(matches('0.943', 0.94321)).toBe(true)
  expect(matches('0.943', 0.94361)).toBe(false)
  expect(matches('94.3%', 0.94321)).toBe(true)
  expect(matches('94.3％', 0.94321)).toBe(true)
  expect(matches('1,234', 1234.2)).toBe(true)
  expect(matches('0.00100', 0.001)).toBe(true)
})

it('leaves numbers of fewer than three significant digits alone, and endless ones', () => {
  for (const written of ['0.94', '94%', '2000', '10,000', '0.010', '12', `0.${'1'.repeat(101)}`])
    expect(readNumber(written)).toBeUndefined()
})
