import type { Program } from '../program/plan.ts'
import type { Problems } from '../report/problem.ts'
import { decode } from '../run/canonical.ts'
import type { CellOutput } from '../run/cells.ts'
import { programId } from '../run/digest.ts'
import { TaskError } from '../run/failure.ts'
import type { FinishedExperiment } from './experiments.ts'
import { reportFailure } from './failure.ts'
import type { Laboratory } from './laboratory.ts'
import type { Progress } from './progress.ts'
import type { Sources } from './sources.ts'
import type { Store } from './store.ts'

/** What the cells of a Program showed, by cell. */
export type ProgramOutputs = readonly (readonly CellOutput[])[]

export interface CellCounts {
  executed: number
  cached: number
}

/** Carries out the cells of all Programs whose experiments have their runs; each Program is stored as a whole. */
export async function runPrograms(
  programs: readonly Program[],
  experiments: ReadonlyMap<string, FinishedExperiment>,
  sources: Sources,
  store: Store,
  laboratory: Laboratory,
  progress: Progress,
  problems: Problems,
): Promise<{ outputs: Map<string, ProgramOutputs>; counts: CellCounts }> {
  const counts: CellCounts = { executed: 0, cached: 0 }
  const outputs = new Map<string, ProgramOutputs>()
  await Promise.all(
    programs.map(async program => {
      const cells = sources.documents.get(program.name)?.cells ?? []
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
          const cell = cells[(error instanceof TaskError && error.failure.cell) || 0]
          const fallback = { path: program.path, line: cell?.line ?? 1, column: cell?.column ?? 1 }
          reportFailure(error, program.locate, fallback, '', problems)
          return
        }
        await store.set('cells', key, stored)
        counts.executed += size
        progress.finish(program.name, `${size} cells`, (performance.now() - started) / 1000)
      } else counts.cached += size
      const byCell: CellOutput[][] = Array.from({ length: size }, () => [])
      for (const shown of decode(stored) as CellOutput[]) byCell[shown.cell]?.push(shown)
      outputs.set(program.name, byCell)
    }),
  )
  return { outputs, counts }
}
