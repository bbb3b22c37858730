import { decode, encode } from './canonical.ts'
import { TaskError } from './failure.ts'
import { type Limits, programLimits } from './limits.ts'
import type { Pool } from './pool.ts'

export interface CasesOptions {
  /** The file of the bundle that exports `title` and `cases`. */
  readonly bundle: string
  readonly pool: Pool
  /** Default: 60 s, 2 GiB. */
  readonly limits?: Limits
  readonly signal?: AbortSignal
}

export interface Cases {
  readonly title: string
  /** The params of every run, in order. */
  readonly cases: readonly unknown[]
}

/**
 * Evaluates an experiment's `title` and `cases` in a process of this machine.
 *
 * @throws {TaskError} if that fails or gives something else than a text and cases
 */
export async function evaluateCases({ bundle, pool, limits = programLimits, signal }: CasesOptions): Promise<Cases> {
  let text = ''
  await pool.perform(
    { type: 'cases', bundle },
    {
      limits,
      signal,
      onMessage(message) {
        if (message.type === 'events') text = message.events[0]!.text
      },
    },
  )
  const { title, cases } = decode(text) as { title: unknown; cases: unknown }
  if (typeof title !== 'string' || title.trim() === '') throw invalid('invalid title; not a text')
  return { title, cases: expandCases(cases) }
}

/**
 * The params of every run: the items of a list as they are, or of a record of lists their product, the last varying
 * fastest.
 *
 * @throws {TaskError} for anything else, for no case at all, and for the same case twice
 */
export function expandCases(cases: unknown): readonly unknown[] {
  const params = expand(cases)
  const seen = new Set<string>()
  for (const text of params.map(item => encode(item))) {
    if (seen.has(text)) throw invalid(`invalid cases; doubled: ${text}`)
    seen.add(text)
  }
  return params
}

function expand(cases: unknown): readonly unknown[] {
  if (Array.isArray(cases)) {
    if (cases.length === 0) throw invalid('invalid cases; the list is empty')
    return cases
  }
  if (typeof cases !== 'object' || cases === null) throw invalid('invalid cases; neither a list nor a record of lists')
  let product: Record<string, unknown>[] = [{}]
  for (const [name, values] of Object.entries(cases)) {
    if (!Array.isArray(values)) throw invalid(`invalid cases.${name}; not a list`)
    if (values.length === 0) throw invalid(`invalid cases.${name}; the list is empty`)
    product = product.flatMap(params => values.map(value => ({ ...params, [name]: value })))
  }
  return product
}

function invalid(reason: string): TaskError {
  return new TaskError({ kind: 'data', reason, frames: [] })
}
