import { textWidth } from './metrics.ts'
import type { Spec } from './output.ts'
import { fontSize, titleFontSize } from './theme.ts'
import type { View } from './view.ts'
import { children, isSpec, toSpec, update, views } from './view.ts'

const axis = 48
/** An axis beside facets: its title is turned, and stands to the left of the labels. */
const turnedAxis = 74
const gap = 24
const narrowest = 130

export interface Layout {
  readonly spec: Spec
  /** Whether the width is that of the whole picture, so that Vega fits the plot into it, axes and all. */
  readonly fitted: boolean
}

/**
 * The specification laid out to be `width` pixels wide: views without a width of their own share it, titles break,
 * legends get as many columns as there is room for.
 */
export function layOut(given: Spec, width: number): Layout {
  const spec = wrap(given, width)
  const all = views(spec)
  const single = isSingle(spec)
  const fitted = single && isOpen(spec.width) && spec.autosize === undefined
  const sized = fitted ? { ...spec, width: fittingWidth(all, width) } : share(spec, width, all)
  const config = { ...axisConfig(spec, all, width), legend: legendConfig(all, width, single), ...toSpec(spec.config) }
  return { spec: breakTitle({ ...sized, config }, width - axis), fitted }
}

/** Plots in a row, in more rows where they would get too narrow. */
function wrap(spec: Spec, width: number): Spec {
  const most = Math.max(1, Math.floor(width / narrowest))
  const columns = (given: unknown) => Math.min(most, typeof given === 'number' ? given : most)
  const { hconcat, encoding, ...rest } = spec
  if (Array.isArray(hconcat) && hconcat.length > most) return { ...rest, concat: hconcat, columns: most }
  if (isWrapped(spec)) return { ...spec, columns: columns(spec.columns) }
  const { facet } = toSpec(encoding)
  if (!isSpec(facet)) return spec
  return { ...spec, encoding: { ...toSpec(encoding), facet: { ...facet, columns: columns(facet.columns) } } }
}

function isWrapped({ concat, facet, repeat }: Spec): boolean {
  return Array.isArray(concat) || Array.isArray(repeat) || (isSpec(facet) && 'field' in facet)
}

/** Only views of one plot can be fitted into a width by Vega itself. */
function isSingle(spec: Spec): boolean {
  if (spec.mark === undefined && spec.layer === undefined) return false
  return !isFaceted(spec)
}

function isOpen(width: unknown): boolean {
  return width === undefined || width === 'container'
}

function share(spec: Spec, width: number, all: readonly View[]): Spec {
  if (isFaceted(spec)) return shareFacets(spec, width, all)
  if (spec.mark !== undefined || spec.layer !== undefined) return isOpen(spec.width) ? open(spec, width - axis) : spec
  const parts = children(spec)
  const columns = Math.max(1, spec.repeat ? facetColumns(spec, all) : concatColumns(spec, parts.length))
  const room = (width - gap * (columns - 1)) / columns
  return parts.reduce((shared, { path, spec: part }) => update(shared, path, () => share(part, room, all)), spec)
}

/** Facets in a row share the axis at its left, unless the specification resolves them apart. */
function shareFacets(spec: Spec, width: number, all: readonly View[]): Spec {
  const columns = Math.max(1, facetColumns(spec, all))
  const { axis: axes, scale: scales } = toSpec(spec.resolve)
  const apart = [axes, scales].some(resolved => toSpec(resolved).y === 'independent')
  const rowHeadings = isSpec(toSpec(spec.facet).row) || isSpec(toSpec(spec.encoding).row) ? turnedAxis - axis : 0
  const axesWidth = turnedAxis * (apart ? columns : 1) + rowHeadings
  const room = (width - axesWidth - gap * (columns - 1)) / columns
  const plot = (given: Spec): Spec => {
    if (given.mark === undefined && given.layer === undefined) return share(given, room, all)
    return isOpen(given.width) ? open(given, room) : given
  }
  return spec.spec === undefined ? plot(spec) : { ...spec, spec: plot(toSpec(spec.spec)) }
}

