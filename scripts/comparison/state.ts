import { defaultFigure } from '../output/figure.ts'
import type { Output } from '../output/output.ts'
import type { Document } from '../report/document.ts'
import type { Expression } from '../report/expression.ts'
import type { Problem } from '../report/problem.ts'
import { visit } from '../report/visit.ts'
import type { LockEntry } from '../run/lock.ts'
import type { FinishedExperiment } from '../site/experiments.ts'
import type { Finding } from '../site/findings.ts'
import type { FinishedProgram } from '../site/programs.ts'
import type { Sources } from '../site/sources.ts'

/** What the reports came to at one time: a revision, or the working directory. Plain data. */
export interface State {
  /** As people call it: `HEAD`, `working tree`. */
  readonly name: string
  readonly runs: readonly LockEntry[]
  /** Canonical texts of runs by their digests, as far as they are known. */
  readonly texts: ReadonlyMap<string, string>
  readonly statements: readonly Statement[]
  readonly exhibits: readonly Exhibit[]
  /** Paths of files whose cells and prose came to nothing, because of errors: nothing is said of them. */
  readonly unknown: ReadonlySet<string>
  /** Those errors, and what else is wrong. */
  readonly problems: readonly Problem[]
}

/** A value or claim of the prose, and what it came to. */
export interface Statement {
  readonly kind: 'value' | 'claim'
  readonly path: string
  readonly line: number
  readonly source: string
  /** What a claim says, as it is written; of a value, nothing. */
  readonly text: string
  /** A value as it stands in its sentence; of a claim `true` or `false`; or why there is neither. */
  readonly outcome: string
  readonly operands: readonly { readonly source: string; readonly value: string }[]
}

/** What a cell, a script or an experiment shows in a report. */
export interface Exhibit {
  readonly path: string
  readonly line: number
  /** The caption, or what was included. */
  readonly title: string
  readonly output: Output
}

export function toStatement({ document, expression, source, outcome, operands }: Finding): Statement {
  return {
    kind: expression.kind,
    path: document.path,
    line: expression.line,
    source,
    text: expression.kind === 'claim' ? claimText(document, expression) : '',
    outcome:
      outcome.kind === 'value' ? outcome.text : outcome.kind === 'claim' ? String(outcome.holds) : outcome.reason,
    operands: operands.filter(operand => operand.source !== source),
  }
}

/** Line ends between characters that are written without spaces. */
const brokenText = /(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])/g

/** The sentence of a claim in Markdown, on one line. */
function claimText({ tree, source }: Document, { index }: Expression): string {
  let text = ''
  visit(tree, 'claim', ({ data, children }) => {
    const [start, end] = [children[0]?.position?.start.offset, children.at(-1)?.position?.end.offset]
    if (data?.expression === index && start !== undefined && end !== undefined)
      text = source
        .slice(start, end)
        .trim()
        .replace(brokenText, '')
        .replace(/\s*\n\s*/g, ' ')
  })
  return text
}

/** Everything that is shown in the reports, in the order of files and lines. */
export function findExhibits(
  { documents, includes }: Sources,
  programs: ReadonlyMap<string, FinishedProgram>,
  experiments: ReadonlyMap<string, FinishedExperiment>,
): Exhibit[] {
  return [...documents.values()].flatMap(({ name, path, cells, directives }) => {
    const outputs = programs.get(name)?.outputs ?? []
    const found = cells.flatMap(({ index, line, attributes }) =>
      (outputs[index] ?? []).map(({ output }) => ({ path, line, title: attributes.caption ?? '', output })),
    )
    for (const directive of directives) {
      const include = includes.get(directive)
      const { line } = directive.position!.start
      const add = (output: Output) => found.push({ path, line, title: include!.name, output })
      const spec = include?.kind === 'experiment' && defaultFigure(experiments.get(include.name)?.runs ?? [])
      if (spec) add({ mime: 'application/vnd.vegalite.v6+json', data: spec })
      if (include?.kind === 'script') for (const { output } of programs.get(include.name)?.outputs[0] ?? []) add(output)
    }
    return found.sort((a, b) => a.line - b.line)
  })
}
