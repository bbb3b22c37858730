import { suggestion } from '../report/spelling.ts'
import type { Scope } from './expression.ts'
import { refuseExpression } from './expression.ts'
import type { Spec } from './output.ts'
import type { ChartProblem, Path } from './problem.ts'
import { problem, show, toPointer } from './problem.ts'
import type { Channel, View } from './view.ts'
import { isSpec, toSpec, views } from './view.ts'

/** Vega's parser of expressions, passed in because it takes a moment to load. */
export type ParseExpression = (text: string) => unknown

/**
 * What a specification asks for that a chart here does not do: read anything, link anywhere, react to a reader,
 * evaluate what it must not, or draw fields that its data do not have.
 */
export function checkRules(spec: Spec, parse: ParseExpression): ChartProblem[] {
  const parameters = new Set<string>()
  visit(spec, [], (_, key, value) => {
    if (key === 'params' && Array.isArray(value)) for (const param of value) parameters.add(String(toSpec(param).name))
  })
  const scope: Scope = { parameters, authored: true }
  const problems: ChartProblem[] = []
  visit(spec, [], (path, key, value) => {
    const reason =
      refuse(path, key, value) ?? (isExpression(path, key, value) ? refuseText(value, parse, scope) : undefined)
    if (reason) problems.push(problem(path, reason))
  })
  const all = views(spec)
  return [...problems, ...checkFields(all), ...all.flatMap(checkDates)]
}

/** The same for what Vega-Lite compiled: whatever its expressions came from, none may do what an author's may not. */
export function checkCompiled(compiled: unknown, parse: ParseExpression): ChartProblem[] {
  const scope: Scope = { parameters: new Set(), authored: false }
  const problems: ChartProblem[] = []
  visit(compiled as Spec, [], (_, key, value) => {
    if (typeof value !== 'string' || !['signal', 'expr', 'update', 'init', 'test', 'filter'].includes(key)) return
    const reason = refuseText(value, parse, scope)
    if (reason) problems.push(problem([], reason))
  })
  return problems
}

/** Everything in a specification but its rows and its notes. */
function visit(value: unknown, path: Path, see: (path: Path, key: string, value: unknown) => void): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, item] of Object.entries(value)) {
    const inside = [...path, Array.isArray(value) ? Number(key) : key]
    if (isRows(inside, item) || (path.length === 0 && key === 'usermeta')) continue
    see(inside, key, item)
    visit(item, inside, see)
  }
}

/** Only lists are rows: instead of one, Vega would take an expression. */
function isRows(path: Path, value: unknown): boolean {
  const [owner, key] = path.slice(-2)
  if (!Array.isArray(value)) return false
  if (owner === 'datasets') return path.length === 2
  return key === 'values' && (owner === 'data' || (typeof owner === 'number' && path.at(-3) === 'data'))
}

const spoken = ['title', 'text', 'subtitle', 'description', 'name', 'field', 'as', 'groupby']
const counts = ['tickCount', 'maxbins', 'columns']

