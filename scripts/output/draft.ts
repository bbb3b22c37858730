import type { Spec } from './output.ts'
import type { ChartProblem, Path } from './problem.ts'
import { warning } from './problem.ts'
import { firstSegment, isTemporal } from './rules.ts'
import { seriesDashes } from './theme.ts'
import type { Channel, View } from './view.ts'
import { isSpec, toSpec, views } from './view.ts'

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
    const dashes = dashesFor(view)
    if (dashes)
      draft = update(draft, [...view.path, 'encoding'], encoding => ({ ...toSpec(encoding), strokeDash: dashes }))
    for (const channel of view.channels) {
      const values = powersOfTen(channel, view.rows ?? [])
      if (values)
        draft = update(draft, channel.path, definition => ({
          ...toSpec(definition),
          axis: { ...toSpec(channel.definition.axis), ...values },
        }))
    }
    for (const channel of view.channels.filter(isTemporal))
      draft = update(draft, channel.path, toUniversalTime(channel.name))
  }
  return { spec: draft, problems: [...problems.values()] }
}

const positions = ['x', 'y', 'x2', 'y2', 'theta', 'radius']

// Beyond this the difference of two numbers may overflow, and a scale over both has no slope.
const largest = 1e300

/** Rows with a position that is missing, not finite or off a logarithmic scale, and transforms that blank it. */
function checkPoints(view: View): { guards: Spec[]; dropped: ChartProblem | undefined } {
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

/** Ticks of a logarithmic axis at powers of ten alone, where the data span two of them or more. */
function powersOfTen(channel: Channel, rows: readonly Spec[]): Spec | undefined {
  const { axis } = channel.definition
  const field = plainField(channel)
  const chosen = axis === null || toSpec(axis).values !== undefined || toSpec(axis).tickCount !== undefined
  if (chosen || field === undefined || scaleType(channel) !== 'log' || toSpec(channel.definition.scale).base)
    return undefined
  const sizes = rows.map(row => Math.abs(toNumber(row[field]))).filter(size => size > 0 && size <= largest)
  if (sizes.length === 0) return undefined
  const first = decade(sizes.reduce((a, b) => Math.min(a, b)))
  const last = decade(sizes.reduce((a, b) => Math.max(a, b))) + 1
  if (last - first < 2) return undefined
  const step = Math.ceil((last - first) / 8)
  const powers = Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) =>
    Number(`1e${first + i * step}`),
  )
  const sign = logSign(rows, field)
  return { values: powers.map(power => power * sign), format: toSpec(axis).format ?? '~g' }
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

const lineMarks = ['line', 'trail', 'rule']

/** A `strokeDash` channel beside the color channel of four lines or more. */
function dashesFor({ mark, channels, rows, fields }: View): Spec | undefined {
  const named = new Map(channels.map(({ name, definition }) => [name, definition]))
  const color = named.get('color') ?? named.get('stroke')
  if (!lineMarks.includes(mark) || !color || named.has('strokeDash')) return undefined
  const { field, type = 'nominal', scale, condition, ...rest } = color
  if (typeof field !== 'string' || (type !== 'nominal' && type !== 'ordinal') || scale === null || condition)
    return undefined
  if (!rows || !fields || new Set(rows.map(row => row[field])).size < 4) return undefined
  const { domain } = toSpec(scale)
  const range = domain === undefined ? { range: seriesDashes } : { domain, range: seriesDashes }
  return { ...rest, field, type, scale: range }
}

function toUniversalTime(name: string): (definition: unknown) => unknown {
  return given => {
    const definition = toSpec(given)
    const { timeUnit, scale } = definition
    const positional = positions.includes(name) || name === 'color'
    const utc = positional && scale !== null && toSpec(scale).type === undefined && definition.type === 'temporal'
    return {
      ...definition,
      ...(timeUnit !== undefined && { timeUnit: universalUnit(timeUnit) }),
      ...(utc && { scale: { type: 'utc', ...toSpec(scale) } }),
    }
  }
}

function universalUnit(unit: unknown): unknown {
  if (isSpec(unit)) return { ...unit, utc: true }
  return String(unit).startsWith('utc') ? unit : `utc${String(unit)}`
}

/** A copy of the specification in which the value at `path` is another one. */
export function update(spec: Spec, path: Path, change: (value: unknown) => unknown): Spec {
  const [key, ...rest] = path
  if (key === undefined) return change(spec) as Spec
  const value = spec[key]
  const changed = rest.length === 0 ? change(value) : update((value ?? {}) as Spec, rest, change)
  if (!Array.isArray(spec)) return { ...spec, [key]: changed }
  return Object.assign([...(spec as unknown[])], { [key]: changed }) as unknown as Spec
}

function toList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
