import type { Root } from 'hast'
import { type Article, findDirectives } from './article.ts'

/** Puts numbers in the place of `\ref` (`3`) and `\eqref` (`(3)`), with links to what they mean. */
export function resolveReferences(tree: Root, article: Article): void {
  for (const { element, origin, args } of findDirectives(tree, article, 'ref', 'eqref')) {
    const label = article.labels.find(args[0]?.trim() ?? '', origin)
    if (!label) continue
    const text = element.properties.dataDirective === 'eqref' ? `(${label.number})` : label.number
    element.tagName = 'a'
    element.properties = { href: `#${encodeURIComponent(label.id)}`, className: ['ref'] }
    element.children = [{ type: 'text', value: text }]
  }
}
