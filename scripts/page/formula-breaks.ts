import type { Element, Parents, Root, Text } from 'hast'
import { h } from './element.ts'

/**
 * Keeps a formula and the punctuation around it on one line. Browsers may break a line on both sides of an inline block,
 * such as KaTeX makes of a formula, even before a comma, which must never begin a line.
 */
export default function rehypeFormulaBreaks() {
  return (tree: Root): void => bindIn(tree)
}

function bindIn(parent: Root | Element): void {
  if (!hasClass(parent, 'unbroken') && parent.children.some(isFormula))
    parent.children = bind(parent.children as Element['children'])
  for (const child of parent.children) if (child.type === 'element') bindIn(child)
}

// A few marks at the most: what is bound must fit on a line.
const opening = /(?<![\p{Open_Punctuation}\p{Initial_Punctuation}])[\p{Open_Punctuation}\p{Initial_Punctuation}]{1,4}$/u
const closing = /^[\p{Close_Punctuation}\p{Final_Punctuation}\p{Other_Punctuation}ー]{1,4}/u

function bind(children: Element['children']): Element['children'] {
  const bound: Element['children'] = []
  for (const [index, node] of children.entries()) {
    if (!isFormula(node)) {
      if (node.type !== 'text' || node.value) bound.push(node)
      continue
    }
    const before = cut(bound.at(-1), opening)
    const after = cut(children[index + 1], closing)
    if (bound.at(-1)?.type === 'text' && !(bound.at(-1) as Text).value) bound.pop()
    bound.push(before || after ? unbroken(before, node, after) : node)
  }
  return bound
}

/** Here a line breaks only where `<wbr>` says so: between the parts that KaTeX makes of a longer formula. */
function unbroken(before: string, formula: Element, after: string): Element {
  for (const part of formula.children)
    if (part.type === 'raw') part.value = part.value.replaceAll(/(?<=<\/span>)(?=<span class="base">)/g, '<wbr>')
  return h('span', { className: ['unbroken'] }, ...[before, formula, after].filter(Boolean))
}

/** What of a text matches, taken out of it. */
function cut(node: Element['children'][number] | undefined, marks: RegExp): string {
  if (node?.type !== 'text') return ''
  const [found = ''] = marks.exec(node.value) ?? []
  node.value = node.value.replace(marks, '')
  return found
}

function isFormula(node: Parents['children'][number]): node is Element {
  return hasClass(node, 'katex')
}

function hasClass(node: Root | Parents['children'][number], name: string): boolean {
  if (node.type !== 'element') return false
  const { className } = node.properties
  return Array.isArray(className) && className.includes(name)
}
