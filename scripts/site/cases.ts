/** The cases an experiment declares: a list is a list, a record of lists is their product, the last key varying fastest. */
export function expandCases(cases: unknown): { params: unknown[] } | { problem: string } {
  if (Array.isArray(cases)) return cases.length ? { params: cases } : { problem: 'invalid cases; the list is empty' }
  if (typeof cases !== 'object' || cases === null)
    return { problem: `invalid cases; a list, or a record of lists, is expected: ${JSON.stringify(cases)}` }
  let params: Record<string, unknown>[] = [{}]
  for (const [name, values] of Object.entries(cases)) {
    if (!Array.isArray(values)) return { problem: `invalid cases.${name}; a list is expected` }
    if (!values.length) return { problem: `invalid cases.${name}; the list is empty` }
    params = params.flatMap(before => values.map(value => ({ ...before, [name]: value })))
  }
  return { params }
}

/** A case as people name it: `activation sigmoid, seed 0`. */
export function caseLabel(params: unknown): string {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return JSON.stringify(params)
  return Object.entries(params)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
}
