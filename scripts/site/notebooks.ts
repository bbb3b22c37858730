import type { Element, ElementContent } from 'hast'
import type { NotebookCell, NotebookOutput } from '../output/notebook.ts'
import { toTable } from '../output/table.ts'
import { h } from '../page/element.ts'

export interface NotebookContext {
  readonly highlight: (code: string) => Promise<Element>
  readonly renderMarkdown: (source: string, index: number) => Promise<ElementContent[]>
  /** What stands above an error. */
  readonly error: string
}

/** The cells of a notebook as those of a report: code, and what it had printed and drawn when it was stored. */
export async function renderNotebook(
  cells: readonly NotebookCell[],
  { highlight, renderMarkdown, error }: NotebookContext,
): Promise<ElementContent[]> {
  const rendered = cells.map(async ({ kind, source, outputs }, index) => {
    if (kind === 'markdown') return renderMarkdown(source, index)
    if (kind === 'raw') return source.trim() ? [h('pre', { className: ['code'] }, h('code', {}, source))] : []
    const code = source.trim() ? [await highlight(source)] : []
    return [h('div', { className: ['cell'] }, ...code, ...outputs.map(output => renderOutput(output, error)))]
  })
  return (await Promise.all(rendered)).flat()
}

function renderOutput(output: NotebookOutput, error: string): ElementContent {
  switch (output.kind) {
    case 'text':
      return h('pre', { className: ['output'] }, h('samp', {}, output.text))
    case 'error':
      return h('pre', { className: ['output', 'error'], dataLabel: error }, h('samp', {}, output.text))
    case 'table':
      return toTable(output.table, { written: true })
    case 'formula':
      return h('pre', {}, h('code', { className: ['language-math', 'math-display'] }, output.tex))
    case 'image':
      return h('figure', {}, h('img', { src: output.address, alt: '' }))
  }
}
