import type { Element, ElementContent, Root } from 'hast'
import { textContent } from '../article/headings.ts'
import { h } from '../page/element.ts'
import type { Link } from '../page/link.ts'
import type { Strings } from '../page/strings.ts'
import { visit } from '../report/visit.ts'
import { caseLabel } from './cases.ts'
import { runAddress } from './figures.ts'
import type { Finding } from './findings.ts'

/** A claim on a page. */
export interface PageClaim {
  /** Of its element. */
  readonly id: string
  /** What it says, as plain text. */
  readonly text: string
  readonly finding: Finding
}

/** A value in its sentence. */
export function valueElement(text: string, { source }: Finding): Element {
  return h('data', { className: ['value'], value: text, title: source }, text)
}

const joiner = '\u2060'

/** The mark after a claim, and what it opens: the expression, its values, the runs behind it. */
export function claimMark(finding: Finding, id: string, link: Link, strings: Strings): Element {
  const note = `${id}-note`
  return h(
    'span',
    { className: ['claim-check'] },
    // Neither the mark nor the full stop after it begins a line.
    joiner,
    h('button', { type: 'button', popoverTarget: note, ariaLabel: String(strings.checked) }, '✓'),
    joiner,
    h('span', { id: note, popover: 'auto', className: ['claim-note'] }, ...explanation(finding, link, strings)),
  )
}

function explanation(finding: Finding, link: Link, strings: Strings): ElementContent[] {
  const { source, runs } = finding
  return [
    h('strong', {}, String(strings.checked)),
    h('code', {}, source),
    ...operandsOf(finding).map(operand => h('span', {}, ...operand)),
    ...(runs.length ? [h('span', {}, `${strings.experiment}: `, ...runLinks(finding, link))] : []),
  ]
}

/** What the operands came to, unless one is the whole expression. */
export function operandsOf({ source, operands }: Finding): (ElementContent | string)[][] {
  return operands
    .filter(operand => operand.source !== source)
    .map(({ source, value }) => [h('code', {}, source), ' = ', h('code', {}, value)])
}

/** Runs by experiment, each with a link to its bytes. */
export function runLinks({ runs }: Finding, link: Link): (ElementContent | string)[] {
  return runs.flatMap(({ experiment, params, digest }, k) => [
    ...(runs[k - 1]?.experiment === experiment ? [', '] : [...(k ? ['; '] : []), h('code', {}, experiment), ' ']),
    h('a', { href: link(runAddress(digest)) }, caseLabel(params)),
  ])
}

/** What the claims of a page say, as it is rendered. */
export function findClaims(tree: Root, marked: ReadonlyMap<string, Finding>): PageClaim[] {
  const claims: PageClaim[] = []
  visit(tree, 'element', element => {
    const id = String(element.properties.id)
    const finding = marked.get(id)
    if (finding) claims.push({ id, text: textContent(element).trim(), finding })
  })
  return claims
}
