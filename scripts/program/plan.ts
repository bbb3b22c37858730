import { readFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import type { Document } from '../report/document.ts'
import type { Place, Problems } from '../report/problem.ts'
import { type Bundle, type BundleProblem, bundle } from './bundle.ts'
import { type ExperimentSource, readExperiment } from './experiment.ts'
import { findUnportable } from './portability.ts'
import { hostName, tangle } from './tangle.ts'

/** Where Programs come from. */
export interface Workspace {
  readonly workingDirectory: string
  /** Absolute path of the content folder. */
  readonly root: string
}

/** The cells of one Markdown file, or one script, ready to be carried out. */
export interface Program {
  /** From the content root: the Markdown file or script. */
  readonly name: string
  /** From the working directory. */
  readonly path: string
  readonly bundle: Bundle
  /** The author's place behind a position of the bundle's text. */
  readonly locate: (place: Place) => { path: string; line: number; column: number } | undefined
  /** Names of the experiments whose runs it may read, sorted. */
  readonly experiments: readonly string[]
}

/** An experiment ready to be carried out, but for its cases. */
export interface PreparedExperiment {
  readonly name: string
  readonly path: string
  readonly text: string
  readonly source: ExperimentSource
  /** Holds `run` and what it reaches. */
  readonly run: Bundle
  /** Holds `title` and `cases`. */
  readonly meta: Bundle
}

/** The name of a file from the content root; imports may lead to files beside it. */
export function nameOf(workspace: Workspace, absolute: string): string {
  return relative(workspace.root, absolute).split(sep).join('/')
}

function pathOf(workspace: Workspace, absolute: string): string {
  return relative(workspace.workingDirectory, absolute).split(sep).join('/')
}

/** The cells and expressions of a document as a Program; undefined if it has none, or if something is wrong with them. */
export async function prepareCells(
  document: Document,
  workspace: Workspace,
  problems: Problems,
): Promise<Program | undefined> {
  if (!document.cells.length && !document.expressions.length) return undefined
  const tangled = tangle(document, { instrument: true })
  for (const { place, reason } of tangled.problems) problems.error(document.path, place, 'syntax', reason)
  if (tangled.problems.length) return undefined
  const toMarkdown = <Position extends BundleProblem | { path: string; line: number; column: number }>(
    position: Position,
  ): Position => (position.path === document.path ? { ...position, ...tangled.toMarkdown(position) } : position)
  return prepareProgram(tangled.text, join(workspace.root, document.name), workspace, problems, toMarkdown)
}

/** A script shown by `\textinput`: it runs whole; a function that it exports by default is called, and its value shown. */
export async function prepareScript(
  name: string,
  workspace: Workspace,
  problems: Problems,
): Promise<Program | undefined> {
  const file = join(workspace.root, name)
  const source = await readFile(file, 'utf8')
  const specifier = JSON.stringify(`./${name.split('/').at(-1)}`)
  const contents = /\bexport\s+default\b|\bas\s+default\b/.test(source)
    ? `import value from ${specifier};${hostName}.cell(0);${hostName}.value(typeof value === 'function' ? await value() : value);`
    : `import ${specifier};${hostName}.cell(0);`
  return prepareProgram(contents, file, workspace, problems, position => position, true)
}

async function prepareProgram(
  contents: string,
  file: string,
  workspace: Workspace,
  problems: Problems,
  toAuthor: <Position extends { path: string; line: number; column: number }>(position: Position) => Position,
  script = false,
): Promise<Program | undefined> {
  const found = await bundle({
    contents,
    // A script is imported by a module that only stands for it, and keeps its side effects.
    file: script ? `${file}.cell` : file,
    ...(script && { effects: file }),
    workingDirectory: workspace.workingDirectory,
    datasets: 'ask',
    experiments: 'stub',
    stub: path => `export const experiment=${JSON.stringify(nameOf(workspace, path))};`,
  })
  reportAll(found.problems.map(toAuthor), 'bundle', problems)
  if (!found.bundle) return undefined
  const { bundle: built } = found
  const locate: Program['locate'] = place => {
    const original = built.locate(place)
    return original && toAuthor(original)
  }
  if (!reportUnportable(built, locate, problems)) return undefined
  return {
    name: nameOf(workspace, file),
    path: pathOf(workspace, file),
    bundle: built,
    locate,
    experiments: built.experiments.map(path => nameOf(workspace, path)).sort(),
  }
}

/** Reads, checks and bundles an experiment; undefined if something is wrong with it. */
export async function prepareExperiment(
  name: string,
  workspace: Workspace,
  problems: Problems,
): Promise<PreparedExperiment | undefined> {
  const file = join(workspace.root, name)
  const path = pathOf(workspace, file)
  const text = await readFile(file, 'utf8')
  const source = readExperiment(text)
  for (const { place, reason } of source.problems) problems.error(path, place, 'experiment', reason)
  if (source.problems.length) return undefined
  const specifier = JSON.stringify(`./${file.slice(dirname(file).length + 1)}`)
  const from = (names: string, contents: string) =>
    bundle({
      contents: `export { ${names} } from ${specifier};`,
      file: `${file}.entry`,
      workingDirectory: workspace.workingDirectory,
      overrides: new Map([[file, contents]]),
      datasets: 'export',
      experiments: 'refuse',
    })
  const [run, meta] = await Promise.all([from('run', source.runOnly), from('title, cases', text)])
  reportAll([...run.problems, ...meta.problems], 'bundle', problems)
  if (!run.bundle || !meta.bundle) return undefined
  const portable = [run.bundle, meta.bundle].map(built => reportUnportable(built, built.locate, problems))
  return portable.every(Boolean) ? { name, path, text, source, run: run.bundle, meta: meta.bundle } : undefined
}

function reportAll(found: readonly BundleProblem[], rule: string, problems: Problems): void {
  for (const problem of found) problems.error(problem.path, problem, rule, problem.reason)
}

/** Reports what is unportable in the author's code; the engine's own is held to the same rules by its tests. */
function reportUnportable(built: Bundle, locate: Program['locate'], problems: Problems): boolean {
  let portable = true
  for (const { place, reason } of findUnportable(built.text)) {
    const position = locate(place)
    if (!position) continue
    portable = false
    problems.error(position.path, position, 'portability', reason)
  }
  return portable
}
