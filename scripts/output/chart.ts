import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { toDraft } from './draft.ts'
import { layOut } from './layout.ts'
import { textWidth } from './metrics.ts'
import type { Spec } from './output.ts'
import type { ChartProblem } from './problem.ts'
import { problem, show } from './problem.ts'
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
  const warnings = new Log()
  try {
    const layout = layOut(draft.spec, width)
    const compiled = compile(layout.spec as never, { config: theme as never, logger: warnings }).spec
    // Vega-Lite itself refuses to fit the width of a plot whose height follows from its rows.
    if (layout.fitted) compiled.autosize = { type: 'fit-x', contains: 'padding' }
    problems.push(...checkCompiled(compiled, vega.parseExpression), ...warnings.problems())
    if (problems.length > 0) return { svg: undefined, problems }
    const svg = await draw(vega, compiled, warnings)
    problems.push(...warnings.problems())
    if (problems.length > 0) return { svg: undefined, problems }
    return { svg: finishSvg(svg, describe(spec)), problems: draft.problems }
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
  return validate(withoutRows({ data: {}, ...spec }), schema)
}

/** Rows may be many, and anything may stand in them. */
function withoutRows(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRows)
  if (!isSpec(value)) return value
  const entries = Object.entries(value).filter(([key]) => key !== 'datasets' && key !== 'usermeta')
  return Object.fromEntries(
    entries.map(([key, item]) => [key, key === 'data' && !toSpec(item).url ? { values: [] } : withoutRows(item)]),
  )
}

async function draw(vega: Vega, compiled: object, logger: Log): Promise<string> {
  const refuse = (uri: string) => Promise.reject(new Error(`a chart reads and links to nothing: ${uri}`))
  const loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse }
  const view = new vega.View(vega.parse(compiled as never), { renderer: 'none', loader: loader as never, logger })
  try {
    return await view.toSVG()
  } finally {
    view.finalize()
  }
}

/** Collects what Vega and Vega-Lite complain of: nothing of it may pass unseen. */
class Log {
  readonly #messages = new Set<string>()

  problems(): ChartProblem[] {
    return [...this.#messages].map(message => problem([], `invalid chart; reason: ${message}`))
  }

  error(...messages: unknown[]): this {
    this.#messages.add(messages.map(String).join(' '))
    return this
  }

  warn(...messages: unknown[]): this {
    return this.error(...messages)
  }

  info(): this {
    return this
  }

  debug(): this {
    return this
  }

  level(): this {
    return this
  }
}

/** What the chart is: its description or title, else its marks and the titles of its axes. */
function describe(spec: Spec): string {
  const { description, title } = spec
  const heading = isSpec(title) ? title.text : title
  if (typeof description === 'string') return description
  if (typeof heading === 'string') return heading
  if (Array.isArray(heading)) return heading.join(' ')
  const all = views(spec)
  const marks = new Set(all.map(({ mark }) => mark))
  const shown = all.flatMap(({ channels }) => channels.filter(({ name }) => name === 'x' || name === 'y'))
  const titles = new Set(shown.map(({ definition }) => axisTitle(definition)).filter(text => text !== ''))
  return `${[...marks].join(', ')}: ${[...titles].join(', ')}`
}

function axisTitle({ axis, title, field, aggregate }: Spec): string {
  const given = toSpec(axis).title ?? title ?? field ?? aggregate
  return typeof given === 'string' ? given : ''
}
