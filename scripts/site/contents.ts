import type { Element, Root } from 'hast'
import { visit } from 'unist-util-visit'
import type { Heading } from '../page/page.ts'

/** Takes the title out of an article that begins with one: its content, for the layout to place. */
export function takeTitle(tree: Root): Root | undefined {
  const at = tree.children.findIndex(child => child.type === 'element')
  const first = tree.children[at]
  if (first?.type !== 'element' || first.tagName !== 'h1') return undefined
  tree.children.splice(at, 1)
  return { type: 'root', children: first.children }
}

/** The headings of a page that can be linked to, in order. */
export function findHeadings(tree: Root): Heading[] {
  const headings: Heading[] = []
  visit(tree, 'element', element => {
    const depth = /^h([1-6])$/.exec(element.tagName)?.[1]
    // The heading of the footnotes is for screen readers only.
    if (depth && typeof element.properties.id === 'string' && !element.properties.id.startsWith('footnote-label'))
      headings.push({ depth: Number(depth), id: element.properties.id, text: textContent(element).trim() })
  })
  return headings
}

/** The text of an element; of a formula, its TeX source once, not KaTeX's several renderings; of a claim, its sentence. */
export function textContent(node: Element | Root): string {
  let text = ''
  for (const child of node.children) {
    if (child.type === 'text') text += child.value
    else if (child.type === 'element') {
      const classes = child.properties.className
      if (Array.isArray(classes) && classes.some(name => name === 'katex-html' || name === 'claim-check')) continue
      text += child.tagName === 'semantics' ? annotation(child) : textContent(child)
    }
  }
  return text
}

function annotation(semantics: Element): string {
  const source = semantics.children.find(child => child.type === 'element' && child.tagName === 'annotation')
  return source ? textContent(source as Element) : textContent(semantics)
}
