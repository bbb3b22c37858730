import type { Element, Root } from 'hast'
import { h } from '../page/element.ts'
import { type Link, relativeLink } from '../page/link.ts'
import type { Page } from '../page/page.ts'
import type { Strings } from '../page/strings.ts'
import { operandsOf, type PageClaim, runLinks } from './claims.ts'

export const claimsAddress = 'claims/index.html'

export interface ClaimingPage {
  readonly page: Page
  readonly claims: readonly PageClaim[]
}

/** The article on all claims of the site, each page's in a table of its own; undefined if there are none. */
export function listClaims(pages: readonly ClaimingPage[], strings: Strings): Root | undefined {
  const total = pages.reduce((sum, { claims }) => sum + claims.length, 0)
  if (!total) return undefined
  const link = relativeLink(claimsAddress)
  const head = [strings.claim, strings.condition, strings.values, strings.experiment].map(name =>
    h('th', { scope: 'col' }, String(name)),
  )
  const children = pages
    .filter(({ claims }) => claims.length)
    .flatMap(({ page: { path, title }, claims }) => [
      h('h2', {}, h('a', { href: link(path) }, title)),
      h(
        'div',
        { className: ['table-scroll'] },
        h(
          'table',
          { className: ['claims'] },
          h('thead', {}, h('tr', {}, ...head)),
          h('tbody', {}, ...claims.map(claim => claimRow(claim, path, link))),
        ),
      ),
    ])
  return {
    type: 'root',
    children: [h('p', {}, String(strings.claimsText).replace('{count}', String(total))), ...children],
  }
}

function claimRow({ id, text, finding }: PageClaim, path: string, link: Link): Element {
  const values = operandsOf(finding).map(operand => h('div', {}, ...operand))
  return h(
    'tr',
    {},
    h('td', {}, h('a', { href: `${link(path)}#${id}` }, text)),
    h('td', {}, h('code', {}, finding.source)),
    h('td', {}, ...values),
    h('td', {}, ...runLinks(finding, link)),
  )
}
