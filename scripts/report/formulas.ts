import type { Element, ElementContent, Properties, Root, Text } from 'hast'
import type { Root as MarkdownRoot } from 'mdast'
import type { InlineMath, Math as MathBlock } from 'mdast-util-math'
import rehypeKatex from 'rehype-katex'
import { unified } from 'unified'
import type { Point } from 'unist'
import { visit } from 'unist-util-visit'
import { VFile } from 'vfile'
import type { Document } from './document.ts'
import { numberFormula } from './equation.ts'
import type { Macros } from './macros.ts'
import type { Place, Problems } from './problem.ts'
import { suggestion } from './spelling.ts'

/** What the formulas of a file need from the page that they stand on. */
export interface FormulaContext {
  readonly macros: Macros
  readonly maxFormula: number
  /** The number of the next equation. */
  readonly nextEquation: () => string
  /** Takes note of a labelled equation; returns the id that it gets. */
  readonly labelEquation: (document: Document, name: string, number: string, place: Place) => string
  readonly problems: Problems
}

/** Refuses formulas so long that KaTeX would take seconds, numbers equations, and says where each formula stands. */
export function prepareFormulas(
  tree: MarkdownRoot,
  document: Document,
  { maxFormula: maxCharacters, problems }: FormulaContext,
): void {
  visit(tree, node => {
    if (node.type !== 'math' && node.type !== 'inlineMath') return
    const formula = node as MathBlock | InlineMath
    // remark-math gives the inner element of a display formula no position.
    visit({ type: 'root', children: formula.data?.hChildren ?? [] } as Root, 'element', child => {
      child.position = formula.position!
    })
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

/** Numbers a formula between `$$`, and makes it a display formula wherever it stands. */
export function numberEquation(formula: MathBlock | InlineMath, document: Document, context: FormulaContext): void {
  const { source } = document
  const { start } = formula.position!
  if (formula.value.length > context.maxFormula) return
  const isDisplay = formula.type === 'math' || source.startsWith('$$', start.offset)
  const { tex, labels } = isDisplay
    ? numberFormula(formula.value, context.nextEquation)
    : { tex: formula.value, labels: [] }
  if (!isDisplay && /\\label\{/.test(formula.value))
    context.problems.error(document.path, start, 'label', 'invalid \\label; only formulas between $$ are numbered')
  if (!isDisplay) return
  const ids = labels.map(({ name, number, offset }) =>
    context.labelEquation(document, name, number, placeIn(formula.value, offset, start, source)),
  )
  const text: Text = { type: 'text', value: tex, data: { tex: formula.value } as object }
  const code = element('code', { className: ['language-math', 'math-display'] }, text)
  // KaTeX replaces the whole <pre>, and only the <code> in a sentence.
  const child = formula.type === 'math' ? element('pre', {}, code) : code
  const [id, ...others] = ids
  const anchors = others.map(other => element('span', { id: other }))
  formula.data = {
    hName: formula.type === 'math' ? 'div' : 'span',
    hProperties: { className: ['equation'], ...(id !== undefined && { id }) },
    hChildren: [...anchors, child],
  }
}

function element(tagName: string, properties: Properties, ...children: ElementContent[]): Element {
  return { type: 'element', tagName, properties, children }
}

/** Replaces formulas by KaTeX's HTML; errors stand at the line and column of the offending token. */
export function renderFormulas(tree: Root, document: Document, { macros, problems }: FormulaContext): void {
  const file = new VFile({ path: document.path })
  const katex = unified().use(rehypeKatex, {
    trust: false,
    strict: false,
    maxSize: 50,
    maxExpand: 1000,
    // Read anew for each formula: in an object that they share, \gdef in one would change the next.
    get macros() {
      return { ...macros }
    },
  })
  katex.runSync(tree, file)
  for (const message of file.messages) {
    const element = message.ancestors?.at(-1) as Element | undefined
    const cause = message.cause as (Error & { position?: number }) | undefined
    const reason = (cause?.message ?? message.reason)
      .replace(/^KaTeX parse error: /, '')
      .replace(/ at (position \d+|end of input): .*/s, '')
    const text = cause instanceof RangeError ? 'nested too deeply' : reason.charAt(0).toLowerCase() + reason.slice(1)
    const [, unknown] = /^undefined control sequence: (\\\w+)/.exec(text) ?? []
    const hint = unknown === undefined ? '' : suggestion(unknown, Object.keys(macros))
    problems.error(
      document.path,
      placeOf(element, cause?.position, document),
      'formula',
      `invalid formula; ${text.slice(0, 300)}${hint}`,
    )
  }
}

function placeOf(element: Element | undefined, offset: number | undefined, { source }: Document): Place {
  const start = element?.position?.start
  if (start?.offset === undefined) return start ?? { line: 1, column: 1 }
  const code = element!.children[0]
  if (code?.type !== 'text' || offset === undefined) return start
  const { tex = code.value } = (code.data ?? {}) as { tex?: string }
  return placeIn(tex, offset, { ...start, offset: start.offset }, source)
}

/** The place of an offset in a formula that begins, with its dollars, at `start`. */
function placeIn(formula: string, offset: number, start: Point, source: string): Place {
  const lines = formula.slice(0, offset).split('\n')
  const within = lines.at(-1)!.length
  const begin = start.offset! + /^[$\s]*/.exec(source.slice(start.offset, start.offset! + 1000))![0].length
  const at = begin - formula.search(/\S|$/)
  if (source.startsWith(formula, at)) {
    const before = source.slice(start.offset, at + Math.min(offset, formula.length)).split('\n')
    const line = start.line + before.length - 1
    return { line, column: (before.length === 1 ? start.column : 1) + before.at(-1)!.length }
  }
  // In lists and quotes the source has prefixes that the formula lacks: its line is looked for behind them.
  const skipped = source.slice(start.offset, begin).split('\n').length - 1 + lines.length - 1
  let from = start.offset! - (start.column - 1)
  for (let k = 0; k < skipped; k++) from = source.indexOf('\n', from) + 1
  const written = source.slice(from, source.indexOf('\n', from) + 1 || undefined)
  const prefix = Math.max(0, written.indexOf(formula.split('\n')[lines.length - 1]!))
  return { line: start.line + skipped, column: prefix + within + 1 }
}
