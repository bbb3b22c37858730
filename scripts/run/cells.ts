import type { Output } from '../output/output.ts'
import { decode } from './canonical.ts'
import type { Evaluation } from './evaluation.ts'
import { type Place, TaskError, type TaskFailure } from './failure.ts'
import { type Limits, programLimits } from './limits.ts'
import type { EncodedOutput } from './message.ts'
import type { Pool } from './pool.ts'
import type { StoredRun } from './run.ts'

export interface CellsOptions {
  /** The file of the bundle whose body is the cells. */
  readonly bundle: string
  /** What `runs` gives, by experiment. */
  readonly runs: Readonly<Record<string, readonly StoredRun[]>>
  readonly pool: Pool
  /** Default: 60 s, 2 GiB, 1 MiB printed by a cell, 16 MiB of outputs. */
  readonly limits?: Limits
  readonly signal?: AbortSignal
}

export interface CellOutput {
  readonly cell: number
  readonly output: Output
  /** Where the bundle showed it. */
  readonly at?: Place
  /** Digests of the runs that it shows. */
  readonly runs: readonly string[]
}

export interface CellsResult {
  /** In order; of a Program that failed, those of the cells before and of the failed one, as far as they came. */
  readonly outputs: readonly CellOutput[]
  /** Of all expressions of the prose, in order; none of a Program that failed. */
  readonly evaluations: readonly Evaluation[]
  readonly failure?: TaskFailure
}

/** Carries out the cells of a Program in a process of this machine. Only an abort rejects. */
export async function runCells({
  bundle,
  runs,
  pool,
  limits = programLimits,
  signal,
}: CellsOptions): Promise<CellsResult> {
  const encoded: EncodedOutput[] = []
  let evaluations: readonly Evaluation[] = []
  let failure: TaskFailure | undefined
  try {
    await pool.perform(
      { type: 'cells', bundle, runs },
      {
        limits,
        signal,
        onMessage(message) {
          if (message.type === 'evaluations') evaluations = message.evaluations
          else if (message.type === 'outputs') for (const output of message.outputs) encoded.push(output)
        },
      },
    )
  } catch (error) {
    if (!(error instanceof TaskError)) throw error
    failure = error.failure
  }
  const outputs = encoded.map(({ text, ...rest }) => ({ ...rest, output: decode(text) as Output }))
  return failure ? { outputs, evaluations: [], failure } : { outputs, evaluations }
}
