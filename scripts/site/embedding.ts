import type { Program } from '../program/plan.ts'
import type { Place } from '../report/problem.ts'
import type { Sources } from './sources.ts'

/** The first place that asks for each experiment, as `path:line:col`: errors of a run name it. */
export function findEmbeddings(sources: Sources, programs: Iterable<Program>): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const add = (experiment: string, path: string, { line, column }: Place) => {
    if (!found.has(experiment)) found.set(experiment, `${path}:${line}:${column}`)
  }
  for (const document of sources.documents.values())
    for (const directive of document.directives) {
      const include = sources.includes.get(directive)
      if (include?.kind === 'experiment') add(include.name, document.path, directive.position!.start)
    }
  for (const { name, path, experiments } of programs) {
    const cell = sources.documents.get(name)?.cells[0]
    for (const experiment of experiments) add(experiment, path, cell ?? { line: 1, column: 1 })
  }
  return found
}
