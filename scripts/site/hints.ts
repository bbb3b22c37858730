import type { Text } from 'mdast'
import { visitParents } from 'unist-util-visit-parents'
import type { Program } from '../program/plan.ts'
import { placeAt } from '../program/syntax.ts'
import type { Document } from '../report/document.ts'
import type { Problems } from '../report/problem.ts'
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
  for (const document of parts)
    visitParents(document.tree, 'text', (node, ancestors) => {
      if (!ancestors.some(({ type }) => type === 'link' || type === 'linkReference')) hintAt(node, document)
    })

  function hintAt(node: Text, { path, source }: Document): void {
    const start = node.position!.start.offset!
    for (const { 0: written, index } of source.slice(start, node.position!.end.offset).matchAll(pattern)) {
      const typed = readNumber(written)
      const result = typed && results.find(({ value }) => typed.matches(value))
      if (!result) continue
      const reason = `${written} is ${result.name}, typed by hand; bind it? \`{ts} …\` keeps it true`
      problems.warn(path, placeAt(source, start + index), 'bind-it', reason)
    }
  }
}

// Not within names, dates, ranges, versions or longer numbers.
const pattern =
  /(?<![\p{Script=Latin}\d._,/:-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[%％]?(?![\d\p{Script=Latin}_]|[.,:/-]\d)/gu

/** A written number of at least three significant digits, and whether a value would be written so. */
export function readNumber(written: string): { matches: (value: number) => boolean } | undefined {
  const plain = written.replace(/[,%％]/g, '')
  const decimals = plain.split('.')[1]?.length ?? 0
  // Zeros at the end of a whole number may only give its magnitude.
  const digits = plain.replace('.', '').replace(/^0+/, '')
  const significant = decimals ? digits : digits.replace(/0+$/, '')
  if (significant.length < 3) return undefined
  const scale = /[%％]$/.test(written) ? 100 : 1
  return { matches: value => (value * scale).toFixed(decimals) === plain }
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
