import type { Element, ElementContent, Root } from 'hast'
import { h } from '../page/element.ts'
import { visit } from '../report/visit.ts'
import type { Article } from './article.ts'
import { addCaption, captionImages, captionOf, findFloat, isBlank, kindByName, kindOf, toFigure } from './float.ts'
import { depthOf, numberSections } from './headings.ts'
import type { Origin } from './origin.ts'

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
      if (number === undefined) {
        const which = element.tagName === 'h1' ? 'the title of a page' : 'a heading in a footnote'
        article.problems.error(origin.path, origin, 'label', `invalid \\label; ${which} has no number: ${name}`)
        continue
      }
      // A heading keeps the id that its text gave it.
      const known = element.properties.id
      const id = typeof known === 'string' ? known : article.ids.claim(name)
      element.properties.id = id
      if (id !== name && !article.ids.has(name)) article.aliases.set(name, id)
      article.labels.define(name, { number, id, origin })
    }
}

type Found = Map<Element, { readonly name: string; readonly origin: Origin }[]>

/** The children of an element, as far as they are rewritten, and which of them is the last that is no space. */
interface Rewritten {
  readonly children: ElementContent[]
  last: number
}

/** The labels that were taken out of an element, and whether it began with them. */
interface Taken {
  readonly labels: readonly Element[]
  readonly isFirst: boolean
}

/** Takes the labels out of the tree in one walk; what has one becomes a figure. */
function attachLabels(tree: Root, article: Article): Found {
  const found: Found = new Map()
  const nameOf = (label: Element) => article.origin(label)!.directive!.args[0]!.trim()

  /** @param around the heading, or else the figure, that labels mean wherever they stand in it */
  function walk(container: Element | Root, around?: Element): Taken {
    const labels: Element[] = []
    const rewritten: Rewritten = { children: [], last: -1 }
    let isFirst = false
    for (const child of container.children as ElementContent[]) {
      if (child.type !== 'element') keep(rewritten, child)
      else if (child.properties.dataDirective === 'label') {
        labels.push(child)
        isFirst ||= rewritten.last === -1
      } else {
        const inner = around && depthOf(around) ? around : depthOf(child) || child.tagName === 'figure' ? child : around
        const taken = walk(child, inner)
        if (inner || !taken.labels.length) keep(rewritten, child)
        const target = inner ?? (taken.labels.length ? placeLabelled(child, taken, rewritten, nameOf) : undefined)
        attach(taken.labels, target)
      }
    }
    if (labels.length && container.children.at(-1) === labels.at(-1)) trimEnd(rewritten.children)
    container.children = rewritten.children
    return { labels, isFirst }
  }

  function attach(labels: readonly Element[], target: Element | undefined): void {
    for (const label of labels) {
      const origin = article.origin(label)!
      const name = nameOf(label)
      const refuse = (reason: string) => article.problems.error(origin.path, origin, 'label', reason)
      if (name === '') refuse('missing label: \\label{}; a name such as fig:loss is expected')
      else if (!target)
        refuse(
          `invalid \\label; nothing to number: ${name}; write it in a heading, inside $$…$$, beside an image, or in the ` +
            'line after a figure, table or listing',
        )
      else if (found.has(target)) found.get(target)!.push({ name, origin })
      else found.set(target, [{ name, origin }])
    }
  }

  attach(walk(tree).labels, undefined)
  return found
}

/** Keeps what labels were taken out of, or the figure that it becomes or is the caption of: what they label, if anything. */
function placeLabelled(
  element: Element,
  { labels, isFirst }: Taken,
  rewritten: Rewritten,
  nameOf: (label: Element) => string,
): Element | undefined {
  const content = element.tagName === 'p' ? element.children.filter(child => !isBlank(child)) : []
  const [image] = content
  if (content.length === 1 && image?.type === 'element' && image.tagName === 'img') {
    const figure = toFigure(image)
    keep(rewritten, figure)
    return figure
  }
  const before = element.tagName === 'p' && isFirst ? rewritten.children[rewritten.last] : undefined
  const name = labels.map(nameOf).find(Boolean)
  const float =
    before?.type === 'element' && name !== undefined
      ? findFloat(before, kindByName(name), figure => {
          rewritten.children[rewritten.last] = figure
        })
      : undefined
  if (!float) keep(rewritten, element)
  else if (content.length) addCaption(float, element)
  return float
}

function keep(rewritten: Rewritten, child: ElementContent): void {
  if (!isBlank(child)) rewritten.last = rewritten.children.length
  rewritten.children.push(child)
}

/** Without the spaces before a label that ended it. */
function trimEnd(children: ElementContent[]): void {
  const last = children.at(-1)
  if (last?.type === 'text') last.value = last.value.trimEnd()
}
