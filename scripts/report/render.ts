import type { Element, ElementContent, Root as HtmlRoot } from 'hast'
import type { Code, FootnoteReference, Html, Nodes, Root } from 'mdast'
import type { InlineMath, Math as MathBlock } from 'mdast-util-math'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import type { Node } from 'unist'
import { type CalloutKind, markCallout } from './callout.ts'
import type { Cell, CellNode } from './cell.ts'
import type { Claim } from './claim.ts'
import type { Directive } from './directive.ts'
import type { Document } from './document.ts'
import type { Expression } from './expression.ts'
import { type FormulaContext, numberEquation, prepareFormulas, renderFormulas } from './formulas.ts'
import { encodeHtml, fillLate } from './franklin/insertion.ts'
import type { Value } from './franklin/literal.ts'
import { rewriteHtml } from './html.ts'
import { showInvisible } from './invisible.ts'
import { placesIn } from './lines.ts'
import { checkFootnotes } from './notes.ts'
import type { Place } from './problem.ts'
import { SKIP, visit } from './visit.ts'

/** The content of a cell's caption, if it has one. */
export type Caption = Promise<readonly ElementContent[] | undefined>

/** What a document needs from outside to become HTML. */
export interface RenderContext extends FormulaContext {
  /** Code as it is shown, highlighted. */
  readonly highlight: (code: string, language: string) => Promise<Element>
  /** A cell with its code and outputs. */
  readonly renderCell: (document: Document, cell: Cell, caption: Caption) => Promise<Element>
  /** What a directive stands for. */
  readonly renderDirective: (
    document: Document,
    directive: Directive,
    captionOf: (cell: Cell) => Caption,
  ) => Promise<Element>
  /** A value of the prose in its sentence. */
  readonly renderValue: (document: Document, value: Expression) => Element
  /** What stands after the text of a claim that holds, and the id that the claim gets. */
  readonly renderClaim: (document: Document, claim: Expression) => { id: string; mark: Element } | undefined
  /** The address to write for a link or image as the author wrote it. */
  readonly resolveUrl: (document: Document, url: string, kind: 'link' | 'image', place: Place) => string
  /** Whether an address is that of a figure that Franklin's code would write, and is not there. */
  readonly isGenerated: (document: Document, url: string) => boolean
  /** Takes note of an id that raw HTML gives. */
  readonly takeId: (document: Document, id: string, place: Place) => void
  /** Remembers where an element was written; the number goes into its `data-origin`. */
  readonly mark: (document: Document, node: Node) => number
  /** A number that no other file of the page got, nor this one if it is rendered again. */
  readonly nextFile: () => number
  /** The value of a variable of the page or the site, in Franklin's dialect. */
  readonly lookUp: (name: string) => Value | undefined
  /** What stands above a callout. */
  readonly calloutTitle: (kind: CalloutKind) => string
}

/**
 * Turns a document into HTML. What is spliced into it was rendered by its own call, with the file it came from, so that
 * every message stands in the right file.
 */
