import type { Element, Root } from 'hast'
import { h } from '../page/element.ts'
import { SKIP, visit } from '../report/visit.ts'

/** What is numbered by itself, each kind for its own. The strings of the interface name them. */
export type Kind = 'figure' | 'table' | 'listing'

/** An image that stands alone in its paragraph and has a title is a figure; the title is its caption. */
export function captionImages(tree: Root): void {
  visit(tree, 'element', (element, index, parent) => {
    if (element.tagName !== 'p' || index === undefined) return
    const [image, ...others] = element.children.filter(child => !isBlank(child))
    if (image?.type !== 'element' || image.tagName !== 'img' || others.length) return
    if (typeof image.properties.title !== 'string') return
    parent!.children[index] = toFigure(image)
    return SKIP
  })
}

/** A figure of an image; the image's title is its caption. */
export function toFigure(image: Element): Element {
  const { title, ...properties } = image.properties
  image.properties = properties
  const figure = h('figure', {}, image)
  if (typeof title === 'string') addCaption(figure, h('p', {}, title))
  return figure
}

/** Labels named `tab:…` mean tables and `lst:…` code, where there is a choice; all others mean figures first. */
export function kindByName(name: string): Kind {
  if (/^ta?bl?e?:/.test(name)) return 'table'
  return /^(lst|code):/.test(name) ? 'listing' : 'figure'
}

/**
 * The last of an element's figures, tables and listings, or itself; made a figure, that `replace` puts in the element's
 * place, if it is none yet.
 */
export function findFloat(element: Element, kind: Kind, replace: (figure: Element) => void): Element | undefined {
  const candidates: { node: Element; parent?: Element; kind: Kind }[] = []
  const walk = (node: Element, parent?: Element): void => {
    const own = floatKind(node)
    if (own) candidates.push({ node, ...(parent && { parent }), kind: own })
    // The table of runs below a figure is about it, and no table of the text.
    else if (!hasClass(node, 'provenance'))
      for (const child of node.children) if (child.type === 'element') walk(child, node)
  }
  walk(element)
  const chosen = candidates.findLast(candidate => candidate.kind === kind) ?? candidates.at(-1)
  if (!chosen) return undefined
  if (chosen.node.tagName === 'figure') return chosen.node
  const only = chosen.node.tagName === 'p' ? chosen.node.children.filter(child => !isBlank(child)) : [chosen.node]
  const figure = h('figure', chosen.kind === 'figure' ? {} : { className: [chosen.kind] }, ...only)
  if (chosen.parent) chosen.parent.children[chosen.parent.children.indexOf(chosen.node)] = figure
  else replace(figure)
  return figure
}

function floatKind(node: Element): Kind | undefined {
  if (node.tagName === 'figure') return kindOf(node)
  if (node.tagName === 'table' || hasClass(node, 'table-scroll')) return 'table'
  if (node.tagName === 'pre' || (node.tagName === 'details' && hasClass(node, 'cell'))) return 'listing'
  if (node.tagName !== 'p') return undefined
  const [image, ...others] = node.children.filter(child => !isBlank(child))
  return image?.type === 'element' && image.tagName === 'img' && !others.length ? 'figure' : undefined
}

export function kindOf(figure: Element): Kind {
  return hasClass(figure, 'table') ? 'table' : hasClass(figure, 'listing') ? 'listing' : 'figure'
}

/** The first paragraph of a figure's caption; what else stands there is about the figure, and no caption. */
export function captionOf(figure: Element): Element | undefined {
  const caption = figure.children.find(child => child.type === 'element' && child.tagName === 'figcaption')
  const first = (caption as Element | undefined)?.children.find(child => !isBlank(child))
  return first?.type === 'element' && first.tagName === 'p' ? first : undefined
}

/** Tables have their caption above, as is the custom, all others below. */
export function addCaption(figure: Element, paragraph: Element): Element {
  const caption = figure.children.find(child => child.type === 'element' && child.tagName === 'figcaption')
  if (caption?.type === 'element') caption.children.unshift(paragraph)
  else {
    const made = h('figcaption', {}, paragraph)
    if (kindOf(figure) === 'figure') figure.children.push(made)
    else figure.children.unshift(made)
  }
  trimStart(paragraph)
  return paragraph
}

function trimStart(paragraph: Element): void {
  const [first] = paragraph.children
  if (first?.type === 'text') first.value = first.value.trimStart()
}

export function isBlank(node: { readonly type: string; readonly value?: string }): boolean {
  return node.type === 'text' && node.value!.trim() === ''
}

function hasClass({ properties: { className } }: Element, name: string): boolean {
  return Array.isArray(className) && className.includes(name)
}
