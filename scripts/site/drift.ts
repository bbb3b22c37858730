import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PreparedExperiment } from '../program/plan.ts'
import type { Problems } from '../report/problem.ts'
import { decode } from '../run/canonical.ts'
import { firstDifference } from '../run/difference.ts'
import { sha256 } from '../run/digest.ts'
import { type Run, toRun } from '../run/run.ts'
import { caseLabel } from './cases.ts'
import type { FinishedExperiment, FinishedRun } from './experiments.ts'
import type { Store } from './store.ts'

/** Everything carried out once. */
export interface Repetition {
  readonly finished: ReadonlyMap<string, FinishedExperiment>
  /** What the cells of each Program showed, by path: the texts to store, by id. */
  readonly outputs: ReadonlyMap<string, ReadonlyMap<string, string>>
}

/** Comparisons of what came out with what is kept and with what came out another time. Each reports what differs. */
export interface Drift {
  /** With the runs that builds would use again. */
  fromStored(runs: readonly FinishedRun[], store: Store): Promise<FinishedRun[]>
  /** With the files of the published site, whose names are their digests. `out` is its folder as the author types it. */
  fromPublished(runs: readonly FinishedRun[], site: string, out: string): FinishedRun[]
  betweenRuns(first: Repetition, others: readonly Repetition[]): FinishedRun[]
  /** With what is stored as well. */
  betweenOutputs(first: Repetition, others: readonly Repetition[], store: Store): Promise<void>
}

const start = { line: 1, column: 1 }
const clean = 'if what is stored was edited, remove it with backprose clean'

export function createDrift(experiments: readonly PreparedExperiment[], problems: Problems): Drift {
  const sources = new Map(experiments.map(experiment => [experiment.name, experiment]))
  const report = (run: Run, rule: string, reason: string) => {
    const { path, source } = sources.get(run.experiment)!
    problems.error(path, source.run, rule, reason)
  }

  return {
    async fromStored(runs, store) {
      const texts = await Promise.all(runs.map(({ id }) => store.getRun(id)))
      return runs.filter((run, k) => {
        const stored = texts[k]
        if (stored === undefined || stored === run.text) return false
        const reason = `not reproducible: ${nameRun(run)}; stored is another result: ${differ(stored, run)}: ${clean}`
        report(run, 'not-reproducible', reason)
        return true
      })
    },

    fromPublished(runs, site, out) {
      const byDigest = new Map(runs.map(run => [run.digest, run]))
      return listRunFiles(site).flatMap(name => {
        const bytes = readFileSync(join(site, 'runs', name))
        const digest = name.slice(0, -'.json'.length)
        if (sha256(bytes) === digest) return []
        const run = byDigest.get(digest)
        const what = run ? `; it differs from ${nameRun(run)}: ${differ(`${bytes}`, run)}` : ''
        const reason = `invalid run file; its SHA-256 is not its name${what}: publish it again with backprose build`
        problems.error(`${out}/runs/${name}`, start, 'run-file', reason)
        return run ? [run] : []
      })
    },

    betweenRuns(first, others) {
      return [...first.finished].flatMap(([name, { runs }]) =>
        runs.filter((run, k) => {
          const again = others.map(({ finished }) => finished.get(name)?.runs[k]).filter(other => other !== undefined)
          const different = again.filter(({ text }) => text !== run.text)
          if (!different.length) return false
          const times = `${different.length} of ${again.length} more times`
          const reason = `flaky: ${nameRun(run)}; it differed ${times}: ${firstDifference(run, different[0]!)}`
          report(run, 'flaky', reason)
          return true
        }),
      )
    },

    async betweenOutputs(first, others, store) {
      for (const [path, outputs] of first.outputs)
        for (const [id, text] of outputs) {
          const stored = await store.get('cells', id)
          if (stored !== undefined && stored !== text) {
            const reason = `not reproducible: the cells; stored are other outputs: ${differOutputs(stored, text)}: ${clean}`
            problems.error(path, start, 'not-reproducible', reason)
          }
          // Cells that read flaky runs have other ids each time.
          const again = others.map(other => other.outputs.get(path)?.get(id)).find(other => other && other !== text)
          if (again) problems.error(path, start, 'flaky', `flaky: the cells; they showed ${differOutputs(text, again)}`)
        }
    },
  }
}

function nameRun({ experiment, params }: Run): string {
  return `${experiment} (${caseLabel(params)})`
}

/** The first difference of a kept run from what came out. */
function differ(kept: string, run: Run): string {
  try {
    return firstDifference(toRun({ ...run, text: kept }), run) ?? 'the params'
  } catch {
    return 'it is not the text of a run'
  }
}

function differOutputs(before: string, now: string): string {
  const difference = firstDifference({ records: [], result: decode(before) }, { records: [], result: decode(now) })
  return String(difference).replace(/^(length of )?result/, '$1outputs')
}

function listRunFiles(site: string): string[] {
  try {
    return readdirSync(join(site, 'runs'))
      .filter(name => /^[0-9a-f]{64}\.json$/.test(name))
      .sort()
  } catch {
    return []
  }
}
