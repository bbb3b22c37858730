import type { Html, Root } from 'mdast'
import type { Place } from './problem.ts'
import { visit } from './visit.ts'

export interface HtmlProblem extends Place {
  readonly reason: string
  /** Whether a browser would hide what comes after it, or lead links elsewhere. */
  readonly fatal: boolean
}

interface Tag extends Place {
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
 * of what is not open, another base of all addresses. In the order in which they are noticed.
 */
export function findHtmlProblems(tree: Root): HtmlProblem[] {
  const problems: HtmlProblem[] = []
  const open = new OpenElements()
  let text: Tag | undefined

  visit(tree, 'html', node => {
    const { value: html } = node
    const placeAt = placesOf(node)
    for (let at = 0; at < html.length; ) {
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
        if (end === -1) {
          // What begins a block may hold blank lines, but no other HTML does.
          const where = start === 0 ? '' : ', before a blank line'
          const reason = `unclosed ${name}: it would hide what comes after it; ${closing} ends it${where}`
          problems.push({ ...placeAt(start), reason, fatal: true })
          return
        }
        at = end + closing.length
      } else if (written === undefined) at = start + 1
      else {
        const place = placeAt(start)
        at = endOfTag(html, start)
        if (at === -1) {
          const reason = `unclosed tag: <${slash}${written}; > ends it, before a blank line, and quotes around values are pairs`
          problems.push({ ...place, reason, fatal: true })
          return
        }
        const tag = { ...place, written, name: written.toLowerCase() }
        if (slash) close(tag)
        else enter(tag, html[at - 2] === '/')
      }
    }
  })

  if (text) {
    const { written, line, column } = text
    const reason = `unclosed <${written}>: it would hide what comes after it; </${written}> ends it, \`<${written}>\` shows it as text`
    problems.push({ line, column, reason, fatal: true })
  }
  open.rest().forEach(reportUnclosed)
  return problems

  function enter(tag: Tag, hasSlash: boolean): void {
    const { written, name, line, column } = tag
    if (name === 'base')
      problems.push({ line, column, reason: `invalid <${written}>; it would move all links of the page`, fatal: true })
    // A slash ends elements of SVG and MathML only.
    if (isVoid.test(name) || (hasSlash && (open.has('svg') || open.has('math')))) return
    if (rawText.test(name)) text = tag
    else open.push(tag)
  }

  function close({ written, name, line, column }: Tag): void {
    if (open.has(name)) open.popUntil(name).forEach(reportUnclosed)
    else problems.push({ line, column, reason: `unexpected </${written}>: no <${written}> is open`, fatal: false })
  }

  function reportUnclosed({ written, name, line, column }: Tag): void {
    if (endsItself.test(name)) return
    const reason = `unclosed <${written}>: </${written}> ends it, \`<${written}>\` shows it as text`
    problems.push({ line, column, reason, fatal: false })
  }
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
