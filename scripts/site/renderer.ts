import type { Element, ElementContent } from 'hast'
import type { Article } from '../article/article.ts'
import { splitFragment } from '../article/link.ts'
import { h } from '../page/element.ts'
import { type Link, relativeLink } from '../page/link.ts'
import type { Cell } from '../report/cell.ts'
import type { Directive } from '../report/directive.ts'
import type { Document } from '../report/document.ts'
import type { Expression } from '../report/expression.ts'
import type { Macros } from '../report/macros.ts'
import type { Place, Problems } from '../report/problem.ts'
import { type Caption, type RenderContext, renderDocument } from '../report/render.ts'
import { suggestion } from '../report/spelling.ts'
import { type Assets, isGenerated, resolveLink } from './assets.ts'
import { claimMark, valueElement } from './claims.ts'
import type { Finding } from './findings.ts'
import { isInclude } from './include.ts'
import { Inclusions } from './inclusions.ts'
import { isChart, PageOutputs, type RenderOptions } from './outputs.ts'
import type { Results } from './results.ts'

/** What the files of a page find around them. */
export interface PageContext {
  readonly macros: Macros
  readonly lookUp: RenderContext['lookUp']
}

/** What the Markdown files of one page need from outside to become its HTML. */
export class PageRenderer {
  readonly context: RenderContext
  /** The claims that were marked, by the ids they got. */
  readonly claims = new Map<string, Finding>()
  readonly #article: Article
  readonly #link: Link
  readonly #results: Results
  readonly #outputs: PageOutputs
  readonly #inclusions: Inclusions
  readonly #assets: Assets
  readonly #problems: Problems
  readonly #cells = new Map<Document, ReadonlyMap<string, Cell>>()
  /** The cells that were placed by `\\output`. */
  readonly #shown = new Set<Cell>()
  /** The cells of each file whose outputs stand elsewhere. */
  readonly #placed = new Map<Document, ReadonlySet<string | undefined>>()

