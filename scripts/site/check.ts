import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { stop } from 'esbuild'
import type { PreparedExperiment, Program } from '../program/plan.ts'
import { type Problem, Problems } from '../report/problem.ts'
import { suggestion } from '../report/spelling.ts'
import { pairKey } from '../run/lock.ts'
import type { Run } from '../run/run.ts'
import { configName, loadConfig } from './config.ts'
import { createDrift, type Repetition } from './drift.ts'
import { findEmbeddings } from './embedding.ts'
import { createRecall } from './evidence.ts'
import { runExperiments } from './experiments.ts'
import { findFindings, reportFindings } from './findings.ts'
import { reportUnreadable, watchInputs } from './inputs.ts'
import { createLaboratory } from './laboratory.ts'
import { compareWithLock } from './lockfile.ts'
import { listInputs, prepare } from './preparation.ts'
import { type FinishedProgram, runPrograms } from './programs.ts'
import type { Progress } from './progress.ts'
import { readSources } from './sources.ts'
import { cacheFolder } from './state.ts'
import { createMemory, createStore } from './store.ts'

export interface CheckOptions {
  readonly workingDirectory: string
  /** The folder of the reports, from the working directory. */
  readonly content: string
  /** The published site: the files of its runs are compared too, if there are any. */
  readonly out: string
  /** How many runs at once. */
  readonly jobs: number
  /** The lock, from the working directory. */
  readonly lock: string
  /** How often everything runs. */
  readonly times: number
  /** So many runs of each experiment; undefined: all. */
  readonly sample: number | undefined
  /** Experiments whose name contains one of these; none: all. */
  readonly only: readonly string[]
}

/** How the runs of an experiment compare. */
export interface CheckedExperiment {
  readonly experiment: string
  readonly runs: number
  /** Came out as the lock says, each time. */
  readonly equal: number
  /** Not as the lock says, or as was stored or published. */
  readonly different: number
  /** Not the same each time. */
  readonly flaky: number
  /** Some run of it has no result. */
  readonly failed: boolean
}

/** What `--json` prints. */
export interface CheckSummary {
  readonly experiments: readonly CheckedExperiment[]
  readonly times: number
  readonly seconds: number
  readonly messages: readonly Problem[]
}

/**
 * Runs everything again as if nothing were stored, the last first, and compares what comes out with the lock, with what
 * is stored and published, and from one time to the next. Writes nothing but bundles.
 */
export async function checkReports(
  options: CheckOptions,
  progress: Progress,
): Promise<{ summary: CheckSummary; fatal: boolean }> {
  const started = performance.now()
  const problems = new Problems()
  try {
    const experiments = await check(options, progress, problems)
    const seconds = Math.round(performance.now() - started) / 1000
    return { summary: { experiments, times: options.times, seconds, messages: problems.list() }, fatal: problems.fatal }
  } finally {
    await stop()
  }
}

async function check(options: CheckOptions, progress: Progress, problems: Problems): Promise<CheckedExperiment[]> {
  const { workingDirectory, content, lock, times, sample, jobs } = options
  if (!existsSync(join(workingDirectory, content))) {
    const reason = `missing folder: ${content}; reports are Markdown files in it`
    problems.error(content, { line: 1, column: 1 }, 'missing-file', reason)
    return []
  }
  if (reportUnreadable(workingDirectory, [content, configName], problems)) return []
  const inputs = watchInputs(workingDirectory, [content, configName])
  const config = loadConfig(workingDirectory, content, problems)
  const sources = readSources(workingDirectory, content, config, problems)
  const prepared = await prepare(sources, problems)
  inputs.add(listInputs(prepared.programs, prepared.experiments))
  const experiments = choose(prepared.experiments, options, problems)
  const whole = experiments.length === prepared.experiments.length && sample === undefined
  const embeddings = findEmbeddings(sources, prepared.programs)
  const store = createStore(cacheFolder(workingDirectory), true, progress.note)
  const laboratory = createLaboratory({ workingDirectory, limits: config.limits, jobs, progress })

  const repetitions: Repetition[] = []
  for (let k = 0; k < times; k++) {
    if (times > 1) progress.note(`${k + 1} of ${times}`)
    // Each time in another order than the time before, the first time in another than `build`.
    const course = { sample, reverse: k % 2 === 0 }
    const memory = createMemory()
    const { finished } = await runExperiments(experiments, embeddings, memory, laboratory, progress, problems, course)
    const outputs = new Map<string, ReadonlyMap<string, string>>()
    const shown = new Map<string, FinishedProgram>()
    const show = async (program: Program) => {
      const stored = createMemory()
      const ran = await runPrograms([program], finished, sources, stored, laboratory, progress, problems)
      for (const [name, outcome] of ran.finished) shown.set(name, outcome)
      outputs.set(program.path, stored.texts)
    }
    // Cells read all runs of an experiment, so a part of them is no use to them.
    if (whole) {
      await Promise.all(prepared.programs.map(show))
      reportFindings(findFindings(sources.documents.values(), shown, finished), problems)
    }
    repetitions.push({ finished, outputs })
  }
  laboratory.close()

  const [first, ...others] = repetitions as [Repetition, ...Repetition[]]
  const runs = [...first.finished.values()].flatMap(experiment => experiment.runs)
  const site = resolve(workingDirectory, options.out)
  const comparison = { workingDirectory, runs, whole: whole && !problems.fatal, recall: createRecall(site, store) }
  const drift = createDrift(experiments, problems)
  const different = new Set(await compareWithLock(lock, comparison, problems))
  const asLocked = runs.filter(run => !different.has(keyOf(run)))
  for (const run of await drift.fromStored(asLocked, store)) different.add(keyOf(run))
  for (const run of drift.fromPublished(runs, site, options.out)) different.add(keyOf(run))
  const flaky = new Set(drift.betweenRuns(first, others).map(keyOf))
  await drift.betweenOutputs(first, others, store)
  for (const path of inputs.changed()) {
    const reason = 'changed while the check was running, which knows only the text before: check again'
    problems.error(path, { line: 1, column: 1 }, 'changed-input', reason)
  }

  return experiments.map(({ name }) => {
    const keys = (first.finished.get(name)?.runs ?? []).map(keyOf)
    return {
      experiment: name,
      runs: keys.length,
      equal: keys.filter(key => !different.has(key) && !flaky.has(key)).length,
      different: keys.filter(key => different.has(key)).length,
      flaky: keys.filter(key => flaky.has(key)).length,
      failed: repetitions.some(({ finished }) => !finished.has(name)),
    }
  })
}

/** Experiments whose names contain what was asked for; nobody's name is a problem. */
function choose(
  experiments: readonly PreparedExperiment[],
  { only, content }: CheckOptions,
  problems: Problems,
): readonly PreparedExperiment[] {
  const names = experiments.map(({ name }) => name)
  for (const text of only)
    if (!names.some(name => name.includes(text))) {
      const stems = names.map(name => basename(name, '.experiment.ts'))
      const reason = `unknown experiment: ${text}${suggestion(text, stems)}`
      problems.error(content, { line: 1, column: 1 }, 'only', reason)
    }
  return only.length ? experiments.filter(({ name }) => only.some(text => name.includes(text))) : experiments
}

function keyOf({ experiment, params }: Run): string {
  return pairKey({ experiment, case: params })
}
