import type { Spec } from './output.ts'
import { checkPoints, isLogarithmic, toLogarithmic } from './points.ts'
import type { ChartProblem } from './problem.ts'
import { isTemporal, scaled } from './rules.ts'
import { seriesDashes } from './theme.ts'
import type { View } from './view.ts'
import { isSpec, toSpec, update, views } from './view.ts'

export interface Draft {
  readonly spec: Spec
  readonly problems: readonly ChartProblem[]
}

/**
 * A specification made ready to draw: points that have no place left out and counted, dates in universal time, four and
 * more lines told apart by dashes as well as colors.
 */
export function toDraft(spec: Spec): Draft {
  let draft = spec
  const problems = new Map<string, ChartProblem>()
  for (const view of views(spec)) {
    const { guards, dropped } = checkPoints(view)
    if (dropped) problems.set(`${dropped.pointer} ${dropped.reason}`, dropped)
    if (guards.length > 0) draft = update(draft, [...view.path, 'transform'], list => [...toList(list), ...guards])
    const strokeDash = toDashes(view)
    if (strokeDash) draft = update(draft, [...view.path, 'encoding'], given => ({ ...toSpec(given), strokeDash }))
    for (const channel of view.channels) {
      if (channel.name === 'strokeDash') draft = update(draft, channel.path, given => withDashes(toSpec(given)))
      if (isLogarithmic(channel)) draft = update(draft, channel.path, given => toLogarithmic(toSpec(given), view))
      if (isTemporal(channel))
        draft = update(draft, channel.path, given => toUniversalTime(toSpec(given), channel.name))
    }
  }
  return { spec: draft, problems: [...problems.values()] }
}

const lineMarks = ['line', 'trail', 'rule']

/** A `strokeDash` channel beside the color channel of four lines or more. */
function toDashes({ mark, channels, rows }: View): Spec | undefined {
  const named = new Map(channels.map(({ name, definition }) => [name, definition]))
  const color = named.get('color') ?? named.get('stroke')
  if (!lineMarks.includes(mark) || !color || !rows || named.has('strokeDash')) return undefined
  const { field, type = 'nominal', scale, condition, ...rest } = color
  const discrete = typeof field === 'string' && (type === 'nominal' || type === 'ordinal')
  if (!discrete || scale === null || condition !== undefined) return undefined
  if (new Set(rows.map(row => row[field])).size < 4) return undefined
  const { domain } = toSpec(scale)
  return { ...rest, field, type, scale: { ...(domain !== undefined && { domain }), range: seriesDashes } }
}

/** The dashes of the theme where a `strokeDash` channel names none: those of Vega-Lite are too fine to be told apart. */
function withDashes(definition: Spec): Spec {
  const { field, scale } = definition
  if (field === undefined || scale === null || toSpec(scale).range !== undefined) return definition
  return { ...definition, scale: { range: seriesDashes, ...toSpec(scale) } }
}

function toUniversalTime(definition: Spec, channel: string): Spec {
  const { type, timeUnit, scale } = definition
  const open = scaled.includes(channel) && scale !== null && toSpec(scale).type === undefined
  return {
    ...definition,
    ...(timeUnit !== undefined && { timeUnit: universalUnit(timeUnit) }),
    ...(open && type === 'temporal' && { scale: { type: 'utc', ...toSpec(scale) } }),
  }
}

function universalUnit(unit: unknown): unknown {
  if (isSpec(unit)) return { ...unit, utc: true }
  return String(unit).startsWith('utc') ? unit : `utc${String(unit)}`
}

function toList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
