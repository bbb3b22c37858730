import type { Element, Root } from 'hast'
import type { Root as MarkdownRoot } from 'mdast'
import type { InlineMath, Math as MathBlock } from 'mdast-util-math'
import rehypeKatex from 'rehype-katex'
import { unified } from 'unified'
import { visit } from 'unist-util-visit'
import { VFile } from 'vfile'
import type { Document } from './document.ts'
import type { Place, Problems } from './problem.ts'

const katex = unified()
  // No `macros`: with an object of ours, \gdef in one formula would change the next.
  .use(rehypeKatex, { trust: false, strict: false, maxSize: 50, maxExpand: 1000 })
  .freeze()

/** Refuses formulas so long that KaTeX would take seconds, and says where each formula stands. */
export function prepareFormulas(
  tree: MarkdownRoot,
  document: Document,
  maxCharacters: number,
  problems: Problems,
): void {
  visit(tree, node => {
    if (node.type !== 'math' && node.type !== 'inlineMath') return
    const formula = node as MathBlock | InlineMath
    // remark-math gives the inner element of a display formula no position.
    for (const child of formula.data?.hChildren ?? []) if (child.type === 'element') child.position = formula.position
    if (formula.value.length <= maxCharacters) return
    const { start } = formula.position!
    problems.error(
      document.path,
      start,
      'limit',
      `invalid formula; ${formula.value.length} characters, the limit is ${maxCharacters} (limits.formula)`,
    )
    formula.data = { hName: 'code', hChildren: [{ type: 'text', value: formula.value.slice(0, 80) }] }
  })
}

/** Replaces formulas by KaTeX's HTML; errors stand at the line and column of the offending token. */
export function renderFormulas(tree: Root, document: Document, problems: Problems): void {
  const file = new VFile({ path: document.path })
  katex.runSync(tree, file)
  for (const message of file.messages) {
    const element = message.ancestors?.at(-1) as Element | undefined
    const cause = message.cause as (Error & { position?: number }) | undefined
    const reason = (cause?.message ?? message.reason)
      .replace(/^KaTeX parse error: /, '')
      .replace(/ at (position \d+|end of input): .*/s, '')
    const text = cause instanceof RangeError ? 'nested too deeply' : reason.charAt(0).toLowerCase() + reason.slice(1)
    problems.error(
      document.path,
      placeOf(element, cause?.position, document),
      'formula',
      `invalid formula; ${text.slice(0, 300)}`,
    )
  }
}

function placeOf(element: Element | undefined, offset: number | undefined, { source }: Document): Place {
  const start = element?.position?.start
  if (start?.offset === undefined) return start ?? { line: 1, column: 1 }
  const code = element!.children[0]
  const formula = code?.type === 'text' ? code.value : ''
  const at = source.indexOf(formula, start.offset)
  // In lists and quotes the source has prefixes that the formula lacks: then its beginning is as near as we come.
  if (offset === undefined || at === -1 || at > element!.position!.end.offset!) return start
  const before = source.slice(start.offset, at + Math.min(offset, formula.length)).split('\n')
  return {
    line: start.line + before.length - 1,
    column: (before.length === 1 ? start.column : 1) + before.at(-1)!.length,
  }
}
