import type { Element, Root } from 'hast'
import { h } from '../page/element.ts'
import type { Heading } from '../page/page.ts'
import { suggestion } from '../report/spelling.ts'
import { type Article, findDirectives } from './article.ts'
import { findHeadings } from './headings.ts'

/** Each lists all headings of the page. */
const mostContents = 20

/** Fills each `\toc` with links to the headings of the page but its title, nested as they are. */
export function fillContents(tree: Root, article: Article): void {
  const first = tree.children.find(child => child.type === 'element')
  const title = first?.tagName === 'h1' ? first.properties.id : undefined
  for (const [k, { element, origin, args }] of findDirectives(tree, article, 'toc').entries()) {
    if (k === mostContents)
      article.problems.error(
        origin.path,
        origin,
        'limit',
        `too many tables of contents; a page has ${mostContents} at most`,
      )
    if (k >= mostContents) continue
    const { min, max, reasons } = parseRange(args[0] ?? '', article.depths)
    for (const reason of reasons) article.problems.error(origin.path, origin, 'directive', reason)
    const headings = findHeadings(tree).filter(({ depth, id }) => depth >= min && depth <= max && id !== title)
    element.tagName = 'nav'
    element.properties = { className: ['toc'], ariaLabel: String(article.strings.contents) }
    element.children = headings.length ? [nest(headings)] : []
  }
}

/** `min=2 max=4`. */
function parseRange(text: string, usual: Article['depths']): { min: number; max: number; reasons: string[] } {
  const range = { ...usual }
  const reasons: string[] = []
  for (const word of text.split(/[\s,]+/).filter(Boolean)) {
    const [, name, value] = /^([^=]*)=?(.*)$/.exec(word)!
    if (name !== 'min' && name !== 'max')
      reasons.push(`unknown option of \\toc: ${name}${suggestion(name!, ['min', 'max'])}`)
    else if (!/^[1-6]$/.test(value!)) reasons.push(`invalid ${name}; a depth from 1 to 6 is expected: ${value}`)
    else range[name] = Number(value)
  }
  if (range.min > range.max) reasons.push(`invalid \\toc; min ${range.min} is deeper than max ${range.max}`)
  return { ...range, reasons }
}

/** A heading stands below the last one before it that is less deep, whether or not a level was skipped between them. */
function nest(headings: readonly Heading[]): Element {
  const top = h('ul', {})
  const open: { depth: number; item: Element }[] = []
  for (const { depth, id, text } of headings) {
    while (open.length && open.at(-1)!.depth >= depth) open.pop()
    const item = h('li', {}, h('a', { href: `#${encodeURIComponent(id)}` }, text))
    const parent = open.at(-1)?.item
    if (parent) listIn(parent).children.push(item)
    else top.children.push(item)
    open.push({ depth, item })
  }
  return top
}

function listIn(item: Element): Element {
  const last = item.children.at(-1) as Element
  if (last.tagName === 'ul') return last
  const list = h('ul', {})
  item.children.push(list)
  return list
}
