import { describe, expect, it } from 'vitest'
import { Ids, slug } from './ids.ts'

describe('the id of a heading', () => {
  it('keeps letters of any script, and composes them', () => {
    expect(slug('1. 勾配消失問題　')).toBe('1-勾配消失問題')
    expect(slug('Dé ja, “vu”!')).toBe('dé-ja-vu')
    expect(slug('A\u030A vs \u00C5')).toBe('å-vs-å')
    expect(slug('مرحبا بالعالم')).toBe('مرحبا-بالعالم')
    expect(slug('😀')).toBe('')
  })

  it('is unique as GitHub makes it, never empty and never too long', () => {
    const ids = new Ids()
    expect(['same', 'same', 'same', 'same-1', '', ''].map(wanted => ids.claim(wanted))).toEqual([
      'same',
      'same-1',
      'same-2',
      'same-1-1',
      'section',
      'section-1',
    ])
    expect([ids.claim('x'.repeat(10_000)), ids.claim('x'.repeat(10_000))].map(({ length }) => length)).toEqual([
      100, 100,
    ])
    const pair = ids.claim(`${'a'.repeat(99)}𝒙`)
    expect(pair).toBe('a'.repeat(99))
  })

  it('stands in for no property of documents and forms', () => {
    const ids = new Ids(['site-main'])
    expect(
      ['constructor', 'location', 'attributes', '__proto__', 'onload', 'site-main'].map(id => ids.claim(id)),
    ).toEqual([
      'section-constructor',
      'section-location',
      'section-attributes',
      'section-__proto__',
      'section-onload',
      'site-main-1',
    ])
  })
})