function refuse(path: Path, key: string, value: unknown): string | undefined {
  const parent = path.at(-2)
  if (parent === 'data' && key === 'url')
    return `invalid url; reason: a chart reads only the data inside it: ${show(value)}`
  if (parent === 'data' && key === 'values') return `invalid values; reason: not an array: ${show(value)}`
  if (parent === 'datasets' && path.length === 2) return `invalid dataset; reason: not an array: ${show(value)}`
  if (key === 'url' || key === 'href')
    return `invalid ${key}; reason: a chart has no images and no links: ${show(value)}`
  if (value === 'image' && (key === 'mark' || (key === 'type' && parent === 'mark'))) {
    return 'invalid mark; reason: a chart has no images and no links: image'
  }
  if ((key === 'select' || key === 'bind') && path.at(-3) === 'params') {
    return `invalid ${key}; reason: a chart does not react to its reader: ${show(value)}`
  }
  if (counts.includes(key) && Number(value) > 1000) return `invalid ${key}; reason: above 1000: ${show(value)}`
  if (key === 'sequence' && isSpec(value)) return checkSequence(value)
  const silent =
    typeof value === 'string' && !isExpression(path, key, value) && !spoken.some(name => path.includes(name))
  if (silent && /url\s*\(|javascript:|\\/i.test(value))
    return `invalid ${key}; reason: it may load something: ${show(value)}`
  return undefined
}

function checkSequence({ start = 0, stop, step = 1 }: Spec): string | undefined {
  const count = (Number(stop) - Number(start)) / Number(step)
  return count <= 100_000 ? undefined : `invalid sequence; reason: more than 100000 rows: ${count}`
}

function isExpression(path: Path, key: string, value: unknown): value is string {
  if (typeof value !== 'string') return false
  if (['expr', 'calculate', 'labelExpr', 'test', 'filter', 'signal'].includes(key)) return true
  // Conditions joined by `and`, `or`, `not` are expressions too.
  return ['and', 'or', 'not'].some(word => word === key || word === path.at(-2))
}

function refuseText(text: string, parse: ParseExpression, scope: Scope): string | undefined {
  try {
    const reason = refuseExpression(parse(text), scope)
    return reason && `invalid expression; reason: ${reason}: ${show(text)}`
  } catch (error) {
    return `invalid expression; reason: ${(error as Error).message}: ${show(text)}`
  }
}

/** A channel inherited by several views is fine if one of them has its field. */
function checkFields(all: readonly View[]): ChartProblem[] {
  const found = new Map<string, ChartProblem | undefined>()
  for (const { channels, fields } of all) {
    for (const { path, definition } of channels) {
      for (const [key, owner] of fieldOwners(definition)) {
        const { field } = owner
        if (typeof field !== 'string') continue
        const place = [...path, ...key, 'field']
        const id = toPointer(place)
        if (fields === undefined || fields.has(firstSegment(field)) || field === '*') found.set(id, undefined)
        else if (!found.has(id)) found.set(id, problem(place, unknownField(field, fields)))
      }
    }
  }
  return [...found.values()].filter(item => item !== undefined)
}

function unknownField(field: string, fields: ReadonlySet<string>): string {
  // Vega-Lite reads dots and brackets as a path into an object.
  const escaped = field.replace(/[.[\]']/g, '\\$&')
  return `unknown field: ${field}${fields.has(field) ? `; did you mean "${escaped}"?` : suggestion(field, fields)}`
}

/** The definition itself, and the parts of it that name a field of their own. */
function fieldOwners(definition: Spec): [Path, Spec][] {
  const { condition, sort } = definition
  const conditions: [Path, Spec][] = Array.isArray(condition)
    ? condition.map((each, i) => [['condition', i], toSpec(each)])
    : [[['condition'], toSpec(condition)]]
  return [[[], definition], ...conditions, [['sort'], toSpec(sort)]]
}

/** `loss` of `loss.train` and `loss[0]`; a dot in a name is written `\.`. */
export function firstSegment(field: string): string {
  const [segment = ''] = field.match(/^(?:\\.|[^.[\\])+/) ?? [field]
  return segment.replace(/\\(.)/g, '$1')
}

function checkDates({ channels, rows = [] }: View): ChartProblem[] {
  return channels.filter(isTemporal).flatMap(({ name, path, definition: { field, timeUnit } }) => {
    if (written.includes(name) && timeUnit === undefined) {
      return [problem(path, `missing timeUnit: ${show(field)}; without one a date is written in local time`)]
    }
    const dates = typeof field === 'string' ? rows.map(row => row[field]) : []
    const local = dates.find(value => typeof value === 'string' && !universalTime.test(value))
    if (local === undefined) return []
    return [problem(path, `invalid date; reason: not like 2024-12-31 or 2024-12-31T23:59Z: ${show(local)}`)]
  })
}

const written = ['text', 'tooltip', 'row', 'column', 'facet']

/** Channels that show dates on a scale, which can be of universal time. */
export const scaled = ['x', 'y', 'x2', 'y2', 'color', 'fill', 'stroke', 'size', 'opacity']

// Other forms of a date mean different moments in different time zones.
const universalTime = /^\d{4}(?:-\d\d(?:-\d\d(?:T[\d:.]+(?:Z|[-+]\d\d:\d\d))?)?)?$/

export function isTemporal({ definition }: Channel): boolean {
  return definition.type === 'temporal' || definition.timeUnit !== undefined
}
