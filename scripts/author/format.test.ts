import { expect, it } from 'vitest'
import { fixed, percent, scientific, significant, thousands } from './format.ts'

it('writes fractions in percent', () => {
  expect([percent(0.94321), percent(0.9432, 2), percent(1, 0), percent(-0.0312)]).toEqual([
    '94.3%',
    '94.32%',
    '100%',
    '−3.1%',
  ])
})

it('writes digits after the point', () => {
  // 1.005 is a little less than that in binary.
  expect([fixed(0.94321), fixed(1.005), fixed(-0.001), fixed(-2.5, 0), fixed(12)]).toEqual([
    '0.94',
    '1.00',
    '0.00',
    '−3',
    '12.00',
  ])
  expect([fixed(Number.NaN), fixed(Number.NEGATIVE_INFINITY), percent(Number.POSITIVE_INFINITY)]).toEqual([
    'NaN',
    '−∞',
    '∞',
  ])
})

it('writes significant digits', () => {
  expect([0.0123456, 98765, 9.996, 1e-7, 0, 123, -4567.8].map(value => significant(value))).toEqual([
    '0.0123',
    '98800',
    '10.0',
    '0.000000100',
    '0.00',
    '123',
    '−4570',
  ])
  expect(significant(1.5e22, 2)).toBe('15000000000000000000000')
  expect(significant(1.5e-120, 2)).toBe('1.5 × 10⁻¹²⁰')
})

it('writes powers of ten', () => {
  expect([scientific(0.00012), scientific(-6.02214e23, 4), scientific(5, 1)]).toEqual([
    '1.20 × 10⁻⁴',
    '−6.022 × 10²³',
    '5 × 10⁰',
  ])
})

it('groups thousands', () => {
  expect([thousands(1234567), thousands(999), thousands(-10000.256, 2), thousands(0)]).toEqual([
    '1,234,567',
    '999',
    '−10,000.26',
    '0',
  ])
})

it('refuses what is no number', () => {
  expect(() => fixed('0.5' as never)).toThrow('invalid number to write: 0.5')
})
