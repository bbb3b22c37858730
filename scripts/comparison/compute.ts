import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Problems } from '../report/problem.ts'
import { encode } from '../run/canonical.ts'
import { sha256 } from '../run/digest.ts'
import { headlineMetrics, type LockEntry, pairKey } from '../run/lock.ts'
import { assembleRun, toRun } from '../run/run.ts'
import { loadConfig } from '../site/config.ts'
import { findEmbeddings } from '../site/embedding.ts'
import type { Recall } from '../site/evidence.ts'
import { runExperiments } from '../site/experiments.ts'
import { findFindings } from '../site/findings.ts'
import { createLaboratory, type Laboratory } from '../site/laboratory.ts'
import { prepare } from '../site/preparation.ts'
import { runPrograms } from '../site/programs.ts'
import type { Progress } from '../site/progress.ts'
import { readSources } from '../site/sources.ts'
import type { Store } from '../site/store.ts'
import { findExhibits, type State, toStatement } from './state.ts'

export interface ComputeOptions {
  /** As people call the state. */
  readonly name: string
  /** Where the files of the reports lie: the working directory, or a revision of it. */
  readonly folder: string
  readonly content: string
  /** Where bundles are kept. */
  readonly workingDirectory: string
  readonly jobs: number
  readonly store: Store
  readonly progress: Progress
  /** What was locked then; undefined: what comes out now is what counts. */
  readonly locked?: { readonly entries: readonly LockEntry[]; readonly recall: Recall }
}

/**
 * What the reports in a folder come to. Of a revision, its lock says what came out then: its runs are taken as they
 * were, if they are still stored or published, though the engine may have changed since, and run again if they are not.
 */
export async function computeState(options: ComputeOptions): Promise<State> {
  const { name, folder, content, workingDirectory, jobs, progress, locked } = options
  const problems = new Problems()
  if (!existsSync(join(folder, content))) {
    problems.error(content, { line: 1, column: 1 }, 'missing-file', `missing folder: ${content}`)
    const nothing = { texts: new Map(), statements: [], exhibits: [], unknown: new Set<string>() }
    return { name, runs: locked?.entries ?? [], ...nothing, problems: problems.list() }
  }
  const config = loadConfig(folder, content, problems)
  const sources = readSources(folder, content, config, problems)
  const { programs, experiments } = await prepare(sources, problems)
  const embeddings = findEmbeddings(sources, programs)
  const laboratory = createLaboratory({ workingDirectory, limits: config.limits, jobs, progress })
  const past = locked && createPast(locked, options.store, laboratory)
  const store = past?.store ?? options.store
  const quiet = { ...progress, finish() {} }

  const ran = await runExperiments(experiments, embeddings, store, past?.laboratory ?? laboratory, quiet, problems)
  const shown = await runPrograms(programs, ran.finished, sources, options.store, laboratory, quiet, problems)
  const runs = [...ran.finished.values()].flatMap(experiment => experiment.runs)
  if (past) for (const text of past.describe()) progress.note(`${name}: ${text}`)
  const unknown = [...sources.documents.values()]
    .filter(({ name, cells, expressions }) => cells.length + expressions.length && !shown.finished.has(name))
    .map(({ path }) => path)
  return {
    name,
    runs:
      locked?.entries ??
      runs.map(({ experiment, params, id, digest, result }) => ({
        experiment,
        case: params,
        id,
        digest,
        metrics: headlineMetrics(result),
      })),
    texts: new Map(runs.map(({ digest, text }) => [digest, text])),
    statements: findFindings(sources.documents.values(), shown.finished, ran.finished).map(toStatement),
    exhibits: findExhibits(sources, shown.finished, ran.finished),
    unknown: new Set(unknown),
    problems: problems.list(),
  }
}

/** A store and a laboratory in which runs are what the lock of a revision says, as long as their records are left. */
function createPast(
  { entries, recall }: NonNullable<ComputeOptions['locked']>,
  present: Store,
  laboratory: Laboratory,
): { store: Store; laboratory: Laboratory; describe: () => string[] } {
  const byKey = new Map(entries.map(entry => [pairKey(entry), entry]))
  let [executed, different] = [0, 0]
  return {
    // The laboratory below knows what is stored; what it recalls is not what today's code computes, and not stored.
    store: { ...present, getRun: async () => undefined, setRun: async () => {} },
    laboratory: {
      ...laboratory,
      async run(experiment, bundle, params, id) {
        const entry = byKey.get(pairKey({ experiment, case: params }))
        const stored = (entry && (await recall(entry))) ?? (await present.getRun(id))
        if (stored !== undefined) {
          if (entry && sha256(stored) !== entry.digest) different++
          const { records, result } = toRun({ experiment, id, digest: '', text: stored })
          return { records: records.map(record => encode(record)), result: encode(result) }
        }
        const outcome = await laboratory.run(experiment, bundle, params, id)
        const text = assembleRun(encode(params), outcome.records, outcome.result)
        await present.setRun(id, text)
        executed++
        if (entry && sha256(text) !== entry.digest) different++
        return outcome
      },
    },
    describe: () => [
      ...(executed ? [`runs that were not stored any more were run again: ${executed}`] : []),
      ...(different
        ? [`runs of which only the metrics are left, as today's backprose computes something else: ${different}`]
        : []),
    ],
  }
}
