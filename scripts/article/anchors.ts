import type { Root } from 'hast'
import type { Problems } from '../report/problem.ts'
import { suggestion } from '../report/spelling.ts'
import { visit } from '../report/visit.ts'
import type { Article } from './article.ts'

/** Checks that each anchor exists, and makes links by another name of it lead there. */
export function checkAnchors(articles: readonly { article: Article; tree: Root }[], problems: Problems): void {
  const byPath = new Map(articles.map(({ article }) => [article.path, article]))
  for (const { article, tree } of articles) {
    const corrected = new Map<string, string>()
    for (const link of article.links) {
      const target = link.page === undefined ? undefined : byPath.get(link.page)
      if (!target || !link.fragment) continue
      const wanted = decode(link.fragment)
      if (target.ids.has(wanted)) continue
      const id = target.aliases.get(wanted) ?? target.aliases.get(wanted.normalize('NFC').toLowerCase())
      if (id === undefined)
        problems.error(link.path, link, 'link', `missing anchor: #${wanted}${suggestion(wanted, namesOf(target))}`)
      else
        corrected.set(
          link.href,
          link.href.replace(/#.*$/s, () => `#${encodeURIComponent(id)}`),
        )
    }
    if (corrected.size)
      visit(tree, 'element', ({ properties }) => {
        const href = corrected.get(String(properties.href))
        if (href !== undefined) properties.href = href
      })
  }
}

function* namesOf({ ids, aliases }: Article): Generator<string> {
  for (const id of ids) yield id
  yield* aliases.keys()
}

/** The fragment as the reader's browser compares it with ids. */
function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}
