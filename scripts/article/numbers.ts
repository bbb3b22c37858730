import type { Element, ElementContent, Root } from 'hast'
import { SKIP, visit } from 'unist-util-visit'
import { visitParents } from 'unist-util-visit-parents'
import { h } from '../page/element.ts'
import { type Article, findDirectives } from './article.ts'
import { depthOf, numberSections } from './headings.ts'
import type { Origin } from './origin.ts'

/** What is numbered by itself, each kind for its own. The strings of the interface name them. */
type Kind = 'figure' | 'table' | 'listing'

/**
 * Numbers what has a caption or a label. A `\label{…}` labels the heading or caption it stands in, the image beside it, or,
 * at the beginning of a paragraph, the figure, table or listing before it; then the rest of the paragraph is its caption.
 * Sections are numbered once one of them has a label.
 */
export function numberFloats(tree: Root, article: Article): void {
  captionImages(tree)
  const labels = attachLabels(tree, article)
  const floats = new Map<Element, string>()
  const counts = { figure: 0, table: 0, listing: 0 }
  visit(tree, 'element', element => {
    if (element.tagName !== 'figure') return
    const caption = captionOf(element)
    if (!caption && !labels.has(element)) return
    const kind = kindOf(element)
    const number = String(++counts[kind])
    floats.set(element, number)
    const text = String(article.strings[kind]).replace('{number}', number)
    const paragraph = caption ?? addCaption(element, h('p', {}))
    const space: ElementContent[] = paragraph.children.length ? [{ type: 'text', value: ' ' }] : []
    paragraph.children.unshift(h('span', { className: ['number'] }, text), ...space)
  })
  const sections = [...labels.keys()].some(element => depthOf(element)) ? numberSections(tree) : new Map()
  for (const [element, found] of labels)
    for (const { name, origin } of found) {
      const number = floats.get(element) ?? sections.get(element)
      if (number === undefined) continue
      // A heading keeps the id that its text gave it.
      const known = element.properties.id
      const id = typeof known === 'string' ? known : article.ids.claim(name)
      element.properties.id = id
      if (id !== name && !article.ids.has(name)) article.aliases.set(name, id)
      article.labels.define(name, { number, id, origin })
    }
}

/** An image that stands alone in its paragraph and has a title is a figure; the title is its caption. */
function captionImages(tree: Root): void {
  visit(tree, 'element', (element, index, parent) => {
    if (element.tagName !== 'p' || index === undefined) return
    const [image, ...others] = element.children.filter(child => !isBlank(child))
    if (image?.type !== 'element' || image.tagName !== 'img' || others.length) return
    const { title, ...properties } = image.properties
    if (typeof title !== 'string') return
    image.properties = properties
    parent!.children[index] = h('figure', {}, image, h('figcaption', {}, h('p', {}, title)))
    return SKIP
  })
}

type Found = Map<Element, { readonly name: string; readonly origin: Origin }[]>

/** Takes the labels out of the tree; what has one becomes a figure. */
function attachLabels(tree: Root, article: Article): Found {
  const found: Found = new Map()
  for (const { element: label, origin, args } of findDirectives(tree, article, 'label')) {
    const name = args[0]!.trim()
    const refuse = (reason: string) => article.problems.error(origin.path, origin, 'label', reason)
    const target = name === '' ? undefined : findTarget(tree, label, name)
    if (name === '') refuse('missing label: \\label{}; a name such as fig:loss is expected')
    else if (target) found.set(target, [...(found.get(target) ?? []), { name, origin }])
    else
      refuse(
        `invalid \\label; nothing to number: ${name}; write it in a heading, inside $$…$$, beside an image, or in the ` +
          'line after a figure, table or listing',
      )
  }
  return found
}

