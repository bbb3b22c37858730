import type { Element, Root as HtmlRoot } from 'hast'
import type { Code, Root } from 'mdast'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { visit } from 'unist-util-visit'
import type { Cell } from './cell.ts'
import type { Directive } from './directive.ts'
import type { Document } from './document.ts'
import { prepareFormulas, renderFormulas } from './formulas.ts'
import type { Place, Problems } from './problem.ts'

/** What a document needs from outside to become HTML. */
export interface RenderContext {
  /** Code as it is shown, highlighted. */
  readonly highlight: (code: string, language: string) => Promise<Element>
  /** A cell with its code and outputs. */
  readonly renderCell: (document: Document, cell: Cell) => Promise<Element>
  /** What a directive stands for. */
  readonly renderDirective: (document: Document, directive: Directive) => Promise<Element>
  /** The address to write for a link or image as the author wrote it. */
  readonly resolveUrl: (document: Document, url: string, kind: 'link' | 'image', place: Place) => string
  readonly maxFormula: number
  readonly problems: Problems
}

const toHtml = unified().use(remarkRehype, { allowDangerousHtml: true }).freeze()

/**
 * Turns a document into HTML. What is spliced into it was rendered by its own call, with the file it came from, so that
 * every message stands in the right file.
 */
export async function renderDocument(document: Document, context: RenderContext): Promise<HtmlRoot> {
  const { problems } = context
  const tree: Root = structuredClone(document.tree)
  const splices: Promise<void>[] = []
  // A code node would bring its own <pre>; anything unknown becomes what its data says.
  const splice = (node: Directive | Code, element: Promise<Element>) =>
    splices.push(
      element.then(({ tagName, properties, children }) => {
        const data = { hName: tagName, hProperties: properties, hChildren: children }
        Object.assign(node, { type: 'spliced', data })
      }),
    )

  // The clone loses the identity that cells and directives are known by; both trees are walked in the same order.
  const originals = [...document.directives]
  visit(tree, node => {
    if (node.type === 'directive') splice(node, context.renderDirective(document, originals.shift()!))
    else if (node.type === 'code') {
      const cell = node.data?.cell
      if (cell) splice(node, context.renderCell(document, document.cells[cell.index]!))
      else if (node.lang !== 'math') splice(node, context.highlight(node.value, node.lang ?? ''))
    } else if (node.type === 'link' || node.type === 'image' || node.type === 'definition')
      node.url = context.resolveUrl(document, node.url, node.type === 'image' ? 'image' : 'link', node.position!.start)
  })
  prepareFormulas(tree, document, context.maxFormula, problems)
  await Promise.all(splices)
  const html = await toHtml.run(tree)
  renderFormulas(html as HtmlRoot, document, problems)
  return html as HtmlRoot
}