  constructor(article: Article, { macros, lookUp }: PageContext, results: Results, options: RenderOptions) {
    const { problems, assets } = options
    this.#article = article
    this.#link = relativeLink(article.path)
    this.#results = results
    this.#assets = assets
    this.#problems = problems
    this.#outputs = new PageOutputs(article, results, options)
    this.#inclusions = new Inclusions(article, results, this.#outputs, problems, document =>
      renderDocument(document, this.context),
    )
    this.context = {
      highlight: (code, language) => this.#outputs.highlight(code, language),
      renderCell: (document, cell, caption) => this.#renderCell(document, cell, caption),
      renderDirective: (document, directive, captionOf) => this.#renderDirective(document, directive, captionOf),
      renderValue: (document, value) => this.#renderValue(document, value),
      renderClaim: (_document, claim) => this.#renderClaim(claim),
      resolveUrl: (document, url, _kind, place) => this.#resolveUrl(document, url, place),
      isGenerated: (document, url) => isGenerated(results.sources, document, url),
      mark: (document, node) => article.mark(document, node),
      takeId: (document, id, place) => {
        if (article.ids.has(id)) problems.warn(document.path, place, 'id', `doubled id: ${id}; links lead to the first`)
        article.ids.add(id)
      },
      nextFile: () => article.nextFile(),
      macros,
      maxFormula: options.config.limits.formula,
      nextEquation: () => article.nextEquation(),
      labelEquation: (document, name, number, place) => article.labelEquation(document, name, number, place),
      lookUp,
      calloutTitle: kind => String(article.strings[kind]),
      problems,
    }
  }

  #resolveUrl(document: Document, url: string, place: Place): string {
    const { line, column } = place
    const origin = { path: document.path, line, column, url }
    // An anchor is one of the page, also if it stands in a file that the page includes.
    if (url.startsWith('#')) {
      this.#article.links.push({ ...origin, href: url, page: this.#article.path, fragment: url.slice(1) })
      return url
    }
    const resolved = resolveLink(this.#results.sources, this.#assets, document, url)
    if ('problem' in resolved) {
      this.#problems.error(document.path, place, 'link', resolved.problem)
      return url
    }
    if ('external' in resolved) {
      if (!/^data:/i.test(url)) this.#article.links.push({ ...origin, href: url })
      return resolved.external
    }
    const { fragment } = splitFragment(resolved.suffix)
    const href = this.#link(resolved.address) + resolved.suffix
    this.#article.links.push({ ...origin, href, page: resolved.address, ...(fragment !== undefined && { fragment }) })
    return href
  }

  async #renderCell(document: Document, cell: Cell, caption: Caption): Promise<Element> {
    const shown = this.#results.finished.get(document.name)?.outputs[cell.index] ?? []
    const { id, echo } = cell.attributes
    const output = cell.attributes.output && !this.#isPlaced(document, id)
    const fold = cell.attributes.fold ?? shown.some(({ output }) => isChart(output))
    const outputs = this.#outputs.renderOutputs(document, cell, output ? shown : [], caption)
    const code =
      echo && cell.lines.length
        ? [this.#outputs.fold(await this.#outputs.highlight(cell.lines.join('\n'), 'ts'), fold)]
        : []
    return h('div', { className: ['cell'] }, ...code, ...(await outputs))
  }

  #renderValue(document: Document, value: Expression): Element {
    const finding = this.#results.findings.get(value)
    if (finding?.outcome.kind === 'value') return valueElement(finding.outcome.text, finding)
    const line = this.#results.failed.get(document.name)
    const text = line === undefined ? '' : String(this.#article.strings.notRun).replace('{line}', String(line))
    return h('span', { className: ['not-run'] }, text)
  }

  #renderClaim(claim: Expression): { id: string; mark: Element } | undefined {
    const finding = this.#results.findings.get(claim)
    if (finding?.outcome.kind !== 'claim' || !finding.outcome.holds) return undefined
    const id = `claim-${this.claims.size + 1}`
    this.claims.set(id, finding)
    return { id, mark: claimMark(finding, id, this.#link, this.#article.strings) }
  }

  async #renderDirective(
    document: Document,
    directive: Directive,
    captionOf: (cell: Cell) => Caption,
  ): Promise<Element> {
    if (directive.problem) return h('span', { className: ['missing'] }, directive.value)
    if (directive.name === 'output')
      return h('div', { className: ['cell'] }, ...(await this.#renderOutputOf(document, directive, captionOf)))
    const include = this.#results.sources.includes.get(directive)
    if (!include && !isInclude(directive)) return this.#article.placeholder(document, directive)
    const children = include ? await this.#inclusions.render(document, directive, include) : []
    return h('div', { className: [include?.kind ?? 'missing'] }, ...children)
  }

  /** `\\output{id}`: what a cell of the same file showed, wherever the cell stands. */
  async #renderOutputOf(
    document: Document,
    { args, position }: Directive,
    captionOf: (cell: Cell) => Caption,
  ): Promise<ElementContent[]> {
    const id = args[0]?.trim() ?? ''
    const cells = this.#cellsOf(document)
    const cell = cells.get(id)
    if (cell) {
      const shown = this.#results.finished.get(document.name)?.outputs[cell.index] ?? []
      const isFirst = !this.#shown.has(cell)
      this.#shown.add(cell)
      return this.#outputs.renderOutputs(document, cell, shown, captionOf(cell), isFirst)
    }
    const hint = suggestion(id, cells.keys()) || '; a cell of this file is named by ```ts run #name'
    this.#problems.error(document.path, position!.start, 'output', `unknown cell: ${id}${hint}`)
    return []
  }

  /** The cells of a file by their ids. */
  #cellsOf(document: Document): ReadonlyMap<string, Cell> {
    const known = this.#cells.get(document)
    if (known) return known
    const cells = new Map(document.cells.flatMap(cell => (cell.attributes.id ? [[cell.attributes.id, cell]] : [])))
    this.#cells.set(document, cells)
    return cells
  }

  #isPlaced(document: Document, id: string | undefined): boolean {
    const known = this.#placed.get(document)
    const placed =
      known ?? new Set(document.directives.flatMap(({ name, args }) => (name === 'output' ? args[0]?.trim() : [])))
    if (!known) this.#placed.set(document, placed)
    return id !== undefined && placed.has(id)
  }
}
