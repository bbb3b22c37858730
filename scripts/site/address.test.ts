import { expect, it } from 'vitest'
import { pageAddress, relativeAddress } from './address.ts'

it('gives every report a folder, so that its address needs no extension', () => {
  expect(pageAddress('index.md')).toBe('index.html')
  expect(pageAddress('reports/day1.md')).toBe('reports/day1/index.html')
  expect(pageAddress('reports/index.md')).toBe('reports/index.html')
})

it('links files of the site relatively', () => {
  expect(relativeAddress('index.html', 'reports/day1/index.html')).toBe('reports/day1/index.html')
  expect(relativeAddress('reports/day1/index.html', 'index.html')).toBe('../../index.html')
  expect(relativeAddress('reports/day1/index.html', 'reports/day2/index.html')).toBe('../day2/index.html')
  expect(relativeAddress('a/index.html', 'a/index.html')).toBe('index.html')
  expect(relativeAddress('index.html', 'assets/図 1#.png')).toBe('assets/%E5%9B%B3%201%23.png')
})
