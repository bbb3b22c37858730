import { expect, test } from 'vitest'
import { chooseStrings, formatCount, formatDate } from './strings.ts'

const en = { date: '{day} {monthName} {year}', months: ['January', 'February'] }
const ja = { date: '{year}年{month}月{day}日', months: ['1月', '2月'] }

test.each([
  ['2020-02-08', '8 February 2020', '2020年2月8日'],
  ['2020-01-31T23:59:59Z', '31 January 2020', '2020年1月31日'],
  ['spring 2020', 'spring 2020', 'spring 2020'],
  ['2020-13-01', '2020-13-01', '2020-13-01'],
])('%s is %s and %s', (date, english, japanese) => {
  expect(formatDate(date, en)).toBe(english)
  expect(formatDate(date, ja)).toBe(japanese)
})

test('a language stands for its variants, English for the languages that are missing', () => {
  const all = new Map([
    ['en', en],
    ['ja', ja],
  ])
  expect(['ja', 'JA-jp', 'en-GB', 'tlh'].map(language => chooseStrings(all, language))).toEqual([ja, ja, en, en])
  expect(() => chooseStrings(new Map(), 'ja')).toThrow('missing strings: templates/strings/en.yml')
})

test('one is said in its own words where the language has some', () => {
  const claims = { en: { claims: '{count} claims', claimsOne: '1 claim' }, ja: { claims: '{count} 件の主張' } }
  expect([0, 1, 2].map(count => formatCount(claims.en, 'claims', count))).toEqual(['0 claims', '1 claim', '2 claims'])
  expect(formatCount(claims.ja, 'claims', 1)).toBe('1 件の主張')
})
