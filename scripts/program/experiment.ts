import type { Place } from '../report/problem.ts'
import { parseTypeScript, placeAt } from './syntax.ts'

/** A `*.experiment.ts` module as text, checked for what it must and may export. */
export interface ExperimentSource {
  /** The text without the declarations of `title` and `cases`: what a run's id depends on. Positions are kept. */
  readonly runOnly: string
  /** Where `run` is declared. */
  readonly run: Place
  readonly cases: Place
  readonly problems: readonly { readonly place: Place; readonly reason: string }[]
}

const required = ['title', 'cases', 'run'] as const
const allowed = 'an experiment exports title, cases and run, nothing else; shared code has its own module'

export function isExperiment(path: string): boolean {
  return path.endsWith('.experiment.ts')
}

/** Reads the exports of an experiment, and cuts `title` and `cases` out, so that editing them changes no run. */
export function readExperiment(source: string): ExperimentSource {
  const { syntax, problems: errors } = parseTypeScript(source)
  const problems = errors.map(({ offset, reason }) => ({ place: placeAt(source, offset), reason }))
  const found = new Map<string, number>()
  const cuts: { start: number; end: number }[] = []
  const refuse = (offset: number, reason: string) => problems.push({ place: placeAt(source, offset), reason })

  for (const statement of errors.length ? [] : syntax.body) {
    if (statement.type === 'ExportDefaultDeclaration') refuse(statement.start, `invalid export: default; ${allowed}`)
    else if (statement.type === 'ExportAllDeclaration') {
      if (statement.exportKind !== 'type') refuse(statement.start, `invalid export: *; ${allowed}`)
    } else if (statement.type === 'ExportNamedDeclaration' && statement.exportKind !== 'type') {
      const { declaration } = statement
      for (const { exported } of statement.specifiers)
        refuse(
          statement.start,
          `invalid export: ${'name' in exported ? exported.name : exported.value}; write export where it is declared (${allowed})`,
        )
      if (declaration?.type === 'FunctionDeclaration') add(declaration.id!.name, declaration.id!.start)
      else if (declaration?.type === 'VariableDeclaration') {
        for (const { id } of declaration.declarations)
          if (id.type === 'Identifier') add(id.name, id.start)
          else refuse(id.start, `invalid export; ${allowed}`)
        const names = declaration.declarations.map(({ id }) => (id.type === 'Identifier' ? id.name : ''))
        if (names.some(name => name === 'title' || name === 'cases')) {
          if (names.length > 1)
            refuse(statement.start, 'invalid export; declare title and cases in statements of their own')
          cuts.push({ start: statement.start, end: statement.end })
        }
      } else if (declaration && !declaration.type.startsWith('TS'))
        refuse(statement.start, `invalid export; ${allowed}`)
    }
  }
  function add(name: string, offset: number): void {
    if ((required as readonly string[]).includes(name)) found.set(name, offset)
    else refuse(offset, `invalid export: ${name}; ${allowed}`)
  }

  if (errors.length === 0)
    for (const name of required)
      if (!found.has(name))
        problems.push({ place: { line: 1, column: 1 }, reason: `missing export: ${name}; ${allowed}` })

  let runOnly = source
  for (const { start, end } of cuts)
    runOnly = runOnly.slice(0, start) + runOnly.slice(start, end).replace(/[^\n]/g, ' ') + runOnly.slice(end)
  return {
    runOnly,
    run: placeAt(source, found.get('run') ?? 0),
    cases: placeAt(source, found.get('cases') ?? 0),
    problems,
  }
}
