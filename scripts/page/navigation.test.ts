import { expect, test } from 'vitest'
import { absoluteLink, relativeLink } from './link.ts'
import { viewContents, viewNavigation } from './navigation.ts'
import type { NavigationItem } from './page.ts'

test.each([
  ['index.html', 'index.html', 'index.html'],
  ['index.html', 'a/b/index.html', 'a/b/index.html'],
  ['a/b/c/index.html', 'index.html', '../../../index.html'],
  ['a/b/index.html', 'a/c/index.html', '../c/index.html'],
  ['a/b/index.html', 'a/b/index.html', 'index.html'],
  ['a/b/index.html', 'a/index.html', '../index.html'],
  ['a/index.html', 'a/b/index.html', 'b/index.html'],
  ['index.html', '深層/q?#%.svg', '%E6%B7%B1%E5%B1%A4/q%3F%23%25.svg'],
  ['a/index.html', 'https://example.org/?q#r', 'https://example.org/?q#r'],
])('from %s, %s is %s', (from, to, link) => {
  expect(relativeLink(from)(to)).toBe(link)
})

test('absolute links begin with the base', () => {
  expect(absoluteLink('/notes/')('a b/index.html')).toBe('/notes/a%20b/index.html')
  expect(absoluteLink('/notes/')('mailto:a@example.org')).toBe('mailto:a@example.org')
})

const leaf = (title: string, href?: string): NavigationItem => ({ title, ...(href && { href }), children: [] })

test('neighbors follow the reading order across groups and pass over what is not a page of the site', () => {
  const items = [
    { ...leaf('A'), children: [leaf('A1', 'a1'), leaf('A2', 'a2')] },
    leaf('elsewhere', 'https://example.org'),
    { ...leaf('B', 'b'), children: [leaf('B1', 'b1')] },
  ]
  const neighbors = (path: string) => {
    const { neighbors, trail } = viewNavigation(items, path, href => href)
    return [neighbors?.previous?.title, neighbors?.next?.title, trail.map(({ title }) => title).join('/')]
  }
  expect(neighbors('a1')).toEqual([undefined, 'A2', 'A'])
  expect(neighbors('a2')).toEqual(['A1', 'B', 'A'])
  expect(neighbors('b1')).toEqual(['B', undefined, 'B'])
  expect(neighbors('unlisted')).toEqual([undefined, undefined, ''])
})

test('a large site shows the branch that the page is on; the others lead to their first page', () => {
  const group = (name: string) => ({
    ...leaf(name),
    children: Array.from({ length: 60 }, (_, i) => leaf(`${name}${i}`, `${name}${i}`)),
  })
  const { tree } = viewNavigation([group('a'), group('b')], 'b7', href => href)
  expect(tree.map(({ title, href, children }) => [title, href, children.length])).toEqual([
    ['a', 'a0', 0],
    ['b', null, 60],
  ])
  expect(tree[1]!.children.filter(({ current }) => current).map(({ title }) => title)).toEqual(['b7'])
})

test('a long branch shows what is about the page, and leads on at both ends', () => {
  const items = Array.from({ length: 1000 }, (_, i) => leaf(`${i}`, `p${i}`))
  const ends = (path: string) => {
    const { tree } = viewNavigation(items, path, href => href)
    return [tree.length, ...[0, 1, -2, -1].map(at => `${tree.at(at)!.title} ${tree.at(at)!.href}`)]
  }
  expect(ends('p500')).toEqual([102, '… p449', '450 p450', '549 p549', '… p550'])
  expect(ends('p3')).toEqual([101, '0 p0', '1 p1', '99 p99', '… p100'])
  expect(ends('p999')).toEqual([101, '… p899', '900 p900', '998 p998', '999 p999'])
  expect(ends('404.html')).toEqual([101, '0 p0', '1 p1', '99 p99', '… p100'])
})

test('contents nest headings of depth 3 under those of depth 2, and leave out the rest', () => {
  const headings = [1, 3, 2, 3, 4, 3, 2].map((depth, i) => ({ depth, id: `h${i}`, text: `${depth}` }))
  const outline = (links: ReturnType<typeof viewContents>): unknown[] =>
    links.map(({ href, children }) => [href, ...children.map(child => child.href)])
  expect(outline(viewContents(headings))).toEqual([['#h1'], ['#h2', '#h3', '#h5'], ['#h6']])
})
