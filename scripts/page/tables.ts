import type { Element, Properties, Root } from 'hast'
import { SKIP, visit } from 'unist-util-visit'

/**
 * Makes the tables of Markdown fit for a page: each in a `<div class="table-scroll">`, as it may be wider than the text,
 * and aligned by style, as `align` is obsolete in HTML. Tables that are already in such a box stay as they are.
 */
export default function rehypeTables() {
  return (tree: Root): void => {
    visit(tree, 'element', (node, index, parent) => {
      if (node.tagName === 'div' && hasClass(node.properties, 'table-scroll')) return SKIP
      if (node.tagName !== 'table' || !parent || index === undefined) return
      visit(node, 'element', cell => {
        const { align, ...properties } = cell.properties
        if (align) cell.properties = { ...properties, style: `text-align: ${align}` }
      })
      parent.children[index] = box(node)
      return SKIP
    })
  }
}

function hasClass({ className }: Properties, name: string): boolean {
  return Array.isArray(className) && className.includes(name)
}

/** In the order of the keyboard, so that it can be scrolled without a mouse. */
function box(table: Element): Element {
  return {
    type: 'element',
    tagName: 'div',
    properties: { className: ['table-scroll'], tabIndex: 0 },
    children: [table],
  }
}
