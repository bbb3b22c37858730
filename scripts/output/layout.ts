import { update } from './draft.ts'
import { textWidth } from './metrics.ts'
import type { Spec } from './output.ts'
import type { View } from './view.ts'
import { children, isSpec, toSpec, views } from './view.ts'

const axis = 48
const gap = 24

export interface Layout {
  readonly spec: Spec
  /** Whether the width is that of the whole picture, so that Vega fits the plot into it, axes and all. */
  readonly fitted: boolean
}

/**
 * The specification laid out to be `width` pixels wide: views without a width of their own share it, titles break,
 * legends get as many columns as there is room for.
 */
export function layOut(spec: Spec, width: number): Layout {
  const all = views(spec)
  const fitted = isSingle(spec) && isOpen(spec.width) && spec.autosize === undefined
  const sized = fitted ? { ...spec, width } : share(spec, width, all)
  const config = { ...legendConfig(all, width), ...axisConfig(all, width), ...toSpec(spec.config) }
  return { spec: breakTitle({ ...sized, config }, width), fitted }
}

/** Only views of one plot can be fitted into a width by Vega itself. */
function isSingle(spec: Spec): boolean {
  if (spec.mark === undefined && spec.layer === undefined) return false
  return !['row', 'column', 'facet'].some(channel => toSpec(spec.encoding)[channel] !== undefined)
}

function isOpen(width: unknown): boolean {
  return width === undefined || width === 'container'
}

function share(spec: Spec, width: number, all: readonly View[]): Spec {
  if (spec.mark !== undefined || spec.layer !== undefined) {
    const room = Math.max(60, Math.floor(width / facetColumns(spec, all) - axis))
    return isOpen(spec.width) ? { ...spec, width: room } : spec
  }
  const parts = children(spec)
  const columns = Math.max(
    1,
    isSpec(spec.facet) || spec.repeat ? facetColumns(spec, all) : concatColumns(spec, parts.length),
  )
  const room = (width - gap * (columns - 1)) / columns
  return parts.reduce((shared, { path, spec: part }) => update(shared, path, () => share(part, room, all)), spec)
}

function concatColumns(spec: Spec, count: number): number {
  if (spec.vconcat) return 1
  return spec.hconcat ? count : Math.min(count, Number(spec.columns ?? count))
}

/** How many plots stand side by side, as far as the data tell. */
function facetColumns(spec: Spec, all: readonly View[]): number {
  const { repeat } = spec
  if (Array.isArray(repeat)) return Math.min(repeat.length, Number(spec.columns ?? repeat.length))
  if (isSpec(repeat)) return Array.isArray(repeat.column) ? repeat.column.length : 1
  const { facet } = spec
  const across = toSpec(toSpec(spec.encoding).column ?? toSpec(facet).column)
  const wrapped = toSpec(toSpec(spec.encoding).facet ?? (isSpec(facet) && 'field' in facet ? facet : undefined))
  const count = Math.max(1, distinct(String(across.field ?? wrapped.field ?? ''), all).length)
  return Math.min(count, Number(wrapped.columns ?? spec.columns ?? count))
}

function distinct(field: string, all: readonly View[]): string[] {
  const rows = all.find(view => view.rows?.some(row => field in row))?.rows ?? []
  return [...new Set(rows.map(row => String(row[field])))]
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, textWidth(text, 13, false)), 0)
}

const legends = ['color', 'fill', 'stroke', 'strokeDash', 'shape']
const symbol = 40

function legendConfig(all: readonly View[], width: number): Spec {
  const counts = all.flatMap(({ channels }) =>
    channels
      .filter(({ name, definition }) => legends.includes(name) && typeof definition.field === 'string')
      .filter(({ definition }) => definition.type !== 'quantitative')
      .map(({ definition }) => {
        const labels = distinct(String(definition.field), all)
        const title = titleOf(definition)
        const room = width - (title ? textWidth(title, 13, false) + 12 : 0)
        const columns = Math.max(1, Math.floor(room / (widest(labels) + symbol)))
        // An even last row: six labels of which five would fit stand in two rows of three.
        return Math.ceil(labels.length / Math.max(1, Math.ceil(labels.length / columns)))
      }),
  )
  return counts.length === 0 ? {} : { legend: { columns: Math.min(...counts) } }
}

function titleOf({ title, legend, field }: Spec): string {
  const given = toSpec(legend).title ?? title
  return given === null || toSpec(legend).title === null ? '' : String(given ?? field)
}

/** Names under an axis stand level where they fit, else slanted. */
function axisConfig(all: readonly View[], width: number): Spec {
  const names = all.flatMap(({ channels }) =>
    channels.filter(({ name, definition }) => name === 'x' && typeof definition.field === 'string'),
  )
  const crowded = names.some(({ definition }) => {
    const labels = distinct(String(definition.field), all)
    return labels.length * (widest(labels) + 12) > width - axis
  })
  return { axisXDiscrete: { labelAngle: crowded ? -40 : 0 } }
}

function breakTitle(spec: Spec, width: number): Spec {
  const { title } = spec
  if (typeof title === 'string') return { ...spec, title: breakLines(title, width) }
  if (!isSpec(title) || typeof title.text !== 'string') return spec
  return { ...spec, title: { ...title, text: breakLines(title.text, width) } }
}

/** Lines of a heading that fit the width, broken at spaces and between East Asian characters. */
function breakLines(text: string, width: number): string[] {
  const lines = ['']
  for (const word of text.match(/[^\s\u3000-\u9fff\uff00-\uffef]+\s*|./gsu) ?? []) {
    const line = lines.at(-1)!
    if (line !== '' && textWidth(line + word.trimEnd(), 15, true) > width) lines.push(word)
    else lines[lines.length - 1] = line + word
  }
  return lines.map(line => line.trim())
}
