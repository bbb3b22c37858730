import { readExpression } from '../program/operands.ts'
import type { Document } from '../report/document.ts'
import { type Expression, sourceOf } from '../report/expression.ts'
import type { Problems } from '../report/problem.ts'
import type { Evaluation, Outcome } from '../run/evaluation.ts'
import { caseLabel } from './cases.ts'
import type { FinishedExperiment, FinishedRun } from './experiments.ts'
import type { FinishedProgram } from './programs.ts'

/** A value or claim of the prose with what it came to, and the runs it stands on. */
export interface Finding {
  readonly document: Document
  readonly expression: Expression
  /** Its code on one line. */
  readonly source: string
  readonly outcome: Outcome
  readonly operands: readonly { readonly source: string; readonly value: string }[]
  readonly runs: readonly FinishedRun[]
}

/** Brings together what stands in the prose and what came of it. Of Programs that failed there is nothing. */
export function findFindings(
  documents: Iterable<Document>,
  programs: ReadonlyMap<string, FinishedProgram>,
  experiments: ReadonlyMap<string, FinishedExperiment>,
): Finding[] {
  const runs = new Map([...experiments.values()].flatMap(({ runs }) => runs.map(run => [run.digest, run] as const)))
  return [...documents].flatMap(document => {
    const evaluations = programs.get(document.name)?.evaluations ?? []
    return evaluations.map(evaluation => toFinding(document, evaluation, runs))
  })
}

function toFinding(
  document: Document,
  { expression: index, outcome, operands, runs }: Evaluation,
  known: ReadonlyMap<string, FinishedRun>,
): Finding {
  const expression = document.expressions[index]!
  const source = sourceOf(expression)
  const parts = readExpression(source).operands.map(({ start, end }) => oneLine(source.slice(start, end)))
  return {
    document,
    expression,
    source: oneLine(source),
    outcome,
    operands: parts.flatMap((part, k) => {
      const value = operands[k]
      return value === undefined || value === null ? [] : [{ source: part, value }]
    }),
    runs: runs.map(digest => known.get(digest)).filter(run => run !== undefined),
  }
}

/** A false claim is data, and wrong in every build that finds it. */
export function reportFindings(findings: readonly Finding[], problems: Problems): void {
  for (const finding of findings) {
    const { document, expression, source, outcome } = finding
    const report = (rule: string, what: string) =>
      problems.error(document.path, expression, rule, [what, ...explain(finding)].join('\n'))
    if (outcome.kind === 'failure') report(expression.kind, `${outcome.reason}; in the ${expression.kind} ${source}`)
    else if (outcome.kind === 'claim' && !outcome.holds)
      report('claim', `false claim: ${source}; correct the sentence or its condition`)
  }
}

const shown = 8

/** The values of the operands, and the runs they came from, a line each. */
function explain({ source, operands, runs }: Finding): string[] {
  const values = operands
    .filter(operand => operand.source !== source)
    .map(({ source, value }) => `${source} is ${value}`)
  const origins = runs.map(
    ({ experiment, params, digest }) => `${experiment} (${caseLabel(params)}) ${digest.slice(0, 12)}`,
  )
  const rest = origins.length - shown
  return [
    ...values,
    ...origins.slice(0, shown).map(origin => `from ${origin}`),
    ...(rest > 0 ? [`and ${rest} more runs`] : []),
  ]
}

function oneLine(source: string): string {
  return source.trim().replace(/\s*\n\s*/g, ' ')
}
