import type { Place } from '../report/problem.ts'

/** A link of the author's, as far as it can only be checked once all pages are known. */
export interface ArticleLink extends Place {
  /** The file that the link stands in. */
  readonly path: string
  /** As it is written there. */
  readonly url: string
  /** As it is written into the page. */
  readonly href: string
  /** The file of the site that it leads to; undefined for an address outside of the site. */
  readonly page?: string
  /** What stands behind `#`. */
  readonly fragment?: string
}

/** An address that leads out of the site, where it stands. Nobody looks whether it exists. */
export interface ExternalLink extends Place {
  readonly url: string
  readonly path: string
}

/** All addresses outside of the site, by address and place. */
export function listExternalLinks(articles: readonly { readonly links: readonly ArticleLink[] }[]): ExternalLink[] {
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return articles
    .flatMap(({ links }) => links.filter(({ page }) => page === undefined))
    .map(({ url, path, line, column }) => ({ url, path, line, column }))
    .sort((a, b) => compare(a.url, b.url) || compare(a.path, b.path) || a.line - b.line || a.column - b.column)
    .filter((link, k, all) => k === 0 || JSON.stringify(link) !== JSON.stringify(all[k - 1]))
}

/** Splits an address into what stands before `#` and what stands behind it. */
export function splitFragment(url: string): { base: string; fragment?: string } {
  const at = url.indexOf('#')
  return at === -1 ? { base: url } : { base: url.slice(0, at), fragment: url.slice(at + 1) }
}