export async function renderDocument(document: Document, context: RenderContext): Promise<HtmlRoot> {
  const tree = copy(document.tree)
  const splices: Promise<void>[] = []
  const file = context.nextFile()
  const toHtml = unified().use(remarkRehype, { allowDangerousHtml: true, clobberPrefix: `file${file}-` })
  const replace = (node: object, { tagName, properties, children }: Element) =>
    Object.assign(node, {
      type: 'spliced',
      children: [],
      data: { hName: tagName, hProperties: properties, hChildren: children },
    })
  // A code node would bring its own <pre>; anything unknown becomes what its data says.
  const splice = (node: Directive | Code, element: Promise<Element>) =>
    splices.push(element.then(rendered => void replace(node, rendered)))

  // The clone loses the identity that cells and directives are known by; both trees are walked in the same order.
  let directives = 0
  const captions = new Map<number, Caption>()
  const noted: FootnoteReference[] = []
  // Asked for by a directive before its cell is reached, it is there once the walk is over.
  const captionOf = async (cell: Cell) => Promise.resolve().then(() => captions.get(cell.index))
  const walk = (root: Root) =>
    visit(root, node => {
      if (node.type === 'directive')
        splice(node, context.renderDirective(document, document.directives[directives++]!, captionOf))
      else if (node.type === 'code') {
        const cell = node.data?.cell
        if (cell) {
          const caption = renderCaption(node)
          captions.set(cell.index, caption)
          splice(node, context.renderCell(document, document.cells[cell.index]!, caption))
          return SKIP
        }
        if (node.lang !== 'math') splice(node, context.highlight(node.value, node.lang ?? ''))
      } else if (node.type === 'heading')
        node.data = { ...node.data, hProperties: { dataOrigin: context.mark(document, node) } }
      else if (node.type === 'inlineCode' && node.data?.expression !== undefined)
        replace(node, context.renderValue(document, document.expressions[node.data.expression]!))
      else if (node.type === 'inlineCode') node.value = showInvisible(node.value)
      else if (node.type === 'claim') markClaim(node)
      else if (node.type === 'math' || node.type === 'inlineMath')
        numberEquation(node as MathBlock | InlineMath, document, context)
      else if (node.type === 'html') resolveHtml(node)
      else if (node.type === 'insertion')
        Object.assign(node, { type: 'text', value: fill(node.value, node.position!.start) })
      else if (node.type === 'blockquote') {
        const wrong = markCallout(node, document.source, context.calloutTitle)
        if (wrong) context.problems.warn(document.path, node.position!.start, 'callout', wrong)
      } else if (node.type === 'image' && context.isGenerated(document, node.url)) {
        const reason = `missing figure: ${node.url}; Franklin's code would write it: it stays as text`
        context.problems.warn(document.path, node.position!.start, 'franklin', reason)
        const { start, end } = node.position!
        const value = node.data?.written ?? document.source.slice(start.offset, end.offset)
        Object.assign(node, { type: 'text', value, data: undefined })
      } else if (node.type === 'link' || node.type === 'image' || node.type === 'definition') {
        if (isScript(node.url))
          context.problems.error(
            document.path,
            node.position!.start,
            'link',
            `invalid link; it would run a script: ${node.url.slice(0, 80)}`,
          )
        node.url = context.resolveUrl(
          document,
          node.url,
          node.type === 'image' ? 'image' : 'link',
          node.position!.start,
        )
      }
      return undefined
    })
  walk(tree)

  function renderCaption({ children }: CellNode): Caption {
    if (!children) return Promise.resolve(undefined)
    const root: Root = { type: 'root', children: [{ type: 'paragraph', children }] }
    visit(root, 'footnoteReference', reference => void noted.push({ ...reference }))
    const before = splices.length
    walk(root)
    const inside = splices.slice(before)
    return Promise.all(inside).then(async () => {
      // Links in it may mean definitions of the file, whose addresses are resolved by now.
      visit(tree, 'definition', definition => void root.children.push(definition))
      return ((await toHtml.run(root)) as HtmlRoot).children.flatMap(contentOf)
    })
  }

  /** What is left of Franklin's insertions may be known to the page. */
  function fill(text: string, place: Place, encode: (value: string) => string = value => value): string {
    const warn = (reason: string) => context.problems.warn(document.path, place, 'franklin', reason)
    return fillLate(text, context.lookUp, warn, encode)
  }

  /** Addresses in raw HTML are those of links and images. */
  function resolveHtml(node: Html): void {
    const { start } = node.position!
    const value = document.dialect === 'franklin' ? fill(node.value, start, encodeHtml) : node.value
    const placeAt = placesIn(value, start)
    node.value = rewriteHtml(value, {
      url: (url, tagName, offset) =>
        context.resolveUrl(document, url, tagName === 'a' ? 'link' : 'image', placeAt(offset)),
      id: (id, offset) => context.takeId(document, id, placeAt(offset)),
    })
  }

  function markClaim(node: Claim): void {
    const expression = document.expressions[node.data?.expression ?? -1]
    const marked = expression && context.renderClaim(document, expression)
    node.data = { ...node.data, hName: 'span', hProperties: { className: ['claim'], ...(marked && { id: marked.id }) } }
    if (marked) node.children.push(replace({}, marked.mark) as never)
  }

  checkFootnotes(document.tree, document, context.problems)
  prepareFormulas(tree, document, context)
  await Promise.all(splices)
  forgetPlaces(tree)
  // A note comes along only if the tree itself refers to it: for the captions a paragraph does, and goes again.
  if (noted.length)
    tree.children.push({ type: 'paragraph', data: { hProperties: { dataNoted: true } }, children: noted })
  const html = (await toHtml.run(tree)) as HtmlRoot
  if (noted.length) html.children = html.children.filter(child => !isNoted(child))
  renderFormulas(html, document, context)
  return html
}

/** Whether an address carries a script; browsers pass over spaces at its beginning, and tabs and line ends in it. */
function isScript(url: string): boolean {
  return /^(?:javascript|vbscript|data:text\/html)/i.test(url.replace(/[\s\p{Cc}]/gu, ''))
}

/** A tree that may be changed; where its nodes stand is shared with the original, which structuredClone would copy too. */
function copy<Tree extends Nodes>(node: Tree): Tree {
  const made = { ...node }
  if (node.data) made.data = structuredClone(node.data)
  if ('children' in node) Object.assign(made, { children: node.children.map(child => copy(child as Nodes)) })
  return made
}

/** Only formulas are asked where they stand once they are HTML; of all others the places would be copied into it. */
function forgetPlaces(tree: Root): void {
  visit(tree, node => {
    const isFormula =
      node.type === 'math' || node.type === 'inlineMath' || (node.type === 'code' && node.lang === 'math')
    if (!isFormula) (node as Node).position = undefined
  })
}

function isNoted(node: HtmlRoot['children'][number]): boolean {
  return node.type === 'element' && node.properties.dataNoted !== undefined
}

function contentOf(node: HtmlRoot['children'][number]): ElementContent[] {
  return node.type === 'element' ? node.children : []
}
