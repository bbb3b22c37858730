import { readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import type { ElementContent, Root } from 'hast'
import type { Article } from '../article/article.ts'
import { readCsv } from '../output/csv.ts'
import { readNotebook } from '../output/notebook.ts'
import { toTable } from '../output/table.ts'
import type { Directive } from '../report/directive.ts'
import { type Document, parseDocument } from '../report/document.ts'
import { decodeText } from '../report/encoding.ts'
import type { Place, Problems } from '../report/problem.ts'
import { type Include, isInclude } from './include.ts'
import { renderNotebook } from './notebooks.ts'
import type { PageOutputs } from './outputs.ts'
import type { Results } from './results.ts'

/** What is read or carried out before pages are rendered is no part of a notebook. */
function refuseOurs({ path, directives, cells, expressions }: Document, problems: Problems): void {
  const refuse = (place: Place, what: string) =>
    problems.error(
      path,
      place,
      'notebook',
      `invalid ${what}; a notebook is shown as it was stored: write it in a report`,
    )
  for (const directive of directives)
    if (isInclude(directive) || directive.name === 'output') refuse(directive.position!.start, `\\${directive.name}`)
  for (const cell of cells) refuse(cell, 'cell')
  for (const expression of expressions) refuse(expression, expression.kind)
}

/** The files that a page includes, each rendered by its kind. */
export class Inclusions {
  readonly #article: Article
  readonly #results: Results
  readonly #outputs: PageOutputs
  readonly #problems: Problems
  readonly #renderDocument: (document: Document) => Promise<Root>

  constructor(
    article: Article,
    results: Results,
    outputs: PageOutputs,
    problems: Problems,
    renderDocument: (document: Document) => Promise<Root>,
  ) {
    this.#article = article
    this.#results = results
    this.#outputs = outputs
    this.#problems = problems
    this.#renderDocument = renderDocument
  }

  /** What stands where a directive names a file. */
  async render(document: Document, directive: Directive, include: Include): Promise<ElementContent[]> {
    const { sources } = this.#results
    switch (include.kind) {
      case 'markdown': {
        const { children } = await this.#renderDocument(include.document ?? sources.documents.get(include.name)!)
        return children as ElementContent[]
      }
      case 'experiment':
        return this.#renderExperiment({ path: document.path, ...directive.position!.start }, include)
      case 'script':
        return this.#renderScript(include)
      case 'notebook':
        return this.#renderNotebook({ path: document.path, ...directive.position!.start }, include)
      case 'table': {
        const path = this.#pathOf(include)
        const header = include.header?.trim() ? `${include.header.trim().replace(/\s*,\s*/g, ',')}\n` : ''
        const read = readCsv(header + this.#textOf(include))
        if ('table' in read) return [toTable(read.table, { written: true })]
        this.#problems.error(
          path,
          { line: header ? Math.max(1, read.line - 1) : read.line, column: 1 },
          'csv',
          read.reason,
        )
        return []
      }
      case 'listing': {
        const language = include.language ?? include.name.split('.').at(-1)!
        return [await this.#outputs.highlight(this.#textOf(include), language)]
      }
    }
  }

  #pathOf({ absolute }: Include): string {
    return relative(this.#results.sources.workingDirectory, absolute).split(sep).join('/')
  }

  #textOf(include: Include): string {
    return decodeText(readFileSync(include.absolute), this.#pathOf(include), this.#problems)
  }

  async #renderNotebook(by: Place & { path: string }, include: Include): Promise<ElementContent[]> {
    const problems = this.#problems
    const path = this.#pathOf(include)
    const read = readNotebook(this.#textOf(include))
    for (const { reason, ...place } of read.problems) problems.error(path, place, 'notebook', reason)
    return renderNotebook(read.notebook?.cells ?? [], {
      highlight: code => this.#outputs.highlight(code, read.notebook!.language),
      error: String(this.#article.strings.error),
      // Each cell is a file of its own: what is said about it names it.
      renderMarkdown: async (source, index) => {
        const own = `${path} (cell ${index + 1})`
        problems.includedAt(own, by)
        const document = parseDocument(own, include.name, source, problems)
        refuseOurs(document, problems)
        return (await this.#renderDocument(document)).children as ElementContent[]
      },
    })
  }

  async #renderExperiment(place: Place & { path: string }, include: Include): Promise<ElementContent[]> {
    const experiment = this.#results.experiments.get(include.name)
    if (!experiment) return []
    const figure = this.#outputs.renderDefaultFigure(experiment, place)
    const code = this.#outputs.fold(await this.#outputs.highlight(experiment.text, 'ts'), true)
    const shown = await figure
    return [...(shown ? [shown] : []), code]
  }

  async #renderScript(include: Include): Promise<ElementContent[]> {
    const shown = this.#results.finished.get(include.name)?.outputs[0] ?? []
    const path = this.#results.programs.get(include.name)?.path ?? include.name
    const outputs = this.#outputs.renderOutputs({ name: include.name, path }, { line: 1, column: 1 }, shown)
    return [await this.#outputs.highlight(this.#textOf(include), 'ts'), ...(await outputs)]
  }
}
