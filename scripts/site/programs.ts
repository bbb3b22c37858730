import type { Program } from '../program/plan.ts'
import type { Problems } from '../report/problem.ts'
import { decode } from '../run/canonical.ts'
import type { CellOutput, CellsResult } from '../run/cells.ts'
import { programId } from '../run/digest.ts'
import type { Evaluation } from '../run/evaluation.ts'
import { TaskError, type TaskFailure } from '../run/failure.ts'
import type { FinishedExperiment } from './experiments.ts'
import { reportFailure } from './failure.ts'
import type { Laboratory } from './laboratory.ts'
import type { Progress } from './progress.ts'
import type { Sources } from './sources.ts'
import type { Store } from './store.ts'

/** What came of a Program. */
export interface FinishedProgram {
  /** What its cells showed, by cell. */
  readonly outputs: readonly (readonly CellOutput[])[]
  /** What the expressions of its file's prose came to, by expression. */
  readonly evaluations: readonly Evaluation[]
}

export interface CellCounts {
  executed: number
  cached: number
}

/**
 * Carries out all Programs whose experiments have their runs; each is stored as a whole. Of one that failed, the line
 * is returned at which it did.
 */
export async function runPrograms(
  programs: readonly Program[],
  experiments: ReadonlyMap<string, FinishedExperiment>,
  sources: Sources,
  store: Store,
  laboratory: Laboratory,
  progress: Progress,
  problems: Problems,
): Promise<{ finished: Map<string, FinishedProgram>; failed: Map<string, number>; counts: CellCounts }> {
  const counts: CellCounts = { executed: 0, cached: 0 }
  const finished = new Map<string, FinishedProgram>()
  const failed = new Map<string, number>()
  await Promise.all(
    programs.map(async program => {
      const document = sources.documents.get(program.name)
      const cells = document?.cells ?? []
      const size = Math.max(cells.length, 1)
      // Without the runs of an experiment, whose own errors are reported, there is nothing to show.
      if (!program.experiments.every(name => experiments.has(name))) return
      const read = program.experiments.map(name => experiments.get(name)!)
      const digests = read.map(({ name, runs }) => [name, runs.map(({ digest }) => digest)])
      const key = programId(program.bundle.text, Object.fromEntries(digests))
      let stored = await store.get('cells', key)
      if (stored === undefined) {
        const started = performance.now()
        try {
          stored = await laboratory.runCells(
            program.bundle.text,
            Object.fromEntries(read.map(({ name, runs }) => [name, runs])),
          )
        } catch (error) {
          const begun: Partial<TaskFailure> = error instanceof TaskError ? error.failure : {}
          const { line, column } = document?.expressions[begun.expression ?? -1] ??
            cells[begun.cell ?? 0] ?? { line: 1, column: 1 }
          const fallback = { path: program.path, line, column }
          reportFailure(error, program.locate, fallback, '', problems)
          failed.set(program.name, line)
          return
        }
        await store.set('cells', key, stored)
        counts.executed += size
        progress.finish(program.name, `${size} cells`, (performance.now() - started) / 1000)
      } else counts.cached += size
      const byCell: CellOutput[][] = Array.from({ length: size }, () => [])
      const { outputs, evaluations } = decode(stored) as CellsResult
      for (const shown of outputs) byCell[shown.cell]?.push(shown)
      finished.set(program.name, { outputs: byCell, evaluations })
    }),
  )
  return { finished, failed, counts }
}
