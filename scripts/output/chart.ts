import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { LoggerInterface } from 'vega'
import { toDraft } from './draft.ts'
import { layOut } from './layout.ts'
import { textWidth } from './metrics.ts'
import type { Spec } from './output.ts'
import type { ChartProblem } from './problem.ts'
import { problem, show, warning } from './problem.ts'
import { checkCompiled, checkRules } from './rules.ts'
import type { Schema } from './schema.ts'
import { validate } from './schema.ts'
import { finishSvg } from './svg.ts'
import { theme } from './theme.ts'
import { isSpec, toSpec, views } from './view.ts'

/** A drawn chart, or what kept it from being drawn; what was left out of it is a problem that is not fatal. */
export interface Chart {
  readonly svg: string | undefined
  readonly problems: readonly ChartProblem[]
}

export interface ChartOptions {
  /** In CSS pixels. A specification's own width is kept. */
  readonly width: number
}

/**
 * Draws a Vega-Lite specification as SVG, the same bytes on every machine: a pure function of the specification, the
 * width and `chartVersion`. Nothing is read or fetched but the libraries; ids are unique within the chart only
 * (`prefixIds` makes them so within a page).
 */
export async function renderChart(spec: Spec, { width }: ChartOptions): Promise<Chart> {
  const { vega, compile, schema } = await load()
  const problems = checkSchema(spec, schema)
  if (problems.length === 0) problems.push(...checkRules(spec, vega.parseExpression))
  if (problems.length > 0) return { svg: undefined, problems }

  const draft = toDraft(spec)
  const log = createLog()
  try {
    const layout = layOut(draft.spec, width)
    const compiled = compile(layout.spec as never, { config: theme as never, logger: log.logger }).spec
    // Vega-Lite itself refuses to fit the width of a plot whose height follows from its rows.
    if (layout.fitted) compiled.autosize = { type: 'fit-x', contains: 'padding' }
    const refused = [...checkCompiled(compiled, vega.parseExpression), ...log.problems]
    if (refused.length > 0) return { svg: undefined, problems: refused }
    const svg = await draw(vega, compiled, log.logger)
    if (log.problems.length > 0) return { svg: undefined, problems: log.problems }
    return { svg: finishSvg(svg, describe(spec)), problems: [...draft.problems, ...checkMarks(svg)] }
  } catch (error) {
    return { svg: undefined, problems: [problem([], `invalid chart; reason: ${(error as Error).message}`)] }
  }
}

type Vega = typeof import('vega')

interface Libraries {
  readonly vega: Vega
  readonly compile: typeof import('vega-lite').compile
  readonly schema: Schema
}

let libraries: Promise<Libraries> | undefined

/** A quarter of a second, spent only by builds that draw a chart. */
function load(): Promise<Libraries> {
  libraries ??= loadLibraries()
  return libraries
}

async function loadLibraries(): Promise<Libraries> {
  const [vega, { compile }, schema] = await Promise.all([
    import('vega'),
    import('vega-lite'),
    readFile(createRequire(import.meta.url).resolve('vega-lite/vega-lite-schema.json'), 'utf8'),
  ])
  const { textMetrics } = vega as unknown as TextMetrics
  textMetrics.width = (item, text) => textWidth(text, item.fontSize ?? 11, isBold(item.fontWeight))
  return { vega, compile, schema: JSON.parse(schema) }
}

/** Missing from Vega's types. */
interface TextMetrics {
  readonly textMetrics: {
    width: (item: { readonly fontSize?: number; readonly fontWeight?: unknown }, text: string) => number
  }
}

function isBold(weight: unknown): boolean {
  return weight === 'bold' || Number(weight) >= 600
}

function checkSchema(spec: Spec, schema: Schema): ChartProblem[] {
  const { $schema } = spec
  if (typeof $schema === 'string' && !$schema.includes('/vega-lite/')) {
    return [problem(['$schema'], `invalid $schema; reason: not Vega-Lite: ${show($schema)}`)]
  }
  return validate(withoutRows({ data: { values: [] }, ...spec }), schema)
}

/** Rows may be many, and anything may stand in them. */
function withoutRows(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRows)
  if (!isSpec(value)) return value
  const entries = Object.entries(value).filter(([key]) => key !== 'datasets' && key !== 'usermeta')
  return Object.fromEntries(
    entries.map(([key, item]) => [
      key,
      key === 'data' && 'values' in toSpec(item) ? { ...toSpec(item), values: [] } : withoutRows(item),
    ]),
  )
}

async function draw(vega: Vega, compiled: object, logger: LoggerInterface): Promise<string> {
  const refuse = (uri: string) => Promise.reject(new Error(`a chart reads and links to nothing: ${uri}`))
  const loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse }
  const view = new vega.View(vega.parse(compiled as never), { renderer: 'none', loader: loader as never, logger })
  try {
    return await view.toSVG()
  } finally {
    view.finalize()
  }
}

/** An empty chart is drawn, for a layer or a panel may well be empty, but not in silence. */
function checkMarks(svg: string): ChartProblem[] {
  return /role-mark[^>]*><[^/]/.test(svg) ? [] : [warning([], 'missing data: the chart shows no mark')]
}

interface Log {
  readonly logger: LoggerInterface
  readonly problems: readonly ChartProblem[]
}

/** Collects what Vega and Vega-Lite complain of: none of it may pass unseen. */
function createLog(): Log {
  const problems: ChartProblem[] = []
  const record = (...messages: unknown[]) => {
    const message = messages.map(String).join(' ')
    // No values, no extent: a box plot without outliers is none the worse for it, and an empty chart is told apart.
    if (message.startsWith('Infinite extent')) return logger
    const found = problem([], `invalid chart; reason: ${message}`)
    if (!problems.some(({ reason }) => reason === found.reason)) problems.push(found)
    return logger
  }
  const ignore = () => logger
  const logger = {
    error: record,
    warn: record,
    info: ignore,
    debug: ignore,
    level: ignore,
  } as unknown as LoggerInterface
  return { logger, problems }
}

/** What the chart is: its description or title, else its marks and the titles of its axes. */
function describe(spec: Spec): string {
  const { description, title } = spec
  const heading = isSpec(title) ? title.text : title
  if (typeof description === 'string') return description
  if (typeof heading === 'string') return heading
  if (Array.isArray(heading)) return heading.join(' ')
  const all = views(spec)
  const channels = all.flatMap(view => view.channels)
  const positions = channels.filter(({ name }) => name === 'x' || name === 'y')
  const titles = new Set((positions.length > 0 ? positions : channels).map(({ definition }) => axisTitle(definition)))
  titles.delete('')
  return `${[...new Set(all.map(({ mark }) => mark))].join(', ')}: ${[...titles].join(', ')}`
}

function axisTitle({ axis, title, field, aggregate }: Spec): string {
  const given = toSpec(axis).title ?? title ?? field ?? aggregate
  return typeof given === 'string' ? given : ''
}
