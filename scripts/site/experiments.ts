import type { PreparedExperiment } from '../program/plan.ts'
import type { Problems } from '../report/problem.ts'
import { decode, encode } from '../run/canonical.ts'
import type { Cases } from '../run/cases.ts'
import { runId, sha256 } from '../run/digest.ts'
import { assembleRun, type Run, type StoredRun, toRun } from '../run/run.ts'
import { caseLabel } from './cases.ts'
import { reportFailure } from './failure.ts'
import type { Laboratory } from './laboratory.ts'
import type { Progress } from './progress.ts'
import type { Store } from './store.ts'

/** An experiment with all its runs. */
export interface FinishedExperiment {
  readonly name: string
  readonly path: string
  /** The module as the author wrote it. */
  readonly text: string
  readonly title: string
  /** In the order of the cases. */
  readonly runs: readonly FinishedRun[]
}

/** A run with the canonical text behind its digest. */
export interface FinishedRun extends Run, StoredRun {
  /** SHA-256 of the experiment's module as the author wrote it. */
  readonly source: string
}

export interface RunCounts {
  executed: number
  cached: number
  failed: number
}

/** One experiment whose cases are known and whose runs are not yet. */
interface Planned {
  readonly prepared: PreparedExperiment
  readonly title: string
  readonly cases: readonly { readonly params: unknown; readonly id: string }[]
}

/** Which runs are carried out, and in what order. */
export interface Course {
  /** So many runs of each experiment at most, evenly from among its cases. Default: all. */
  readonly sample?: number | undefined
  /** The last first. */
  readonly reverse?: boolean
}

/**
 * Carries out all runs that are not stored, those of all experiments together, and returns the experiments that have all
 * their runs. A failed run is reported; the others go on and are kept.
 */
export async function runExperiments(
  experiments: readonly PreparedExperiment[],
  embeddings: ReadonlyMap<string, string>,
  store: Store,
  laboratory: Laboratory,
  progress: Progress,
  problems: Problems,
  { sample, reverse = false }: Course = {},
): Promise<{ finished: Map<string, FinishedExperiment>; counts: RunCounts }> {
  const counts: RunCounts = { executed: 0, cached: 0, failed: 0 }
  const inOrder = <Item>(items: readonly Item[]) => (reverse ? items.toReversed() : items)
  const planned = (
    await Promise.all(experiments.map(experiment => plan(experiment, embeddings, store, laboratory, problems)))
  ).filter(experiment => experiment !== undefined)

  // Experiments may share runs: each id is carried out once.
  const underway = new Map<string, Promise<string | undefined>>()
  const finished = new Map<string, FinishedExperiment>()
  await Promise.all(
    inOrder(planned).map(async ({ prepared, title, cases: all }) => {
      const cases = sample === undefined ? all : spread(all, sample)
      const started = performance.now()
      const failures: { params: unknown; error: unknown }[] = []
      let [done, trained] = [0, 0]
      laboratory.keep(prepared.run.text)
      const find = async (id: string) => {
        const stored = await store.getRun(id)
        if (stored !== undefined) counts.cached++
        return stored
      }
      const carryOut = async (params: unknown, id: string): Promise<string | undefined> => {
        const stored = await find(id)
        if (stored !== undefined) return stored
        const giveUpTurn = await store.takeTurn(id)
        try {
          // Another build may have carried it out meanwhile.
          const shared = await find(id)
          if (shared !== undefined) return shared
          const { records, result } = await laboratory.run(prepared.name, prepared.run.text, params, id)
          const text = assembleRun(encode(params), records, result)
          await store.setRun(id, text)
          counts.executed++
          trained++
          return text
        } catch (error) {
          counts.failed++
          failures.push({ params, error })
          return undefined
        } finally {
          giveUpTurn()
        }
      }
      const texts = new Map<string, string | undefined>()
      await Promise.all(
        inOrder(cases).map(async ({ params, id }) => {
          const running = underway.get(id) ?? carryOut(params, id)
          underway.set(id, running)
          texts.set(id, await running)
          progress.step(prepared.name, ++done, cases.length)
        }),
      )
      reportFailures(prepared, failures, embeddings, problems)
      const seconds = (performance.now() - started) / 1000
      const failed = failures.length ? `, ${failures.length} failed` : ''
      progress.finish(
        prepared.name,
        `${cases.length - failures.length}/${cases.length} runs, ${trained ? `${trained} trained` : 'cached'}${failed}`,
        seconds,
      )
      if (cases.some(({ id }) => texts.get(id) === undefined)) return
      const runs = cases.map(({ id }) => finishRun(prepared, id, texts.get(id)!))
      finished.set(prepared.name, { name: prepared.name, path: prepared.path, text: prepared.text, title, runs })
    }),
  )
  return { finished, counts }
}

/** At most `count` items, from the first on at even distances. */
function spread<Item>(items: readonly Item[], count: number): Item[] {
  if (items.length <= count) return [...items]
  return Array.from({ length: count }, (_, k) => items[Math.floor((k * items.length) / count)]!)
}

async function plan(
  prepared: PreparedExperiment,
  embeddings: ReadonlyMap<string, string>,
  store: Store,
  laboratory: Laboratory,
  problems: Problems,
): Promise<Planned | undefined> {
  const { name, path, source, meta, run } = prepared
  const key = sha256(meta.text)
  let stored = await store.get('cases', key)
  if (stored === undefined) {
    try {
      stored = await laboratory.evaluate(meta.text)
    } catch (error) {
      reportFailure(error, meta.locate, { path, ...source.cases }, embedded(name, embeddings), problems)
      return undefined
    }
    await store.set('cases', key, stored)
  }
  const { title, cases } = decode(stored) as Cases
  return { prepared, title, cases: cases.map(params => ({ params, id: runId(run.text, params) })) }
}

/** Cases that fail in the same way at the same place are one problem. */
function reportFailures(
  { name, path, source, run }: PreparedExperiment,
  failures: readonly { params: unknown; error: unknown }[],
  embeddings: ReadonlyMap<string, string>,
  problems: Problems,
): void {
  const groups = new Map<string, { params: unknown; error: unknown; count: number }>()
  for (const failure of failures) {
    const key = String((failure.error as Error).message)
    const group = groups.get(key)
    if (group) group.count++
    else groups.set(key, { ...failure, count: 1 })
  }
  for (const { params, error, count } of groups.values()) {
    const which = count === 1 ? caseLabel(params) : `${count} cases, the first: ${caseLabel(params)}`
    reportFailure(error, run.locate, { path, ...source.run }, ` (${which})${embedded(name, embeddings)}`, problems)
  }
}

function embedded(name: string, embeddings: ReadonlyMap<string, string>): string {
  const place = embeddings.get(name)
  return place ? `; embedded at ${place}` : ''
}

function finishRun({ name, text: module }: PreparedExperiment, id: string, text: string): FinishedRun {
  const stored = { experiment: name, id, digest: sha256(text), text }
  return { ...toRun(stored), text, source: sha256(module) }
}
