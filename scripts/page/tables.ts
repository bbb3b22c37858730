import type { Element, Properties, Root } from 'hast'

/**
 * Makes the tables of Markdown fit for a page: each in a `<div class="table-scroll">`, as it may be wider than the text,
 * and aligned by style, as `align` is obsolete in HTML. Tables that are already in such a box stay as they are.
 */
export default function rehypeTables() {
  return (tree: Root): void => boxTables(tree)
}

function boxTables(parent: Root | Element): void {
  for (const [index, node] of parent.children.entries()) {
    if (node.type !== 'element' || (node.tagName === 'div' && hasClass(node.properties, 'table-scroll'))) continue
    if (node.tagName === 'table') {
      alignCells(node)
      parent.children[index] = box(node)
    } else boxTables(node)
  }
}

function alignCells(element: Element): void {
  const { align, ...properties } = element.properties
  if (align) element.properties = { ...properties, style: `text-align: ${align}` }
  for (const child of element.children) if (child.type === 'element') alignCells(child)
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
