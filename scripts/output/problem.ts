/** What is wrong with a chart, where in its specification. */
export interface ChartProblem {
  /** JSON pointer into the specification (RFC 6901); empty for the whole of it. */
  readonly pointer: string
  readonly reason: string
  /** Whether there is no chart because of it. */
  readonly fatal: boolean
}

export function problem(path: Path, reason: string): ChartProblem {
  return { pointer: toPointer(path), reason, fatal: true }
}

export function warning(path: Path, reason: string): ChartProblem {
  return { pointer: toPointer(path), reason, fatal: false }
}

/** Keys and indices from the root of a specification. */
export type Path = readonly (string | number)[]

export function toPointer(path: Path): string {
  return path.map(key => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** A value as it stands in a message: JSON, cut short. */
export function show(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`
}
