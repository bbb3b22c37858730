import type { Text } from 'mdast'
import type { Program } from '../program/plan.ts'
import type { Document } from '../report/document.ts'
import type { Problems } from '../report/problem.ts'
import { SKIP, visit } from '../report/visit.ts'
import { caseLabel } from './cases.ts'
import type { FinishedExperiment } from './experiments.ts'
import type { Sources } from './sources.ts'

/** A number of a run, by the path that leads to it. */
interface Result {
  readonly value: number
  readonly name: string
}

/**
 * Points out numbers typed by hand that are results of the same page: written out, they stay as they are when the
 * result changes. Only numbers of three or more significant digits are compared, at the precision they are written in.
 */
export function hintAtResults(
  page: Document,
  sources: Sources,
  programs: ReadonlyMap<string, Program>,
  experiments: ReadonlyMap<string, FinishedExperiment>,
  problems: Problems,
): void {
  const parts = partsOf(page, sources)
  const names = new Set(
    parts.flatMap(({ name, directives }) => [
      ...(programs.get(name)?.experiments ?? []),
      ...directives.flatMap(directive => sources.includes.get(directive)?.name ?? []),
    ]),
  )
  const shown = [...names].map(name => experiments.get(name)).filter(experiment => experiment !== undefined)
  const results = shown.flatMap(({ runs }) =>
    runs.flatMap(({ experiment, params, records, result }) => {
      const of = ` of ${experiment} (${caseLabel(params)})`
      return [...numbersIn(result, 'result'), ...numbersIn(records.at(-1), 'the last record')].map(
        ({ value, name }): Result => ({ value, name: name + of }),
      )
    }),
  )
  if (!results.length) return
  const find = createFinder(results)
  for (const document of parts)
    visit(document.tree, node => {
      if (node.type === 'link' || node.type === 'linkReference') return SKIP
      if (node.type === 'text') hintAt(node, document)
      return undefined
    })

  function hintAt(node: Text, { path, source }: Document): void {
    const { start, end } = node.position!
    const text = source.slice(start.offset, end.offset)
    let { line, column } = start
    let at = 0
    for (const { 0: written, index } of text.matchAll(pattern)) {
      const before = text.slice(at, index).split('\n')
      line += before.length - 1
      column = (before.length === 1 ? column : 1) + before.at(-1)!.length
      at = index
      const typed = readNumber(written)
      const result = typed && find(typed)
      if (!result) continue
      const reason = `${written} is ${result.name}, typed by hand; bind it? \`{ts} …\` keeps it true`
      problems.warn(path, { line, column }, 'bind-it', reason)
    }
  }
}

// Not within names, dates, ranges, versions or longer numbers.
const pattern =
  /(?<![\p{Script=Latin}\d._,/:-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[%％]?(?![\d\p{Script=Latin}_]|[.,:/-]\d)/gu

/** A number as it is written, without its separators, and the precision that it is written in. */
interface Typed {
  readonly digits: string
  readonly decimals: number
  readonly scale: 1 | 100
}

/** A written number, if it has at least three significant digits. */
export function readNumber(written: string): Typed | undefined {
  const plain = written.replace(/[,%％]/g, '')
  const decimals = plain.split('.')[1]?.length ?? 0
  // Zeros at the end of a whole number may only give its magnitude.
  const digits = plain.replace('.', '').replace(/^0+/, '')
  const significant = decimals ? digits : digits.replace(/0+$/, '')
  // `toFixed` writes no more than a hundred decimals.
  if (significant.length < 3 || decimals > 100) return undefined
  return { digits: plain, decimals, scale: /[%％]$/.test(written) ? 100 : 1 }
}

/** Finds the first result that would be written like a number; all results are written once for each precision. */
function createFinder(results: readonly Result[]): (typed: Typed) => Result | undefined {
  const indexes = new Map<string, Map<string, Result>>()
  return ({ digits, decimals, scale }) => {
    const precision = `${decimals} ${scale}`
    let index = indexes.get(precision)
    if (!index) {
      index = new Map()
      for (const result of results) {
        const written = writeNumber(result.value, { decimals, scale })
        if (!index.has(written)) index.set(written, result)
      }
      indexes.set(precision, index)
    }
    return index.get(digits)
  }
}

/** A value in the precision of a written number. */
export function writeNumber(value: number, { decimals, scale }: Pick<Typed, 'decimals' | 'scale'>): string {
  return (value * scale).toFixed(decimals)
}

/** A page and the files it includes, each once. */
function partsOf(page: Document, { documents, includes }: Sources): Document[] {
  const parts = new Set([page])
  for (const part of parts)
    for (const directive of part.directives) {
      const include = includes.get(directive)
      if (include?.kind === 'markdown') parts.add(documents.get(include.name)!)
    }
  return [...parts]
}

function* numbersIn(value: unknown, name: string): Generator<Result> {
  if (typeof value === 'number') yield { value, name }
  else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !Array.isArray(value))
    for (const [key, inner] of Object.entries(value))
      if (typeof inner === 'number') yield { value: inner, name: `${name}.${key}` }
}
