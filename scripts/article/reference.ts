import type { ElementContent } from 'hast'
import { h } from '../page/element.ts'
import { type BibEntry, plainText } from './bibtex.ts'

/**
 * An entry of the list of references: authors, title, where it appeared, year, address. Entries of all types are
 * written alike; what a file does not say is left out.
 */
export function formatReference({ fields, key }: BibEntry): (ElementContent | string)[] {
  const field = (name: string) => plainText(fields[name] ?? '')
  const isBook = !fields.journal && !fields.journaltitle && !fields.booktitle
  const title = field('title') || key
  const container = field('journal') || field('journaltitle') || field('booktitle')
  const number = field('number') ? `(${field('number')})` : ''
  const details = [
    field('volume') ? field('volume') + number : '',
    field('pages') ? `pp. ${field('pages').replace(/-+/g, '–')}` : '',
    field('publisher') || field('institution') || field('school') || field('organization') || field('howpublished'),
    field('year') || field('date').slice(0, 4),
  ].filter(Boolean)
  const parts: (ElementContent | string)[] = []
  const names = formatNames(fields.author ?? fields.editor ?? '')
  if (names) parts.push(`${names}. `)
  parts.push(isBook ? h('cite', {}, title) : title)
  if (container) parts.push('. ', h('cite', {}, container))
  if (details.length) parts.push(container ? ', ' : '. ', details.join(', '))
  parts.push('.')
  const address = addressOf(fields)
  if (address) parts.push(' ', h('a', { href: address.href }, address.text))
  return parts
}

/** Names as they are spoken: `He, Kaiming and Zhang, X.` is `Kaiming He, X. Zhang`; more than six end in `et al.` */
function formatNames(tex: string): string {
  const names = split(tex).map(name => {
    const [last, ...rest] = name.split(/,\s*/)
    return plainText(rest.length ? `${rest.at(-1)} ${last}` : name)
  })
  const others = names.at(-1) === 'others' && names.pop()
  return others || names.length > 6 ? `${names.slice(0, 6).join(', ')} et al` : names.join(', ')
}

/** Names are separated by the word `and` outside of braces. */
function split(tex: string): string[] {
  const names: string[] = ['']
  let depth = 0
  for (const word of tex.split(/(\s+)/)) {
    if (depth === 0 && word === 'and') names.push('')
    else names[names.length - 1] += word
    for (const character of word) depth += character === '{' ? 1 : character === '}' ? -1 : 0
  }
  return names.map(name => name.trim()).filter(Boolean)
}

function addressOf({ doi, url, eprint }: BibEntry['fields']): { href: string; text: string } | undefined {
  if (doi) {
    const name = doi.replace(/^https?:\/\/(dx\.)?doi\.org\//, '').trim()
    return { href: `https://doi.org/${encodeURI(name)}`, text: `doi:${name}` }
  }
  const address = plainText(url ?? '')
  if (/^https?:\/\//.test(address)) return { href: address, text: address.replace(/^https?:\/\//, '') }
  if (eprint && /^[\w./-]+$/.test(eprint.trim()))
    return { href: `https://arxiv.org/abs/${eprint.trim()}`, text: `arXiv:${eprint.trim()}` }
  return undefined
}