function findTarget(tree: Root, label: Element, name: string): Element | undefined {
  const ancestors = ancestorsOf(tree, label)
  const parent = ancestors.at(-1) as Element
  const isFirst = parent.children.slice(0, parent.children.indexOf(label)).every(isBlank)
  remove(parent, label)
  const heading = ancestors.find(element => element.type === 'element' && depthOf(element) !== undefined)
  if (heading) return heading as Element
  const figure = ancestors.findLast(element => element.type === 'element' && element.tagName === 'figure')
  if (figure) return figure as Element
  if (parent.tagName !== 'p') return undefined
  const container = ancestors.at(-2)!
  const at = container.children.indexOf(parent)
  const image = parent.children.filter(child => !isBlank(child))
  if (image.length === 1 && image[0]!.type === 'element' && image[0]!.tagName === 'img') {
    const { title, ...properties } = image[0]!.properties
    image[0]!.properties = properties
    const made = h('figure', {}, image[0]!)
    if (typeof title === 'string') addCaption(made, h('p', {}, title))
    container.children[at] = made
    return made
  }
  if (!isFirst) return undefined
  const before = container.children.slice(0, at).findLast(child => !isBlank(child))
  const float = before?.type === 'element' ? findFloat(container, before, kindByName(name)) : undefined
  if (!float) return undefined
  container.children.splice(container.children.indexOf(parent), 1)
  if (image.length) addCaption(float, parent)
  return float
}

/** Labels named `tab:…` mean tables and `lst:…` code, where there is a choice; all others mean figures first. */
function kindByName(name: string): Kind {
  if (/^ta?bl?e?:/.test(name)) return 'table'
  return /^(lst|code):/.test(name) ? 'listing' : 'figure'
}

/** The last of an element's figures, tables and listings, or itself; made a figure if it is none yet. */
function findFloat(container: Element | Root, element: Element, kind: Kind): Element | undefined {
  const candidates: { node: Element; parent: Element | Root; kind: Kind }[] = []
  const walk = (node: Element, parent: Element | Root): void => {
    const own = floatKind(node)
    if (own) candidates.push({ node, parent, kind: own })
    // The table of runs below a figure is about it, and no table of the text.
    else if (!hasClass(node, 'provenance'))
      for (const child of node.children) if (child.type === 'element') walk(child, node)
  }
  walk(element, container)
  const chosen = candidates.findLast(candidate => candidate.kind === kind) ?? candidates.at(-1)
  if (!chosen) return undefined
  if (chosen.node.tagName === 'figure') return chosen.node
  const only = chosen.node.tagName === 'p' ? chosen.node.children.filter(child => !isBlank(child)) : [chosen.node]
  const figure = h('figure', chosen.kind === 'figure' ? {} : { className: [chosen.kind] }, ...only)
  chosen.parent.children[chosen.parent.children.indexOf(chosen.node)] = figure
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

function kindOf(figure: Element): Kind {
  return hasClass(figure, 'table') ? 'table' : hasClass(figure, 'listing') ? 'listing' : 'figure'
}

/** The first paragraph of a figure's caption; what else stands there is about the figure, and no caption. */
function captionOf(figure: Element): Element | undefined {
  const caption = figure.children.find(child => child.type === 'element' && child.tagName === 'figcaption')
  const first = (caption as Element | undefined)?.children.find(child => !isBlank(child))
  return first?.type === 'element' && first.tagName === 'p' ? first : undefined
}

/** Tables have their caption above, as is the custom, all others below. */
function addCaption(figure: Element, paragraph: Element): Element {
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

function ancestorsOf(tree: Root, element: Element): (Element | Root)[] {
  let found: (Element | Root)[] = []
  visitParents(tree, 'element', (node, ancestors) => {
    if (node !== element) return
    found = [...ancestors] as (Element | Root)[]
    return false
  })
  return found
}

function remove(parent: Element | Root, child: Element): void {
  const at = parent.children.indexOf(child)
  parent.children.splice(at, 1)
  const before = parent.children[at - 1]
  if (at === parent.children.length && before?.type === 'text') before.value = before.value.trimEnd()
}

function trimStart(paragraph: Element): void {
  const [first] = paragraph.children
  if (first?.type === 'text') first.value = first.value.trimStart()
}

function isBlank(node: { readonly type: string; readonly value?: string }): boolean {
  return node.type === 'text' && node.value!.trim() === ''
}

function hasClass({ properties: { className } }: Element, name: string): boolean {
  return Array.isArray(className) && className.includes(name)
}
