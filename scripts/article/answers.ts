import type { Element, ElementContent, Root, Text } from 'hast'
import { h } from '../page/element.ts'
import { type Answer, usualTag } from './answer.ts'
import { type Article, findDirectives } from './article.ts'
import { depthOf, textContent } from './headings.ts'

/** Each lists all answers of the page, or of a folder. */
const mostIndexes = 20

/** Makes each tag an anchor, in prose, headings, alternative texts and code, and remembers where the indexes stand. */
export function markAnswers(tree: Root, article: Article): void {
  for (const { element, origin, args } of findDirectives(tree, article, 'answers')) {
    article.answerIndexes.push({ element, name: args[0]?.trim() || usualTag })
    if (article.answerIndexes.length === mostIndexes + 1)
      article.problems.error(
        origin.path,
        origin,
        'limit',
        `too many indexes of answers; a page has ${mostIndexes} at most`,
      )
    element.properties = { className: ['answers'] }
  }
  const names = [...article.answerNames].map(name => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const pattern = new RegExp(`[(（]?(${names.join('|')})\\s*[:：]\\s*(\\d{1,4})-(\\d{1,4})[)）]?`, 'g')
  let group = ''
  /** The group in which the text refers to each footnote: what is answered there belongs to it. */
  const groups = new Map<string, string>()
  const take = (
    match: readonly (string | undefined)[],
    kind: Answer['kind'],
    seen?: Set<string>,
    known?: string,
  ): string => {
    const [, name, section, question] = match
    const id = known ?? article.ids.claim(`answer-${section}-${question}`)
    const key = `${name}:${section}-${question}`
    // In one piece of code the second tag ends what the first began.
    if (!seen?.has(key))
      article.answers.push({ name: name!, section: Number(section), question: Number(question), id, kind, group })
    seen?.add(key)
    return id
  }
  const walk = (parent: Root | Element, code?: Set<string>): void => {
    const children: ElementContent[] = []
    for (const child of parent.children as ElementContent[]) {
      if (child.type === 'text') children.push(...split(child, code))
      else {
        if (child.type === 'element') visitElement(child, code)
        children.push(child)
      }
    }
    parent.children = children
  }
  const visitElement = (element: Element, code?: Set<string>): void => {
    const { className, alt, id, href, dataFootnoteRef } = element.properties
    if (dataFootnoteRef !== undefined && !groups.has(String(href))) groups.set(String(href), group)
    if (element.tagName === 'li') group = groups.get(`#${id}`) ?? group
    if (element.tagName === 'svg' || (Array.isArray(className) && className.includes('katex'))) return
    if ((depthOf(element) ?? 9) <= 2) group = depthOf(element) === 2 ? textContent(element).trim() : ''
    const [match] = typeof alt === 'string' ? alt.matchAll(pattern) : []
    if (match) {
      const known = typeof id === 'string' ? id : undefined
      element.properties.id = take(match, 'image', undefined, known)
    }
    walk(element, element.tagName === 'pre' ? new Set() : code)
  }
  const split = (node: Text, code?: Set<string>): ElementContent[] => {
    const parts: ElementContent[] = []
    let at = 0
    for (const match of node.value.matchAll(pattern)) {
      if (match.index > at) parts.push({ type: 'text', value: node.value.slice(at, match.index) })
      parts.push(h('span', { className: ['answer'], id: take(match, code ? 'code' : 'text', code) }, match[0]))
      at = match.index + match[0].length
    }
    if (at === 0) return [node]
    if (at < node.value.length) parts.push({ type: 'text', value: node.value.slice(at) })
    return parts
  }
  walk(tree)
}

/** A page whose answers an index may list. */
export interface AnsweringPage {
  readonly article: Article
  readonly title: string
  /** Its name from the content root; an `index.md` lists the answers of all pages in its folder. */
  readonly name: string
}

/** Fills each `\answers`: the questions of each group in order, with links to all their places, gaps and doubles. */
export function fillAnswers(pages: readonly AnsweringPage[], link: (from: string, to: string) => string): void {
  for (const page of pages) {
    if (!page.article.answerIndexes.length) continue
    const folder = /^(?:|.*\/)index\.md$/.test(page.name) ? page.name.slice(0, -'index.md'.length) : undefined
    const listed = pages.filter(other => other === page || (folder !== undefined && other.name.startsWith(folder)))
    for (const { element, name } of page.article.answerIndexes.slice(0, mostIndexes))
      element.children = listed.flatMap(other => {
        const answers = other.article.answers.filter(answer => answer.name === name)
        return [...groupBy(answers, ({ group }) => group)].flatMap(([group, own]) => {
          const title = [...(listed.length > 1 ? [other.title] : []), ...(group ? [group] : [])].join(' · ')
          const href = (id: string) =>
            `${other === page ? '' : link(page.article.path, other.article.path)}#${encodeURIComponent(id)}`
          return [...(title ? [h('p', { className: ['answers-group'] }, title)] : []), list(own, href, page.article)]
        })
      })
  }
}

/** In the order in which the first of each group stands. */
function groupBy<Key>(answers: readonly Answer[], keyOf: (answer: Answer) => Key): Map<Key, Answer[]> {
  const groups = new Map<Key, Answer[]>()
  for (const answer of answers) {
    const group = groups.get(keyOf(answer))
    if (group) group.push(answer)
    else groups.set(keyOf(answer), [answer])
  }
  return groups
}

function list(answers: readonly Answer[], href: (id: string) => string, { strings }: Article): Element {
  const items: Element[] = []
  for (const [section, own] of [...groupBy(answers, answer => answer.section)].sort(([a], [b]) => a - b)) {
    const questions = groupBy(own, answer => answer.question)
    const last = Math.max(...questions.keys())
    // A number mistyped by a thousand is no thousand gaps.
    for (let question = 1; question <= Math.min(last, 200); question++) {
      const places = questions.get(question)
      const number = `${section}-${question}`
      if (!places)
        items.push(h('li', { className: ['gap'] }, `${number} `, h('small', {}, String(strings.answerMissing))))
      else items.push(h('li', {}, ...entry(number, places, href, strings)))
    }
  }
  return h('ul', {}, ...items)
}

function entry(
  number: string,
  places: readonly Answer[],
  href: (id: string) => string,
  strings: Article['strings'],
): (ElementContent | string)[] {
  const first = places.find(({ kind }) => kind === 'text') ?? places[0]!
  const others = places.filter(place => place !== first)
  const words = { text: strings.answerAgain, code: strings.answerCode, image: strings.answerImage }
  return [
    h('a', { href: href(first.id) }, number),
    ...others.flatMap(({ id, kind }) => [
      ' ',
      h('a', { href: href(id), className: [kind === 'text' ? 'again' : kind] }, String(words[kind])),
    ]),
  ]
}
