import type { Element, ElementContent, Root } from 'hast'
import { h } from '../page/element.ts'
import { suggestion } from '../report/spelling.ts'
import { type Article, findDirectives } from './article.ts'
import type { BibEntry } from './bibtex.ts'
import { formatReference } from './reference.ts'

/**
 * Numbers citations in the order in which works are first cited, `[1, p. 3; 2]`, and lists the works where
 * `\bibliography` stands, or at the end.
 */
export function resolveCitations(tree: Root, article: Article): void {
  const cited = new Map<BibEntry, number>()
  const ids = new Map<BibEntry, string>()
  for (const { element, origin, args } of findDirectives(tree, article, 'cite')) {
    const refuse = (reason: string) => article.problems.error(origin.path, origin, 'citation', reason)
    if (article.references === 'unreadable') continue
    if (!article.references) {
      refuse('missing references: a BibTeX file is named by "references: works.bib" in the front matter')
      continue
    }
    const links: ElementContent[] = []
    for (const item of args[0]!.split(/\s*;\s*/)) {
      const [, key, locator] = /^\s*@([^\s,]+)\s*(?:,\s*(.*?))?\s*$/s.exec(item) ?? []
      const entry = key === undefined ? undefined : article.references.get(key)
      if (key === undefined) refuse(`invalid citation; [@key; @other, p. 3] is expected: ${item.trim() || '[@…; ]'}`)
      else if (!entry) refuse(`unknown work: ${key}${suggestion(key, article.references.keys())}`)
      else {
        if (!cited.has(entry)) {
          cited.set(entry, cited.size + 1)
          ids.set(entry, article.ids.claim(`ref-${key}`))
        }
        const number = h('a', { href: `#${encodeURIComponent(ids.get(entry)!)}` }, String(cited.get(entry)))
        const place = locator ? `, ${locator.replace(/\s+/g, ' ')}` : ''
        links.push(...(links.length ? [text('; ')] : []), number, ...(place ? [text(place)] : []))
      }
    }
    element.properties = { className: ['cite'] }
    element.children = links.length ? [text('['), ...links, text(']')] : []
  }
  place(tree, article, [...cited.keys()], ids)
}

function place(tree: Root, article: Article, cited: readonly BibEntry[], ids: ReadonlyMap<BibEntry, string>): void {
  const [here, ...others] = findDirectives(tree, article, 'bibliography')
  for (const { origin } of others)
    article.problems.error(origin.path, origin, 'citation', 'doubled \\bibliography; the list stands in one place')
  if (!cited.length) {
    if (here) article.problems.warn(here.origin.path, here.origin, 'citation', 'empty \\bibliography; nothing is cited')
    return
  }
  const items = cited.map(entry => h('li', { id: ids.get(entry)! }, ...formatReference(entry)))
  const heading = h('h2', { id: 'list-of-works' }, String(article.strings.references))
  const section: Element = h(
    'section',
    { className: ['references'], ariaLabelledBy: ['list-of-works'] },
    heading,
    h('ol', {}, ...items),
  )
  if (here) Object.assign(here.element, section)
  else tree.children.push(section)
}

function text(value: string): ElementContent {
  return { type: 'text', value }
}
