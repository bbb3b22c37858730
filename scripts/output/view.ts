import type { Spec } from './output.ts'
import type { Path } from './problem.ts'

/** A single mark in a specification, with what it inherits from the views around it. */
export interface View {
  readonly path: Path
  readonly mark: string
  readonly channels: readonly Channel[]
  /** The rows it starts from, where they stand in the specification. */
  readonly rows: readonly Spec[] | undefined
  /** Fields its rows have, also those that transforms add; undefined where that cannot be told. */
  readonly fields: ReadonlySet<string> | undefined
  /** Whether transforms may leave out or merge rows. */
  readonly reduced: boolean
}

export interface Channel {
  readonly name: string
  readonly path: Path
  readonly definition: Spec
}

/** The parts of a specification that hold specifications themselves. */
export function children(spec: Spec): { readonly path: Path; readonly spec: Spec }[] {
  const lists = ['layer', 'concat', 'hconcat', 'vconcat'].flatMap(key => {
    const list = spec[key]
    return Array.isArray(list) ? list.map((child, i) => ({ path: [key, i], spec: toSpec(child) })) : []
  })
  return spec.spec === undefined ? lists : [...lists, { path: ['spec'], spec: toSpec(spec.spec) }]
}

/** Every single view of a specification. */
export function views(spec: Spec): View[] {
  const root: Scope = { path: [], channels: [], rows: undefined, fields: undefined, reduced: false }
  return collect(spec, root, toSpec(spec.datasets))
}

type Scope = Omit<View, 'mark'>

function collect(spec: Spec, outer: Scope, datasets: Spec): View[] {
  const scope = inherit(spec, outer, datasets)
  if (spec.mark !== undefined) return [{ ...scope, mark: markType(spec) }]
  return children(spec).flatMap(child =>
    collect(child.spec, { ...scope, path: [...scope.path, ...child.path] }, datasets),
  )
}

function inherit(spec: Spec, outer: Scope, datasets: Spec): Scope {
  const own = channels(spec, outer.path)
  const names = new Set(own.map(({ name }) => name))
  const inherited = outer.channels.filter(({ name }) => !names.has(name))
  const start = spec.data === undefined ? outer : readData(spec.data, datasets)
  const transforms = Array.isArray(spec.transform) ? spec.transform.map(toSpec) : []
  return {
    path: outer.path,
    channels: [...inherited, ...own],
    rows: start.rows,
    fields: start.fields && addFields(start.fields, transforms),
    reduced: start.reduced || transforms.some(transform => !('calculate' in transform)),
  }
}

function channels({ encoding, facet }: Spec, path: Path): Channel[] {
  const found: Channel[] = []
  const add = (name: string, definition: unknown, path: Path) => {
    if (Array.isArray(definition)) for (const [i, each] of definition.entries()) add(name, each, [...path, i])
    else if (isSpec(definition)) found.push({ name, path, definition })
  }
  for (const [name, definition] of Object.entries(toSpec(encoding))) add(name, definition, [...path, 'encoding', name])
  if (isSpec(facet)) {
    const parts = Object.entries(facet).filter(([name]) => name === 'row' || name === 'column')
    if (parts.length === 0) add('facet', facet, [...path, 'facet'])
    for (const [name, definition] of parts) add(name, definition, [...path, 'facet', name])
  }
  return found
}

function readData(data: unknown, datasets: Spec): Pick<Scope, 'rows' | 'fields' | 'reduced'> {
  const { values, name, sequence } = toSpec(data)
  if (isSpec(sequence)) return { rows: undefined, fields: new Set([String(sequence.as ?? 'data')]), reduced: false }
  const given = values ?? (typeof name === 'string' ? datasets[name] : undefined)
  if (!Array.isArray(given)) return { rows: undefined, fields: undefined, reduced: false }
  const rows: Spec[] = given.map(row => (isSpec(row) ? row : { data: row }))
  const fields = new Set<string>()
  for (const row of rows) for (const field of Object.keys(row)) fields.add(field)
  return { rows, fields: rows.length === 0 ? undefined : fields, reduced: false }
}

const defaultNames: Readonly<Record<string, readonly string[]>> = {
  fold: ['key', 'value'],
  density: ['value', 'density'],
  quantile: ['prob', 'value'],
}

function addFields(fields: ReadonlySet<string>, transforms: readonly Spec[]): ReadonlySet<string> | undefined {
  const all = new Set(fields)
  for (const transform of transforms) {
    if ('pivot' in transform) return undefined
    for (const [kind, names] of Object.entries(defaultNames))
      if (kind in transform) for (const name of names) all.add(name)
    for (const name of namesIn(transform)) all.add(name)
  }
  return all
}

/** What a transform calls its results: everything under `as`, at any depth, and the fields that a lookup brings. */
function namesIn(part: unknown, under = ''): string[] {
  if (typeof part === 'string') return under === 'as' ? [part, `${part}_end`] : under === 'fields' ? [part] : []
  if (Array.isArray(part)) return part.flatMap(each => namesIn(each, under))
  return isSpec(part) ? Object.entries(part).flatMap(([key, each]) => (key === 'data' ? [] : namesIn(each, key))) : []
}

export function markType({ mark }: Spec): string {
  return String(isSpec(mark) ? mark.type : mark)
}

export function isSpec(value: unknown): value is Spec {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function toSpec(value: unknown): Spec {
  return isSpec(value) ? value : {}
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
