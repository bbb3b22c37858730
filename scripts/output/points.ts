import type { Spec } from './output.ts'
import type { ChartProblem, Path } from './problem.ts'
import { warning } from './problem.ts'
import { firstSegment } from './rules.ts'
import type { Channel, View } from './view.ts'
import { toSpec } from './view.ts'

const positions = ['x', 'y', 'x2', 'y2', 'theta', 'radius']

// Beyond this the difference of two numbers may overflow, and a scale over both has no slope.
const largest = 1e300

/** Rows with a position that is missing, not finite or off a logarithmic scale, and transforms that blank it. */
export function checkPoints(view: View): { guards: Spec[]; dropped: ChartProblem | undefined } {
  const guards: Spec[] = []
  const rows = view.reduced ? [] : (view.rows ?? [])
  const bad = new Set<Spec>()
  let path: Path | undefined
  for (const channel of view.channels) {
    const field = plainField(channel)
    if (field === undefined) continue
    const sign = scaleType(channel) === 'log' ? logSign(view.rows ?? [], field) : 0
    const misplaced = rows.filter(row => field in row && !hasPlace(row[field], sign))
    if (misplaced.length === 0 && sign === 0) continue
    guards.push({ calculate: guard(field, sign), as: field })
    for (const row of misplaced) bad.add(row)
    if (misplaced.length > 0) path ??= channel.path
  }
  const dropped =
    path && warning(path, `dropped ${bad.size} of ${rows.length} points; reason: no finite place on the scale`)
  return { guards, dropped }
}

/** The field of a position that shows raw numbers, neither binned nor summarized. */
function plainField({ name, definition }: Channel): string | undefined {
  const { field, type, aggregate, bin } = definition
  if (!positions.includes(name) || typeof field !== 'string' || aggregate !== undefined || bin) return undefined
  const continuous = type === 'quantitative' || (type === undefined && toSpec(definition.scale).type !== undefined)
  return continuous && firstSegment(field) === field ? field : undefined
}

function scaleType({ definition }: Channel): unknown {
  return toSpec(definition.scale).type
}

/** A logarithmic scale shows numbers of one sign: negative ones if there are no others. */
function logSign(rows: readonly Spec[], field: string): 1 | -1 {
  const numbers = rows.map(row => toNumber(row[field])).filter(Number.isFinite)
  return numbers.length > 0 && numbers.every(value => value < 0) ? -1 : 1
}

export function isLogarithmic(channel: Channel): boolean {
  return scaleType(channel) === 'log' && plainField(channel) !== undefined
}

/** Ticks at powers of ten alone where the data span two of them or more; a domain where they span nothing. */
export function toLogarithmic(definition: Spec, { path, rows = [] }: View): Spec {
  const { axis, scale, field } = definition
  const sign = logSign(rows, String(field))
  const sizes = rows.map(row => toNumber(row[String(field)]) * sign).filter(size => size > 0 && size <= largest)
  if (sizes.length === 0)
    return rows.length === 0 ? definition : { ...definition, scale: { domain: [1, 10], ...toSpec(scale) } }
  const { values, tickCount, format = '~g' } = toSpec(axis)
  // Layers share an axis, which must not be told two lists of ticks; a scale of its own may not reach these.
  const chosen =
    axis === null || values !== undefined || tickCount !== undefined || Object.keys(toSpec(scale)).length > 1
  if (chosen || path.includes('layer')) return definition
  const first = decade(sizes.reduce((a, b) => Math.min(a, b)))
  const last = decade(sizes.reduce((a, b) => Math.max(a, b))) + 1
  if (last - first < 2) return definition
  const step = Math.ceil((last - first) / 8)
  const count = Math.floor((last - first) / step) + 1
  const powers = Array.from({ length: count }, (_, i) => sign * Number(`1e${first + i * step}`))
  return { ...definition, axis: { ...toSpec(axis), values: powers, format } }
}

/** The exponent in scientific notation. */
function decade(size: number): number {
  return Number(size.toExponential().split('e')[1])
}

function hasPlace(value: unknown, sign: number): boolean {
  const number = toNumber(value)
  return Math.abs(number) <= largest && (sign === 0 || number * sign > 0)
}

function toNumber(value: unknown): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
}

function guard(field: string, sign: number): string {
  const value = `datum[${JSON.stringify(field)}]`
  const onScale = sign === 0 ? '' : ` && ${value} * ${sign} > 0`
  return `isValid(${value}) && abs(+${value}) <= ${largest}${onScale} ? +${value} : null`
}
