import { show } from './problem.ts'
import { cleanText } from './text.ts'

/** An SVG element as Vega writes it; a string is text, with its entities. */
interface Element {
  readonly name: string
  readonly attributes: Map<string, string>
  readonly children: (Element | string)[]
}

const elements = ['svg', 'g', 'path', 'line', 'rect', 'circle', 'text', 'tspan', 'defs', 'clipPath', 'stop']
const gradients = ['linearGradient', 'radialGradient', 'pattern']
const allowed = new Set([...elements, ...gradients])

const lengths = [
  'x',
  'y',
  'x1',
  'y1',
  'x2',
  'y2',
  'dx',
  'dy',
  'cx',
  'cy',
  'r',
  'rx',
  'ry',
  'fx',
  'fy',
  'width',
  'height',
]
const shapes = ['d', 'transform', 'points', 'viewBox', 'offset', 'font-size', 'gradientTransform', 'patternTransform']
const strokes = ['opacity', 'fill-opacity', 'stroke-opacity', 'stroke-width', 'stroke-miterlimit']
const dashes = ['stroke-dasharray', 'stroke-dashoffset']
const numeric = new Set([lengths, shapes, strokes, dashes].flat())

/** Attributes that say nothing once the whole chart is one image with a label. */
const silent = new Set(['class', 'role', 'pointer-events', 'version', 'xmlns', 'xmlns:xlink', 'cursor'])

/**
 * Vega's SVG made fit for a page: every number of a shape rounded to two decimals, what is invisible left out, text
 * in the page's own font, `role="img"` with the label that a reader hears instead. Throws a RangeError on a number that is none and on whatever would
 * load something or run: only shapes, text, gradients and references into the chart itself pass.
 */
export function finishSvg(source: string, label: string): string {
  const root = parse(source)
  for (const node of root.children) if (typeof node !== 'string') verify(node)
  const visible = prune(root, numberIds())
  const { width, height } = size(visible)
  const attributes = new Map([
    ['role', 'img'],
    ['aria-label', escapeAttribute(cleanText(label))],
    ['width', String(width)],
    ['height', String(height)],
    ['viewBox', `0 0 ${width} ${height}`],
  ])
  return write({ ...visible, attributes })
}

/** The SVG with a prefix before each id, so that ids stay unique among the charts of a page. */
export function prefixIds(svg: string, prefix: string): string {
  return svg.replace(/ id="([^"]*)"/g, ` id="${prefix}$1"`).replace(/url\(#([^)]*)\)/g, `url(#${prefix}$1)`)
}

function parse(source: string): Element {
  const root: Element = { name: '', attributes: new Map(), children: [] }
  const open = [root]
  for (const [token, close, name, attributes, empty] of source.matchAll(
    /<(\/?)([\w:]+)((?:\s+[^\s=>]+="[^"]*")*)\s*(\/?)>|[^<]+/g,
  )) {
    const parent = open.at(-1)!
    if (name === undefined) parent.children.push(token)
    else if (close) open.pop()
    else {
      const element = { name, attributes: parseAttributes(attributes!), children: [] }
      parent.children.push(element)
      if (!empty) open.push(element)
    }
  }
  return root.children[0] as Element
}

function parseAttributes(text: string): Map<string, string> {
  return new Map(Array.from(text.matchAll(/([^\s=]+)="([^"]*)"/g), ([, name, value]) => [name!, value!]))
}

function verify({ name, attributes, children }: Element): void {
  if (!allowed.has(name)) throw new RangeError(`invalid mark; reason: charts hold no <${name}>`)
  for (const [key, value] of attributes) {
    if (/^on|href/i.test(key)) throw new RangeError(`invalid ${key}; reason: charts have no links: ${show(value)}`)
    if (numeric.has(key) ? /NaN|Infinity|undefined/.test(value) : !isInert(value)) {
      throw new RangeError(`invalid ${key}: ${show(value)}`)
    }
  }
  for (const child of children) if (typeof child !== 'string') verify(child)
}

/** Whether a style or color loads nothing: of functions only colors, variables and references into the chart. */
function isInert(value: string): boolean {
  const functions = value.replace(/url\(#\w+\)/g, '').match(/[\w-]*\(/g) ?? []
  return !value.includes('\\') && functions.every(name => /^(?:var|rgba?|hsla?|lab|lch|translate)\($/.test(name))
}

function prune({ name, attributes, children }: Element, rename: (id: string) => string): Element {
  const kept = new Map<string, string>()
  for (const [key, value] of attributes) {
    if (silent.has(key) || key.startsWith('aria-') || (key === 'opacity' && value === '1')) continue
    if (key === 'transform' && value === 'translate(0,0)') continue
    if (key === 'font-family' && value === 'sans-serif') continue
    if (numeric.has(key)) kept.set(key, round(value))
    else if (key === 'id') kept.set(key, rename(value))
    else
      kept.set(
        key,
        value.replace(/url\(#(\w+)\)/g, (_, id) => `url(#${rename(id)})`),
      )
  }
  const visible = children.flatMap(child =>
    typeof child === 'string' ? [cleanText(child)] : isVisible(child) ? unwrap(prune(child, rename)) : [],
  )
  return { name, attributes: kept, children: visible }
}

/** Vega counts ids through the life of the process; here they count from 1 in each chart. */
function numberIds(): (id: string) => string {
  const numbers = new Map<string, string>()
  return id => {
    if (!numbers.has(id)) numbers.set(id, `d${numbers.size + 1}`)
    return numbers.get(id)!
  }
}

function isVisible({ name, attributes }: Element): boolean {
  if (attributes.get('display') === 'none' || attributes.get('opacity') === '0') return false
  if (name !== 'path' || attributes.get('class') !== 'background') return true
  return attributes.has('fill') || attributes.has('stroke')
}

/** A group without attributes gives way to its children, and without children to nothing. */
function unwrap(element: Element): (Element | string)[] {
  if (element.name !== 'g') return [element]
  if (element.children.length === 0) return []
  return element.attributes.size === 0 ? element.children : [element]
}

function size({ attributes }: Element): { width: number; height: number } {
  return { width: Number(attributes.get('width')), height: Number(attributes.get('height')) }
}

/** Numbers to two decimals: `Math.pow` and its kin differ in the last bit between machines. */
function round(value: string): string {
  return value.replace(/-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi, number =>
    String(Math.round(Number(number) * 100) / 100 + 0),
  )
}

function write(node: Element | string): string {
  if (typeof node === 'string') return node
  const { name, attributes, children } = node
  let tag = `<${name}`
  for (const [key, value] of attributes) tag += ` ${key}="${value}"`
  return children.length === 0 ? `${tag}/>` : `${tag}>${children.map(write).join('')}</${name}>`
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}