function open(spec: Spec, width: number): Spec {
  return { ...spec, width: Math.max(60, Math.floor(width)) }
}

function concatColumns(spec: Spec, count: number): number {
  if (spec.vconcat) return 1
  return spec.hconcat ? count : Math.min(count, Number(spec.columns ?? count))
}

/** Few bars need less than the whole width. */
function fittingWidth(all: readonly View[], width: number): number {
  const counts = all.map(({ channels }) => {
    const x = channels.find(({ name }) => name === 'x')?.definition
    const discrete =
      x && typeof x.field === 'string' && (x.type === 'nominal' || x.type === 'ordinal' || x.type === undefined)
    return discrete && !x.bin && !x.timeUnit ? distinct(String(x.field), all).length : Number.POSITIVE_INFINITY
  })
  return Math.min(width, axis + 110 * Math.max(1, ...counts))
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
  return texts.reduce((width, text) => Math.max(width, textWidth(text, fontSize, false)), 0)
}

const legends = ['color', 'fill', 'stroke', 'strokeDash', 'shape']
const symbol = 52

function legendConfig(all: readonly View[], width: number, single: boolean): Spec {
  const legend = {
    // A stroke must be long enough to show its dashes.
    ...(all.some(({ mark }) => mark === 'line') ? { symbolSize: 484, symbolType: 'stroke' } : { symbolSize: 90 }),
    // Above a single plot stands the title of its y-axis; around several, Vega leaves room for it.
    offset: single ? 30 : 12,
  }
  const keyed = all.flatMap(({ channels }) =>
    channels
      .filter(({ name, definition }) => legends.includes(name) && typeof definition.field === 'string')
      .filter(({ definition }) => definition.type !== 'quantitative')
      .map(({ definition }) => ({ labels: distinct(String(definition.field), all), title: titleOf(definition) })),
  )
  if (keyed.length === 0) return legend
  const beside =
    width - axis - Math.max(...keyed.map(({ title }) => (title ? textWidth(title, fontSize, false) + 12 : 0)))
  if (keyed.every(({ labels }) => columnsFor(labels, beside) === labels.length)) return legend
  // An even last row: six labels of which five would fit stand in two rows of three.
  const columns = keyed.map(({ labels }) =>
    Math.ceil(labels.length / Math.ceil(labels.length / columnsFor(labels, width - axis))),
  )
  return { ...legend, titleOrient: 'top', titlePadding: 4, columns: Math.min(...columns) }
}

function columnsFor(labels: readonly string[], room: number): number {
  return Math.min(labels.length, Math.max(1, Math.floor(room / (widest(labels) + symbol))))
}

function titleOf({ title, legend, field }: Spec): string {
  const given = toSpec(legend).title ?? title
  return given === null || toSpec(legend).title === null ? '' : String(given ?? field)
}

/** Names under an axis stand level where they fit, else slanted; beside facets, whose headings stand above, titles turn. */
function axisConfig(spec: Spec, all: readonly View[], width: number): Spec {
  const crowded = all.some(({ channels }) => {
    const { field } = channels.find(({ name }) => name === 'x')?.definition ?? {}
    const labels = typeof field === 'string' ? distinct(field, all) : []
    return labels.length * (widest(labels) + 12) > width - axis
  })
  const axisXDiscrete = { labelAngle: crowded ? -40 : 0 }
  if (!isFaceted(spec)) return { axisXDiscrete }
  const turned = { titleAngle: -90, titleAlign: 'center', titleAnchor: 'middle', titleX: null, titleY: null }
  return { axisXDiscrete, axisX: { labelFlush: true }, axisY: turned }
}

function isFaceted(spec: Spec): boolean {
  return isSpec(spec.facet) || ['row', 'column', 'facet'].some(channel => toSpec(spec.encoding)[channel] !== undefined)
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
    if (line !== '' && textWidth(line + word.trimEnd(), titleFontSize, true) > width) lines.push(word)
    else lines[lines.length - 1] = line + word
  }
  return lines.map(line => line.trim())
}
