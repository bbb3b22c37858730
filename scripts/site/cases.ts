/** A case as people name it: `activation sigmoid, seed 0`. */
export function caseLabel(params: unknown): string {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return JSON.stringify(params)
  return Object.entries(params)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
}
