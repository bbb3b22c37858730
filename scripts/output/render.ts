import type { Element, ElementContent } from 'hast'
import type { Chart, ChartOptions } from './chart.ts'
import { formatTensor } from './numpy.ts'
import type { Output, Spec } from './output.ts'
import type { ChartProblem } from './problem.ts'
import { prefixIds } from './svg.ts'
import { toTable } from './table.ts'

/** HTML that is written as it stands; only our own SVG is. */
export interface Raw {
  readonly type: 'raw'
  readonly value: string
}

export interface Rendered {
  readonly nodes: (ElementContent | Raw)[]
  readonly problems: readonly ChartProblem[]
}

export interface RenderOptions {
  /** Stands before each id of a chart; another one for each chart of a page. */
  readonly prefix: string
  /** Widths a chart without a width of its own is drawn at; the style sheet shows the one that fits. */
  readonly widths: readonly number[]
  /** `renderChart`, or what remembers its charts. */
  readonly renderChart: (spec: Spec, options: ChartOptions) => Promise<Chart>
}

/**
 * An output as HTML: text and tensors in `pre.output > samp`, tables in `div.table-scroll > table.data`, charts as SVG
 * in `div.chart`, with its `data-width` where there are several. A chart with a fatal problem has no nodes.
 */
export async function renderOutput(output: Output, options: RenderOptions): Promise<Rendered> {
  switch (output.mime) {
    case 'text/plain':
      return { nodes: output.data === '' ? [] : [toText(output.data)], problems: [] }
    case 'application/vnd.backprose.tensor':
      return { nodes: [toText(formatTensor(output.data))], problems: [] }
    case 'application/vnd.backprose.table':
      return { nodes: [toTable(output.data)], problems: [] }
    case 'application/vnd.vegalite.v6+json':
      return renderSizes(output.data, options)
  }
}

async function renderSizes(spec: Spec, { prefix, widths, renderChart }: RenderOptions): Promise<Rendered> {
  const sizes = typeof spec.width === 'number' ? widths.slice(0, 1) : widths
  const nodes: (ElementContent | Raw)[] = []
  let problems: readonly ChartProblem[] = []
  for (const width of sizes) {
    const chart = await renderChart(spec, { width })
    problems = chart.problems
    if (chart.svg === undefined) return { nodes: [], problems }
    const raw: Raw = { type: 'raw', value: prefixIds(chart.svg, `${prefix}${width}-`) }
    const properties = { className: ['chart'], ...(sizes.length > 1 && { dataWidth: width }) }
    nodes.push({ type: 'element', tagName: 'div', properties, children: [raw as unknown as ElementContent] })
  }
  return { nodes, problems }
}

function toText(value: string): Element {
  const text: ElementContent = { type: 'text', value }
  const samp: Element = { type: 'element', tagName: 'samp', properties: {}, children: [text] }
  return { type: 'element', tagName: 'pre', properties: { className: ['output'] }, children: [samp] }
}
