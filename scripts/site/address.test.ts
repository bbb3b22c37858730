import { expect, it } from 'vitest'
import { pageAddress } from './address.ts'

it('gives every report a folder, so that its address needs no extension', () => {
  expect(pageAddress('index.md')).toBe('index.html')
  expect(pageAddress('reports/day1.md')).toBe('reports/day1/index.html')
  expect(pageAddress('reports/index.md')).toBe('reports/index.html')
})
