import type { Element, Root } from 'hast'
import { h } from '../page/element.ts'
import { type Link, relativeLink } from '../page/link.ts'
import type { Page } from '../page/page.ts'
import { formatCount, type Strings } from '../page/strings.ts'
import { claimsAddress } from './address.ts'
import { operandsOf, type PageClaim, runLinks } from './claims.ts'
import { provenanceSummary } from './figures.ts'

export interface ClaimingPage {
  readonly page: Page
  readonly claims: readonly PageClaim[]
}

/** The article on all claims of the site, a list for each page; undefined if there are none. */
export function listClaims(pages: readonly ClaimingPage[], strings: Strings): Root | undefined {
  const total = pages.reduce((sum, { claims }) => sum + claims.length, 0)
  if (!total) return undefined
  const link = relativeLink(claimsAddress)
  const lists = pages
    .filter(({ claims }) => claims.length)
    .flatMap(({ page: { path, title }, claims }) => [
      h('h2', {}, h('a', { href: link(path) }, title)),
      h('ul', { className: ['claims'] }, ...claims.map(claim => item(claim, path, link, strings))),
    ])
  return {
    type: 'root',
    children: [h('p', {}, formatCount(strings, 'claimsText', total)), ...lists],
  }
}

/** A claim with its condition and values; the runs behind it are folded. */
function item({ id, text, finding }: PageClaim, path: string, link: Link, strings: Strings): Element {
  const { source, runs } = finding
  const summary = provenanceSummary(runs.length, strings)
  return h(
    'li',
    {},
    h('a', { href: `${link(path)}#${id}` }, text),
    h('code', {}, source),
    ...operandsOf(finding).map(operand => h('span', {}, ...operand)),
    ...(runs.length ? [h('details', {}, h('summary', {}, summary), h('p', {}, ...runLinks(finding, link)))] : []),
  )
}
