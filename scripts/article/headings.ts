import type { Element, Root } from 'hast'
import { h } from '../page/element.ts'
import type { Heading } from '../page/page.ts'
import { SKIP, visit } from '../report/visit.ts'
import type { Article } from './article.ts'
import { slug } from './ids.ts'

/** Ids of the headings over footnotes and works; no other element gets them. */
export const ownIds = ['list-of-notes', 'list-of-works']

/** The title of a page, for the layout to place. */
export interface Title {
  readonly id: string
  readonly content: Root
}

/** Takes the title out of an article that begins with one. */
export function takeTitle(tree: Root): Title | undefined {
  const at = tree.children.findIndex(child => child.type === 'element')
  const first = tree.children[at]
  if (first?.type !== 'element' || first.tagName !== 'h1') return undefined
  tree.children.splice(at, 1)
  return { id: String(first.properties.id), content: { type: 'root', children: first.children } }
}

/** Gives each heading an id made of its text, and remembers by which other names links may mean it. */
export function identifyHeadings(tree: Root, article: Article): void {
  const identify = (element: Element): void => {
    trimEnd(element)
    // What a value comes to may change with every run, and links should outlive that.
    const text = textContent(element, { values: false }).trim()
    const id = article.ids.claim(slug(text))
    element.properties.id = id
    // `# __proto__` is bold text; who links to it may write it as it stands in the source.
    for (const alias of [slug(text), slug(article.origin(element)?.source.replace(/^#+/, '') ?? '')])
      if (alias !== '' && !article.ids.has(alias) && !article.aliases.has(alias)) article.aliases.set(alias, id)
  }
  visitHeadings(tree, identify, { notes: true })
}

/** Without spaces of any width at the end, such as U+3000, that a Markdown parser keeps. */
function trimEnd({ children }: Element): void {
  const last = children.at(-1)
  if (last?.type === 'text') last.value = last.value.trimEnd()
}

/** Puts numbers before the headings below the title: `2`, `2.1`. A level that was left out counts as one. */
export function numberSections(tree: Root): ReadonlyMap<Element, string> {
  const numbers = new Map<Element, string>()
  const counts: number[] = []
  visitHeadings(tree, element => {
    const level = depthOf(element)! - 2
    if (level < 0) return
    counts.length = Math.min(counts.length, level + 1)
    while (counts.length < level) counts.push(1)
    counts[level] = (counts[level] ?? 0) + 1
    const number = counts.join('.')
    numbers.set(element, number)
    element.children.unshift(h('span', { className: ['number'] }, number), { type: 'text', value: ' ' })
  })
  return numbers
}

/** The headings of a page that can be linked to, in order. */
export function findHeadings(tree: Root): Heading[] {
  const headings: Heading[] = []
  visitHeadings(tree, element => {
    if (typeof element.properties.id === 'string')
      headings.push({ depth: depthOf(element)!, id: element.properties.id, text: textContent(element).trim() })
  })
  return headings
}

export function depthOf({ tagName }: Element): number | undefined {
  const depth = /^h([1-6])$/.exec(tagName)?.[1]
  return depth === undefined ? undefined : Number(depth)
}

/** @param notes whether those in footnotes count too, which are no sections of the page */
function visitHeadings(tree: Root, visitor: (element: Element) => void, { notes = false } = {}): void {
  visit(tree, 'element', element => {
    if (!notes && element.properties.role === 'doc-endnotes') return SKIP
    if (depthOf(element) === undefined) return
    // Headings of lists that we make ourselves are no part of the author's contents.
    if (!ownIds.includes(String(element.properties.id))) visitor(element)
    return SKIP
  })
}

/** The text of an element: of a formula, its TeX source once; of footnotes, directives and the marks of claims, nothing. */
export function textContent(node: Element | Root, options: { readonly values: boolean } = { values: true }): string {
  let text = ''
  for (const child of node.children) {
    if (child.type === 'text') text += child.value
    else if (child.type === 'element') {
      const { className, dataDirective, dataFootnoteRef } = child.properties
      if (dataDirective !== undefined || dataFootnoteRef !== undefined) continue
      const classes = Array.isArray(className) ? className : []
      if (classes.includes('claim-check')) continue
      if (classes.includes('value') && !options.values) continue
      text += child.data?.tex ?? textContent(child, options)
    }
  }
  return text
}
