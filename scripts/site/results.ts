import { usualTag } from '../article/answer.ts'
import type { Program } from '../program/plan.ts'
import type { Expression } from '../report/expression.ts'
import type { FinishedExperiment, FinishedRun } from './experiments.ts'
import type { Finding } from './findings.ts'
import type { FinishedProgram } from './programs.ts'
import type { Sources } from './sources.ts'

/** Everything that was computed for the pages, from all files: all runs and cells are finished. */
export interface Computed {
  readonly sources: Sources
  readonly programs: readonly Program[]
  readonly finished: ReadonlyMap<string, FinishedProgram>
  /** The lines at which the other Programs failed. */
  readonly failed: ReadonlyMap<string, number>
  readonly findings: readonly Finding[]
  readonly experiments: ReadonlyMap<string, FinishedExperiment>
}

/** That, as pages look it up. */
export interface Results extends Omit<Computed, 'programs' | 'findings'> {
  readonly programs: ReadonlyMap<string, Program>
  readonly findings: ReadonlyMap<Expression, Finding>
  /** By digest. */
  readonly runs: ReadonlyMap<string, FinishedRun>
  /** What the tags of answers are called anywhere in the site: an index may list other pages than its own. */
  readonly answerNames: readonly string[]
}

/** Made once a build, not once a page. */
export function createResults({ programs, findings, ...computed }: Computed): Results {
  const { experiments, sources } = computed
  return {
    ...computed,
    programs: new Map(programs.map(program => [program.name, program])),
    findings: new Map(findings.map(finding => [finding.expression, finding])),
    runs: new Map([...experiments.values()].flatMap(({ runs }) => runs.map(run => [run.digest, run]))),
    answerNames: answerNames(sources),
  }
}

function answerNames({ documents }: Sources): string[] {
  const given = [...documents.values()].flatMap(({ directives }) =>
    directives.flatMap(({ name, args }) => (name === 'answers' && args[0]?.trim() ? [args[0].trim()] : [])),
  )
  return [...new Set([usualTag, ...given])]
}
