import { isExperiment } from '../program/experiment.ts'
import {
  type PreparedExperiment,
  type Program,
  prepareCells,
  prepareExperiment,
  prepareScript,
} from '../program/plan.ts'
import type { Problems } from '../report/problem.ts'
import type { Sources } from './sources.ts'

/** Bundles everything that runs: the cells of each file, scripts, and the experiments that either asks for. */
export async function prepare(
  sources: Sources,
  problems: Problems,
): Promise<{ programs: Program[]; experiments: PreparedExperiment[] }> {
  const included = [...sources.includes.values()]
  const scripts = [...new Set(included.filter(({ kind }) => kind === 'script').map(({ name }) => name))]
  const programs = (
    await Promise.all([
      ...[...sources.documents.values()].map(document => prepareCells(document, sources, problems)),
      ...scripts.map(name => prepareScript(name, sources, problems)),
    ])
  ).filter(program => program !== undefined)
  const names = new Set([
    ...included.map(({ name }) => name).filter(isExperiment),
    ...programs.flatMap(program => program.experiments),
  ])
  const experiments = await Promise.all([...names].sort().map(name => prepareExperiment(name, sources, problems)))
  return { programs, experiments: experiments.filter(experiment => experiment !== undefined) }
}

/** Absolute paths of the author's files that bundles were made of. */
export function listInputs(programs: readonly Program[], experiments: readonly PreparedExperiment[]): Set<string> {
  const bundles = [...programs.map(({ bundle }) => bundle), ...experiments.flatMap(({ run, meta }) => [run, meta])]
  return new Set(bundles.flatMap(({ inputs }) => inputs))
}
