import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encode } from '../run/canonical.ts'
import { evaluateCases } from '../run/cases.ts'
import { runCells } from '../run/cells.ts'
import { createDatasets } from '../run/datasets.ts'
import { sha256 } from '../run/digest.ts'
import { TaskError } from '../run/failure.ts'
import { createLocalExecutor } from '../run/local-executor.ts'
import { createPool } from '../run/pool.ts'
import type { StoredRun } from '../run/run.ts'
import type { Limits } from './config.ts'
import type { Progress } from './progress.ts'
import { bundleFile, replaceFile, temporaryPath } from './state.ts'

/** Where Programs are carried out. All that comes back is canonical text; the failure of a Program is a `TaskError`. */
export interface Laboratory {
  /** `{title, cases}` of an experiment, a case for each run. */
  evaluate(bundle: string): Promise<string>
  /** One run. */
  run(experiment: string, bundle: string, params: unknown, id: string): Promise<{ records: string[]; result: string }>
  /** `{outputs, evaluations}`: what a Program showed, and what the prose says of it. `runs` are those it may read. */
  runCells(bundle: string, runs: Readonly<Record<string, readonly StoredRun[]>>): Promise<string>
  /** Keeps the bundle of an experiment where its id can be computed from it. */
  keep(bundle: string): void
  /** Removes all other bundles. Nothing may be under way. */
  close(): void
}

export interface LaboratoryOptions {
  readonly workingDirectory: string
  readonly limits: Limits
  /** How many processes at once. */
  readonly jobs: number
  readonly progress: Progress
}

/** Carries Programs out in processes of this machine. */
export function createLaboratory({ workingDirectory, limits, jobs, progress }: LaboratoryOptions): Laboratory {
  const { seconds, memory, printed, result } = limits
  const runLimits = { seconds, memory, printed, result }
  const cellLimits = { ...runLimits, seconds: limits.cellSeconds }

  // Executors load bundles from files. Those of experiments are kept, and count only if they hold what their names say;
  // others are of this process alone.
  const folder = temporaryPath(workingDirectory)
  const files = new Map<string, string>()
  const fileOf = (bundle: string): string => {
    const known = files.get(bundle)
    if (known) return known
    const file = join(folder, `${files.size}.mjs`)
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, bundle)
    files.set(bundle, file)
    return file
  }
  const keep = (bundle: string): void => {
    const file = bundleFile(workingDirectory, sha256(bundle))
    if (!existsSync(file) || readFileSync(file, 'utf8') !== bundle) replaceFile(workingDirectory, file, bundle)
    files.set(bundle, file)
  }
  const close = () => {
    process.off('exit', close)
    rmSync(folder, { recursive: true, force: true })
    files.clear()
  }
  process.on('exit', close)
  const pool = createPool({ jobs, datasets: createDatasets(), onKill: close })

  return {
    async evaluate(bundle) {
      return encode(await evaluateCases({ bundle: fileOf(bundle), pool, limits: cellLimits }))
    },
    async run(experiment, bundle, params, id) {
      const bundles = new Map([[experiment, fileOf(bundle)]])
      const execute = createLocalExecutor({ bundles, pool, limits: runLimits })
      const records: string[] = []
      let returned: string | undefined
      for await (const event of execute({ experiment, params, id }, new AbortController().signal)) {
        if (event.type === 'record') records.push(event.text)
        else if (event.type === 'result') returned = event.text
        else progress.note(`${experiment}: ${event.text.trimEnd()}`)
      }
      if (returned === undefined) throw new Error(`the executor gave no result: ${experiment}`)
      return { records, result: returned }
    },
    async runCells(bundle, runs) {
      // What is sent to the process is the text of a run, not its records beside it.
      const stored = Object.entries(runs).map(([name, list]) => [name, list.map(toStored)])
      const { outputs, evaluations, failure } = await runCells({
        bundle: fileOf(bundle),
        runs: Object.fromEntries(stored),
        pool,
        limits: cellLimits,
      })
      if (failure) throw new TaskError(failure)
      return encode({ outputs, evaluations })
    },
    keep,
    close,
  }
}

function toStored({ experiment, id, digest, text }: StoredRun): StoredRun {
  return { experiment, id, digest, text }
}
