import type { Html, Root } from 'mdast'
import type { Place } from './problem.ts'
import { visit } from './visit.ts'

export interface HtmlProblem extends Place {
  readonly reason: string
}

interface Tag extends Place {
  readonly node: Html
  readonly written: string
  /** In lower case. */
  readonly name: string
}

/** What a browser reads as text up to its end tag: without one it takes the rest of the page away. */
const rawText = /^(?:iframe|noembed|noframes|noscript|plaintext|script|style|textarea|title|xmp)$/
const isVoid = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/
/** Elements that need no end tag. */
const endsItself = /^(?:body|caption|colgroup|dd|dt|head|html|li|optgroup|option|p|rp|rt|tbody|td|tfoot|th|thead|tr)$/

const delimited = [
  ['<!--', '-->', 'comment'],
  ['<![CDATA[', ']]>', '<![CDATA['],
  ['<?', '?>', '<?'],
] as const

/**
 * Finds raw HTML that would reach beyond its place in the page: comments, tags and elements that nothing ends, end tags
 * of what is not open, another base of all addresses. What would hide the rest of the page becomes text.
 */
export function showBrokenHtml(tree: Root): HtmlProblem[] {
  const problems: HtmlProblem[] = []
  const open = new OpenElements()
  const nodes: { readonly node: Html; readonly isInSentence: boolean }[] = []
  visit(tree, 'html', (node, _index, parent) => {
    nodes.push({ node, isInSentence: parent !== undefined && isPhrasing.test(parent.type) })
  })
  const shown = new Set<Html>()
  /** The element whose end tag is looked for. */
  let text: (Tag & { readonly at: number }) | undefined
  /** Names of elements that no end tag follows any more. */
  const endless = new Set<string>()

  for (let at = 0; at < nodes.length; at++) {
    read(nodes[at]!.node, at)
    if (!text || at < nodes.length - 1) continue
    // What was passed over is no text of that element after all.
    endless.add(text.name)
    showText(text)
    at = text.at
    text = undefined
  }
  open.rest().forEach(reportUnclosed)
  for (const { node, isInSentence } of nodes) if (shown.has(node)) showAsText(node, isInSentence)
  return problems

  function read(node: Html, index: number): void {
    const { value: html } = node
    const placeAt = placesOf(node)
    for (let at = 0; at < html.length && !shown.has(node); ) {
      if (text) {
        at = endOfText(html, text.name, at)
        if (at === -1) return
        text = undefined
        continue
      }
      const start = html.indexOf('<', at)
      if (start === -1) return
      const markup = delimited.find(([opening]) => html.startsWith(opening, start))
      const [, slash, written] = /^<(\/?)([A-Za-z][^\s/>]*)/.exec(html.slice(start, start + 100)) ?? []
      if (markup) {
        const [opening, closing, name] = markup
        // A comment may be as short as <!-->.
        const end = html.indexOf(closing, start + Math.min(opening.length, 2))
        // What begins a block may hold blank lines, but no other HTML does.
        const where = start === 0 ? '' : ', before a blank line'
        if (end === -1)
          show(
            node,
            placeAt(start),
            `unclosed ${name}: it stays as text, or it would hide the rest; ${closing} ends it${where}`,
          )
        at = end + closing.length
      } else if (written === undefined) at = start + 1
      else {
        const place = placeAt(start)
        at = endOfTag(html, start)
        if (at === -1) {
          show(
            node,
            place,
            `unclosed tag: <${slash}${written}; it stays as text: > ends it, before a blank line, and quotes around values are pairs`,
          )
          return
        }
        const tag = { ...place, node, written, name: written.toLowerCase() }
        if (slash) close(tag)
        else enter(tag, html[at - 2] === '/', index)
      }
    }
  }

  function show(node: Html, { line, column }: Place, reason: string): void {
    problems.push({ line, column, reason })
    shown.add(node)
  }

  function showText(tag: Tag): void {
    const { written } = tag
    show(tag.node, tag, `unclosed <${written}>: it stays as text, or it would hide the rest; </${written}> ends it`)
  }

  function enter(tag: Tag, hasSlash: boolean, at: number): void {
    const { written, name } = tag
    if (name === 'base')
      show(tag.node, tag, `invalid <${written}>; it stays as text: it would move all links of the page`)
    // A slash ends elements of SVG and MathML only.
    if (isVoid.test(name) || (hasSlash && (open.has('svg') || open.has('math')))) return
    if (!rawText.test(name)) open.push(tag)
    else if (endless.has(name)) showText(tag)
    else text = { ...tag, at }
  }

  function close({ written, name, line, column }: Tag): void {
    if (open.has(name)) open.popUntil(name).forEach(reportUnclosed)
    else problems.push({ line, column, reason: `unexpected </${written}>: no <${written}> is open` })
  }

  function reportUnclosed({ written, name, line, column }: Tag): void {
    if (endsItself.test(name)) return
    const reason = `unclosed <${written}>: </${written}> ends it, \`<${written}>\` shows it as text`
    problems.push({ line, column, reason })
  }
}

/** What holds sentences; in all others raw HTML is a block. */
const isPhrasing = /^(?:paragraph|heading|tableCell|emphasis|strong|delete|link|linkReference|claim)$/

function showAsText(node: Html, isInSentence: boolean): void {
  const { value, position } = node
  const text = { type: 'text', value, position }
  Object.assign(node, isInSentence ? text : { type: 'paragraph', value: undefined, children: [text] })
}

class OpenElements {
  readonly #tags: Tag[] = []
  readonly #counts = new Map<string, number>()

  push(tag: Tag): void {
    this.#tags.push(tag)
    this.#counts.set(tag.name, (this.#counts.get(tag.name) ?? 0) + 1)
  }

  has(name: string): boolean {
    return Boolean(this.#counts.get(name))
  }

  /** Takes the innermost element of a name out; returns those inside it. */
  popUntil(name: string): Tag[] {
    const inside: Tag[] = []
    for (;;) {
      const tag = this.#tags.pop()!
      this.#counts.set(tag.name, this.#counts.get(tag.name)! - 1)
      if (tag.name === name) return inside
      inside.push(tag)
    }
  }

  rest(): readonly Tag[] {
    return this.#tags
  }
}

/** Behind the end tag of an element, or -1. */
function endOfText(html: string, name: string, from: number): number {
  const tag = new RegExp(`</${name}(?=[\\s/>])`, 'gi')
  tag.lastIndex = from
  return tag.exec(html) ? html.indexOf('>', tag.lastIndex) + 1 || -1 : -1
}

/** Behind the `>` of a tag, which a value in quotes may hold too; -1 without one. */
function endOfTag(html: string, start: number): number {
  let quote = ''
  let previous = ''
  for (let at = start; at < html.length; at++) {
    const character = html[at]!
    if (quote) quote = character === quote ? '' : quote
    else if (character === '>') return at + 1
    else if (previous === '=' && /["']/.test(character)) quote = character
    if (!/\s/.test(character)) previous = character
  }
  return -1
}

/** Places in a node's HTML, to be asked for in order. */
function placesOf({ value, position }: Html): (offset: number) => Place {
  let { line, column } = position!.start
  let known = 0
  return offset => {
    for (; known < offset; known++) {
      if (value[known] === '\n') {
        line++
        column = 1
      } else column++
    }
    return { line, column }
  }
}
