import { expect, test } from 'vitest'
import type { Chart } from './chart.ts'
import type { Output } from './output.ts'
import type { RenderOptions } from './render.ts'
import { renderOutput } from './render.ts'

const drawn = (svg: string): Promise<Chart> => Promise.resolve({ svg, problems: [] })
const options: RenderOptions = {
  prefix: 'c1-',
  widths: [640, 320],
  renderChart: (_, { width }) => drawn(`<svg width="${width}"><g id="d1"/><g clip-path="url(#d1)"/></svg>`),
}
const chart: Output = { mime: 'application/vnd.vegalite.v6+json', data: { mark: 'line' } }

/** The nodes as HTML, near enough. */
function html(node: unknown): string {
  const { type, tagName, properties = {}, children = [], value } = node as Record<string, never>
  if (type !== 'element') return type === 'raw' ? value : String(value).replaceAll('<', '&lt;')
  const attributes = Object.entries(properties).map(([key, item]) => ` ${key}="${String(item)}"`)
  return `<${tagName}${attributes.join('')}>${(children as unknown[]).map(html).join('')}</${tagName}>`
}

async function render(output: Output, overrides: Partial<RenderOptions> = {}): Promise<string> {
  return (await renderOutput(output, { ...options, ...overrides })).nodes.map(html).join('\n')
}

test('text is text', async () => {
  expect(await render({ mime: 'text/plain', data: 'a <b>\nc' })).toBe(
    '<pre className="output"><samp>a &lt;b>\nc</samp></pre>',
  )
  expect(await render({ mime: 'text/plain', data: '' })).toBe('')
})

test('a tensor prints as in NumPy', async () => {
  const data = { dtype: 'float32', shape: [2], data: Float32Array.of(1, 0.5) }
  expect(await render({ mime: 'application/vnd.backprose.tensor', data })).toBe(
    '<pre className="output"><samp>[1.  0.5]</samp></pre>',
  )
})

test('a chart is drawn at every width, its ids unique in the page', async () => {
  expect(await render(chart)).toBe(
    `<div className="chart" dataWidth="640"><svg width="640"><g id="c1-640-d1"/><g clip-path="url(#c1-640-d1)"/></svg></div>
<div className="chart" dataWidth="320"><svg width="320"><g id="c1-320-d1"/><g clip-path="url(#c1-320-d1)"/></svg></div>`,
  )
})

test('and once if it has a width of its own', async () => {
  const sized: Output = { ...chart, data: { mark: 'line', width: 300 } }
  expect(await render(sized, { renderChart: () => drawn('<svg/>') })).toBe('<div className="chart"><svg/></div>')
})

test('a chart that fails shows nothing and says why', async () => {
  const problems = [{ pointer: '/mark', reason: 'unknown mark: bra', fatal: true }]
  const renderChart = () => Promise.resolve({ svg: undefined, problems })
  expect(await renderOutput(chart, { ...options, renderChart })).toEqual({ nodes: [], problems })
})
