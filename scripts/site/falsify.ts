import type { Program } from '../program/plan.ts'
import { decode, encode } from '../run/canonical.ts'
import type { CellsResult } from '../run/cells.ts'
import { TaskError } from '../run/failure.ts'
import type { StoredRun } from '../run/run.ts'
import { type Change, changesOf, type Outcomes } from './changes.ts'
import type { FinishedExperiment } from './experiments.ts'
import type { Finding } from './findings.ts'
import type { Laboratory } from './laboratory.ts'

/** A claim that holds, and a change of the runs it reads that makes it false: none if nothing that was tried does. */
export interface Verdict {
  readonly finding: Finding
  readonly change?: string
}

const batch = 4

/**
 * Tries whether claims can fail: their Programs are carried out again with runs whose outcomes are swapped, or one of
 * whose metrics is halved or doubled. A claim that holds whatever the runs say proves nothing of them.
 */
export async function falsifyClaims(
  programs: readonly Program[],
  findings: readonly Finding[],
  experiments: ReadonlyMap<string, FinishedExperiment>,
  laboratory: Laboratory,
): Promise<Verdict[]> {
  const claims = findings.filter(({ outcome }) => outcome.kind === 'claim' && outcome.holds)
  const found = new Map<Finding, string>()
  for (const program of programs) {
    const own = claims.filter(({ document, runs }) => document.name === program.name && runs.length)
    if (!own.length) continue
    const runs = Object.fromEntries(program.experiments.map(name => [name, experiments.get(name)!.runs]))
    const outcomes = Object.fromEntries(
      Object.entries(runs).map(([name, list]) => [
        name,
        list.map(({ params, records, result }) => ({ params, records, result })),
      ]),
    )
    // Changes of a single run are many: they are tried only for what no change of all runs has made false.
    for (const scope of ['all', 'one'] as const) {
      const left = own.filter(finding => !found.has(finding))
      const digests = new Set(left.flatMap(({ runs }) => runs.map(({ digest }) => digest)))
      const read = (experiment: string, run: number) => digests.has(runs[experiment]![run]!.digest)
      const changes = left.length ? changesOf(outcomes, scope, read) : []
      // A few at a time: the first changes make most claims false.
      while (changes.length && left.some(finding => !found.has(finding)))
        await Promise.all(changes.splice(0, batch).map(change => tryOn(change)))

      async function tryOn(change: Change): Promise<void> {
        for (const expression of await falseUnder(change, program, runs, laboratory)) {
          const finding = left.find(({ expression: { index } }) => index === expression)
          if (finding && !found.has(finding)) found.set(finding, change.description)
        }
      }
    }
  }
  return claims.map(finding => {
    const change = found.get(finding)
    return { finding, ...(change !== undefined && { change }) }
  })
}

/** The expressions of a Program that come out as false claims when its runs have changed. */
async function falseUnder(
  { apply }: Change,
  program: Program,
  runs: Readonly<Record<string, readonly StoredRun[]>>,
  laboratory: Laboratory,
): Promise<number[]> {
  const changed: Outcomes = apply()
  const stored = Object.fromEntries(
    Object.entries(runs).map(([name, list]) => [
      name,
      list.map(({ experiment, id, digest }, k) => ({ experiment, id, digest, text: encode(changed[name]![k]) })),
    ]),
  )
  try {
    const { evaluations } = decode(await laboratory.runCells(program.bundle.text, stored)) as CellsResult
    return evaluations
      .filter(({ outcome }) => outcome.kind === 'claim' && !outcome.holds)
      .map(({ expression }) => expression)
  } catch (error) {
    // Cells may fail on results that never were: then this change says nothing of the claims.
    if (error instanceof TaskError) return []
    throw error
  }
}
