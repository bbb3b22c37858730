import type { Element, ElementContent, Properties } from 'hast'
import type { Table } from './output.ts'

/** More rows than this are shown by those at both ends, half of them each. */
const longest = 200

const figureSpace = '\u2007'
const pointSpace = '\u2008'

/**
 * A table in a box that scrolls. Numbers have the class `num`; spaces as wide as a digit follow the shorter ones, so
 * that right-aligned tabular figures stand with their points below each other. At most 6 decimals are shown; with
 * `written`, cells are texts, and numbers among them stay as they are written.
 */
export function toTable(
  { columns, rows, best = [], runs }: Table,
  { written = false }: { readonly written?: boolean } = {},
): Element {
  const shown = rows.length <= longest ? rows : [...rows.slice(0, longest / 2), ...rows.slice(-longest / 2)]
  const formats = columns.map((_, i) => (written ? writtenFormat : columnFormat)(shown.map(row => row[i])))
  const head = columns.map((name, i) => element('th', { scope: 'col', ...numeric(formats[i]) }, [text(name)]))
  const body = shown.map(row => {
    const index = rows.indexOf(row)
    const cells = row.map((cell, i) => {
      const content = text((formats[i] ?? plain)(cell))
      const isBest = best.some(place => place.row === index && place.column === i)
      return element('td', numeric(formats[i]), [isBest ? element('strong', {}, [content]) : content])
    })
    return element('tr', runs?.[index] === undefined ? {} : { dataRun: runs[index] }, cells)
  })
  if (shown !== rows)
    body.splice(longest / 2, 0, element('tr', {}, [element('td', { colSpan: columns.length }, [text('⋮')])]))
  const table = element('table', { className: ['data'] }, [
    element('thead', {}, [element('tr', {}, head)]),
    element('tbody', {}, body),
  ])
  // Whoever uses the keyboard can scroll what can be focused.
  return element('div', { className: ['table-scroll'], tabIndex: 0 }, [table])
}

type Format = (value: unknown) => string

/** How the numbers of a column are written; undefined if it holds other things too, or nothing. */
function columnFormat(cells: readonly unknown[]): Format | undefined {
  const given = cells.filter(cell => cell !== null && cell !== undefined)
  if (given.length === 0 || !given.every(cell => typeof cell === 'number')) return undefined
  const decimals = given.reduce((most, value) => Math.max(most, fraction(write(value)).length), 0)
  return cell => (typeof cell === 'number' ? pad(write(cell), decimals) : '')
}

const decimal = /^-?\d+(?:\.\d+)?$/

function writtenFormat(cells: readonly unknown[]): Format | undefined {
  const given = cells.map(plain).filter(text => text !== '')
  if (given.length === 0 || !given.every(text => decimal.test(text))) return undefined
  const decimals = given.reduce((most, text) => Math.max(most, fraction(text).length), 0)
  return cell => pad(plain(cell), decimals)
}

/** At most 6 decimals, but powers of ten where they would hide the number. */
function write(value: number): string {
  const text = String(value)
  if (!Number.isFinite(value) || value === 0 || text.includes('e')) return text
  if (Math.abs(value) < 1e-4) return trim(value.toExponential(4))
  return fraction(text).length <= 6 ? text : value.toFixed(6).replace(/\.?0+$/, '')
}

/** `1.2000e-5` is `1.2e-5`. */
function trim(text: string): string {
  return text.replace(/\.?0+e/, 'e')
}

function fraction(text: string): string {
  return /^-?\d+\.(\d+)$/.exec(text)?.[1] ?? ''
}

function pad(text: string, decimals: number): string {
  if (decimals === 0 || !decimal.test(text)) return text
  const digits = fraction(text).length
  return text + (digits === 0 ? pointSpace : '') + figureSpace.repeat(decimals - digits)
}

function plain(value: unknown): string {
  return value === null || value === undefined ? '' : String(value)
}

function numeric(format: Format | undefined): Properties {
  return format ? { className: ['num'] } : {}
}

function element(tagName: string, properties: Properties, children: ElementContent[]): Element {
  return { type: 'element', tagName, properties, children }
}

function text(value: string): ElementContent {
  return { type: 'text', value }
}
