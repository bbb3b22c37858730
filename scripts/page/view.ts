import { absoluteLink, type Link, relativeLink } from './link.ts'
import { type LinkView, type NavigationView, viewContents, viewNavigation } from './navigation.ts'
import type { Page, Site } from './page.ts'
import { formatCount, formatDate, type Strings } from './strings.ts'

/** What the layout of a page knows. Every field is there, as templates are strict; addresses are ready to print. */
export interface PageView extends SharedView {
  /** HTML. */
  readonly heading: string | null
  readonly headingId: string | null
  readonly article: string
  readonly byline: {
    readonly authors: readonly string[]
    readonly date: { readonly iso: string; readonly text: string } | null
  } | null
  readonly contents: readonly LinkView[]
  readonly hasMath: boolean
}

/** What every layout knows. */
export interface SharedView {
  readonly language: string
  /** Of the page. */
  readonly title: string
  /** Of the browser's window. */
  readonly documentTitle: string
  readonly description: string | null
  readonly site: { readonly title: string; readonly href: string; readonly authors: readonly string[] }
  readonly navigation: NavigationView
  /** The page of all claims. */
  readonly claims: { readonly href: string; readonly text: string } | null
  /** Addresses of the theme's files by name. */
  readonly assets: Readonly<Record<string, string>>
  readonly strings: Strings
}

/** Contents of one entry are no help. */
const leastContents = 2

export function viewPage(page: Page, site: Site, assets: Readonly<Record<string, string>>, strings: Strings): PageView {
  const link = relativeLink(page.path)
  const contents = viewContents(page.headings)
  const description = page.description ?? (page.path === 'index.html' ? site.description : undefined)
  const date = page.date === undefined ? null : { iso: page.date, text: formatDate(page.date, strings) }
  return {
    ...viewShared(site, link, assets, strings),
    language: page.language,
    title: page.title,
    documentTitle: page.title === site.title ? site.title : `${page.title} – ${site.title}`,
    description: description ?? null,
    navigation: viewNavigation(site.navigation, page.path, link),
    heading: page.heading ?? null,
    headingId: page.headingId ?? null,
    article: page.html,
    byline: page.authors?.length || date ? { authors: page.authors ?? [], date } : null,
    contents: contents.length < leastContents ? [] : contents,
    hasMath: page.hasMath,
  }
}

export function viewNotFound(site: Site, assets: Readonly<Record<string, string>>, strings: Strings): SharedView {
  const link = absoluteLink(site.base)
  const title = String(strings.notFound)
  return {
    ...viewShared(site, link, assets, strings),
    language: site.language,
    title,
    documentTitle: `${title} – ${site.title}`,
    description: null,
    navigation: viewNavigation(site.navigation, '404.html', link),
  }
}

function viewShared(site: Site, link: Link, assets: Readonly<Record<string, string>>, strings: Strings) {
  return {
    site: { title: site.title, href: link('index.html'), authors: site.authors },
    assets: Object.fromEntries(Object.entries(assets).map(([name, path]) => [name, link(path)])),
    claims: site.claims
      ? { href: link(site.claims.path), text: formatCount(strings, 'claimsLink', site.claims.count) }
      : null,
    strings,
  }
}
