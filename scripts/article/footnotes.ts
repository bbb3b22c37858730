import type { Element, Root } from 'hast'
import { h } from '../page/element.ts'
import { visit } from '../report/visit.ts'
import type { Article } from './article.ts'

/**
 * Each file that was rendered into the page brought footnotes of its own, numbered from 1. They become one list at the
 * end of the page, numbered in the order in which the text refers to them.
 */
export function mergeFootnotes(tree: Root, article: Article): void {
  const notes = new Map<string, Element>()
  visit(tree, 'element', (element, index, parent) => {
    if (element.properties.dataFootnotes === undefined || index === undefined) return
    const list = element.children.find(child => child.type === 'element' && child.tagName === 'ol') as Element
    for (const note of list.children) if (note.type === 'element') notes.set(String(note.properties.id), note)
    parent!.children.splice(index, 1)
    return index
  })
  if (notes.size === 0) return

  const order: Element[] = []
  const places = new Map<Element, number>()
  const references = new Map<Element, number>()
  const number = (parent: Root | Element): void =>
    visit(parent, 'element', element => {
      if (element.properties.dataFootnoteRef === undefined) return
      const note = notes.get(String(element.properties.href).slice(1))
      if (!note) return
      if (!places.has(note)) places.set(note, order.push(note))
      const count = (references.get(note) ?? 0) + 1
      references.set(note, count)
      const place = places.get(note)!
      element.properties = {
        href: `#fn-${place}`,
        id: article.ids.claim(count === 1 ? `fnref-${place}` : `fnref-${place}-${count}`),
        dataFootnoteRef: true,
        role: 'doc-noteref',
      }
      element.children = [{ type: 'text', value: String(place) }]
    })
  number(tree)
  // A note may refer to another one, which is then numbered after all those of the text.
  for (let at = 0; at < order.length; at++) number(order[at]!)

  for (const [at, note] of order.entries()) {
    note.properties = { id: article.ids.claim(`fn-${at + 1}`) }
    visit(note, 'element', element => {
      if (element.properties.dataFootnoteBackref === undefined) return
      const [, count = '1'] = /-(\d+)$/.exec(String(element.children.length > 1 ? element.properties.href : '')) ?? []
      element.properties = {
        href: count === '1' ? `#fnref-${at + 1}` : `#fnref-${at + 1}-${count}`,
        className: ['back'],
        ariaLabel: String(article.strings.backToText),
        role: 'doc-backlink',
      }
    })
  }
  const heading = h('h2', { id: 'list-of-notes' }, String(article.strings.footnotes))
  tree.children.push(
    h(
      'section',
      { className: ['footnotes'], role: 'doc-endnotes', ariaLabelledBy: ['list-of-notes'] },
      heading,
      h('ol', {}, ...order),
    ),
  )
}
