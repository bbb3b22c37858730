import { suggestion } from '../report/spelling.ts'
import type { ChartProblem, Path } from './problem.ts'
import { problem, show } from './problem.ts'

/** The part of JSON Schema that Vega-Lite's schema is written in. */
export interface Schema {
  readonly $ref?: string
  readonly definitions?: Readonly<Record<string, Schema>>
  readonly anyOf?: readonly Schema[]
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly minProperties?: number
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly minimum?: number
  readonly maximum?: number
}

/**
 * Where `value` departs from a schema. Of alternatives that all fail, the one that comes closest speaks: the one with
 * the fewest faults, those deep inside the value counting less.
 */
export function validate(value: unknown, root: Schema): ChartProblem[] {
  return check(value, root, [], root.definitions ?? {}).map(explain)
}

type Fault =
  | { readonly kind: 'type'; readonly path: Path; readonly value: unknown; readonly expected: readonly string[] }
  | { readonly kind: 'range'; readonly path: Path; readonly value: unknown; readonly reason: string }
  | { readonly kind: 'choice'; readonly path: Path; readonly value: unknown; readonly choices: readonly unknown[] }
  | { readonly kind: 'unknown'; readonly path: Path; readonly key: string; readonly keys: readonly string[] }
  | { readonly kind: 'missing'; readonly path: Path; readonly key: string }

type Definitions = Readonly<Record<string, Schema>>

function check(value: unknown, schema: Schema, path: Path, definitions: Definitions): Fault[] {
  if (schema.$ref) return check(value, definitions[schema.$ref.replace('#/definitions/', '')]!, path, definitions)
  if (schema.anyOf) return checkAlternatives(value, schema.anyOf, path, definitions)
  const choices = schema.enum ?? (schema.const === undefined ? undefined : [schema.const])
  if (choices) return checkChoice(value, choices, path)
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? [])
  if (types.length > 0 && !types.some(type => isOfType(value, type))) {
    return [{ kind: 'type', path, value, expected: types }]
  }
  if (typeof value === 'number') return checkRange(value, schema, path)
  if (Array.isArray(value)) return checkItems(value, schema, path, definitions)
  if (typeof value === 'object' && value !== null) {
    return checkProperties(value as Record<string, unknown>, schema, path, definitions)
  }
  return []
}

function checkChoice(value: unknown, choices: readonly unknown[], path: Path): Fault[] {
  if (choices.includes(value)) return []
  const types = [...new Set(choices.map(choice => (choice === null ? 'null' : typeof choice)))]
  if (types.some(type => isOfType(value, type))) return [{ kind: 'choice', path, value, choices }]
  return [{ kind: 'type', path, value, expected: types }]
}

function checkAlternatives(value: unknown, schemas: readonly Schema[], path: Path, definitions: Definitions): Fault[] {
  let best: Fault[] = []
  for (const schema of schemas) {
    const faults = check(value, schema, path, definitions)
    if (faults.length === 0) return []
    best = best.length === 0 ? faults : closer(best, faults)
  }
  return best
}

function closer(a: Fault[], b: Fault[]): Fault[] {
  const [first, other] = [a[0]!, b[0]!]
  if (a.length === 1 && b.length === 1 && first.path.length === other.path.length) {
    if (first.kind === 'choice' && other.kind === 'choice') {
      return [{ ...first, choices: [...first.choices, ...other.choices] }]
    }
    if (first.kind === 'type' && other.kind === 'type') {
      return [{ ...first, expected: [...new Set([...first.expected, ...other.expected])] }]
    }
  }
  return distance(b) < distance(a) ? b : a
}

/** Every fault counts, half as much a level further in; being of another type altogether counts most. */
function distance(faults: readonly Fault[]): number {
  return faults.reduce((sum, { kind, path }) => sum + (kind === 'type' ? 1.5 : 1) / 2 ** path.length, 0)
}

function checkRange(value: number, { minimum, maximum }: Schema, path: Path): Fault[] {
  if (minimum !== undefined && value < minimum) return [{ kind: 'range', path, value, reason: `below ${minimum}` }]
  if (maximum !== undefined && value > maximum) return [{ kind: 'range', path, value, reason: `above ${maximum}` }]
  return []
}

function checkItems(items: readonly unknown[], schema: Schema, path: Path, definitions: Definitions): Fault[] {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema
  if (items.length < minItems || items.length > maxItems) {
    const reason = items.length < minItems ? `fewer than ${minItems} items` : `more than ${maxItems} items`
    return [{ kind: 'range', path, value: items, reason }]
  }
  const { items: each } = schema
  return each ? items.flatMap((item, i) => check(item, each, [...path, i], definitions)) : []
}

function checkProperties(
  value: Readonly<Record<string, unknown>>,
  schema: Schema,
  path: Path,
  definitions: Definitions,
): Fault[] {
  const { properties = {}, required = [], additionalProperties = true } = schema
  const faults: Fault[] = []
  for (const key of required) if (!Object.hasOwn(value, key)) faults.push({ kind: 'missing', path, key })
  for (const [key, item] of Object.entries(value)) {
    if (Object.hasOwn(properties, key)) faults.push(...check(item, properties[key]!, [...path, key], definitions))
    else if (additionalProperties === false) {
      faults.push({ kind: 'unknown', path, key, keys: Object.keys(properties) })
    } else if (additionalProperties !== true) {
      faults.push(...check(item, additionalProperties, [...path, key], definitions))
    }
  }
  return faults
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}

function explain(fault: Fault): ChartProblem {
  const { path } = fault
  const noun = path.findLast(key => typeof key === 'string') ?? 'chart'
  switch (fault.kind) {
    case 'missing':
      return problem(path, `missing ${path.length === 0 ? '' : `${noun} `}property: ${fault.key}`)
    case 'unknown':
      return problem([...path, fault.key], `unknown property: ${fault.key}${suggestion(fault.key, fault.keys)}`)
    case 'range':
      return problem(path, `invalid ${noun}; reason: ${fault.reason}: ${show(fault.value)}`)
    case 'type':
      return problem(path, `invalid ${noun}; reason: not ${expected(fault.expected)}: ${show(fault.value)}`)
    case 'choice': {
      const choices = fault.choices.filter(choice => typeof choice === 'string')
      const hint = typeof fault.value === 'string' ? suggestion(fault.value, choices) : ''
      const listed = !hint && choices.length > 0 && choices.length <= 8 ? `; one of ${choices.join(', ')}` : ''
      return problem(path, `unknown ${noun}: ${show(fault.value)}${hint || listed}`)
    }
  }
}

function expected(types: readonly string[]): string {
  return types.map(type => (type === 'null' ? type : `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`)).join(' or ')
}
