import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { stop } from 'esbuild'
import { type Problem, Problems } from '../report/problem.ts'
import { configName, loadConfig } from './config.ts'
import { findEmbeddings } from './embedding.ts'
import { runExperiments } from './experiments.ts'
import { falsifyClaims, type Verdict } from './falsify.ts'
import { findFindings, reportFindings } from './findings.ts'
import { reportUnreadable } from './inputs.ts'
import { createLaboratory } from './laboratory.ts'
import { prepare } from './preparation.ts'
import { runPrograms } from './programs.ts'
import type { Progress } from './progress.ts'
import { readSources } from './sources.ts'
import { createStore } from './store.ts'

export interface TrialOptions {
  readonly workingDirectory: string
  /** The folder of the reports, from the working directory. */
  readonly content: string
  /** How many processes at once. */
  readonly jobs: number
}

/** A claim that was tried, as `--json` prints it. */
export interface TriedClaim {
  readonly path: string
  readonly line: number
  readonly column: number
  readonly condition: string
  /** How many runs it stands on. */
  readonly runs: number
  /** A change of these runs that makes it false; null if none of those that were tried does. */
  readonly falseIf: string | null
}

export interface TrialSummary {
  readonly claims: readonly TriedClaim[]
  readonly seconds: number
  readonly messages: readonly Problem[]
}

/**
 * Tries whether every claim of the reports can fail. Runs that are stored are used; a claim that nothing makes false is
 * a problem at its place, as one that is false today.
 */
export async function tryClaims(
  options: TrialOptions,
  progress: Progress,
): Promise<{ summary: TrialSummary; fatal: boolean }> {
  const started = performance.now()
  const problems = new Problems()
  try {
    const claims = (await judge(options, progress, problems)).map(toTriedClaim)
    const seconds = Math.round(performance.now() - started) / 1000
    return { summary: { claims, seconds, messages: problems.list() }, fatal: problems.fatal }
  } finally {
    await stop()
  }
}

async function judge(
  { workingDirectory, content, jobs }: TrialOptions,
  progress: Progress,
  problems: Problems,
): Promise<Verdict[]> {
  if (!existsSync(join(workingDirectory, content))) {
    const reason = `missing folder: ${content}; reports are Markdown files in it`
    problems.error(content, { line: 1, column: 1 }, 'missing-file', reason)
    return []
  }
  if (reportUnreadable(workingDirectory, [content, configName], problems)) return []
  const config = loadConfig(workingDirectory, content, problems)
  const sources = readSources(workingDirectory, content, config, problems)
  const { programs, experiments } = await prepare(sources, problems)
  const embeddings = findEmbeddings(sources, programs)
  const store = createStore(join(workingDirectory, '.backprose', 'cache'), true, progress.note)
  const laboratory = createLaboratory({ workingDirectory, limits: config.limits, jobs, progress })
  const ran = await runExperiments(experiments, embeddings, store, laboratory, progress, problems)
  const shown = await runPrograms(programs, ran.finished, sources, store, laboratory, progress, problems)
  const findings = findFindings(sources.documents.values(), shown.finished, ran.finished)
  reportFindings(findings, problems)
  const verdicts = await falsifyClaims(programs, findings, ran.finished, laboratory)
  for (const { finding, change } of verdicts) if (change === undefined) reportUnfailing(finding, problems)
  return verdicts
}

function reportUnfailing({ document, expression, source, runs }: Verdict['finding'], problems: Problems): void {
  const why = runs.length
    ? 'it holds whatever its runs say: ask for more in the condition, or say less in the sentence'
    : 'it stands on no run: compare what an experiment gave, or write it as plain text'
  problems.error(document.path, expression, 'claim', `invalid claim: ${source}; ${why}`)
}

function toTriedClaim({ finding, change }: Verdict): TriedClaim {
  const { document, expression, source, runs } = finding
  const { line, column } = expression
  return { path: document.path, line, column, condition: source, runs: runs.length, falseIf: change ?? null }
}
