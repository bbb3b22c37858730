import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import type { Element, ElementContent, Root } from 'hast'
import rehypeStringify from 'rehype-stringify'
import { unified } from 'unified'
import { usualTag } from '../article/answer.ts'
import { Article } from '../article/article.ts'
import { finishArticle } from '../article/finish.ts'
import { findHeadings, takeTitle } from '../article/headings.ts'
import { splitFragment } from '../article/link.ts'
import { type ChartOptions, renderChart } from '../output/chart.ts'
import { readCsv } from '../output/csv.ts'
import { defaultFigure } from '../output/figure.ts'
import { readNotebook } from '../output/notebook.ts'
import type { Output, Spec } from '../output/output.ts'
import { renderOutput } from '../output/render.ts'
import { toTable } from '../output/table.ts'
import { chartVersion, chartWidths } from '../output/theme.ts'
import { h } from '../page/element.ts'
import { type Highlighter, highlightVersion } from '../page/highlight.ts'
import rehypeLineBreaks from '../page/line-breaks.ts'
import { relativeLink } from '../page/link.ts'
import type { Page } from '../page/page.ts'
import type { Strings } from '../page/strings.ts'
import rehypeTables from '../page/tables.ts'
import type { Theme } from '../page/theme.ts'
import type { Program } from '../program/plan.ts'
import type { Cell } from '../report/cell.ts'
import type { Directive } from '../report/directive.ts'
import { type Document, parseDocument } from '../report/document.ts'
import type { Expression } from '../report/expression.ts'
import { showInvisible } from '../report/invisible.ts'
import { type Macros, readMacros } from '../report/macros.ts'
import type { Place, Problems } from '../report/problem.ts'
import { type RenderContext, renderDocument } from '../report/render.ts'
import { suggestion } from '../report/spelling.ts'
import type { CellOutput } from '../run/cells.ts'
import { claimsAddress, pageAddress } from './address.ts'
import { type Assets, resolveLink } from './assets.ts'
import { claimMark, findClaims, type PageClaim, valueElement } from './claims.ts'
import { type ClaimingPage, listClaims } from './claims-page.ts'
import type { Config } from './config.ts'
import type { FinishedExperiment, FinishedRun } from './experiments.ts'
import { figure, linkRows, provenance } from './figures.ts'
import type { Finding } from './findings.ts'
import { pageTitle } from './navigation.ts'
import { renderNotebook } from './notebooks.ts'
import type { FinishedProgram } from './programs.ts'
import { readReferences } from './references.ts'
import { type Include, isInclude, type Sources } from './sources.ts'
import type { Store } from './store.ts'

/** Everything that pages are rendered from: all runs and cells are finished. */
export interface Results {
  readonly sources: Sources
  readonly programs: ReadonlyMap<string, Program>
  readonly finished: ReadonlyMap<string, FinishedProgram>
  /** The lines at which the other Programs failed. */
  readonly failed: ReadonlyMap<string, number>
  readonly findings: readonly Finding[]
  readonly experiments: ReadonlyMap<string, FinishedExperiment>
}

export interface RenderOptions {
  readonly config: Config
  readonly theme: Theme
  readonly highlighter: Highlighter
  readonly assets: Assets
  readonly store: Store
  readonly problems: Problems
}

const finish = unified().use(rehypeLineBreaks).use(rehypeTables).freeze()
const stringify = unified().use(rehypeStringify, { allowDangerousHtml: true }).freeze()
const toHtml = (tree: Root) => stringify.stringify(tree)

/** A page as far as it can be rendered before the other pages are known. */
export interface RenderedPage {
  readonly document: Document
  readonly article: Article
  readonly tree: Root
  readonly claims: PageClaim[]
}

/** Renders the article of a page, with the claims on it. */
export async function renderArticle(
  document: Document,
  results: Results,
  options: RenderOptions,
): Promise<RenderedPage> {
  const strings = options.theme.strings(languageOf(document, options.config))
  const article = new Article(pageAddress(document.name), strings, options.problems)
  const macros = { ...options.config.macros, ...readMacros(filesOf(document, results.sources), options.problems) }
  article.answerNames = answerNames(results.sources)
  article.references = readReferences(document, results.sources, options.problems)
  const renderer = new PageRenderer(article, macros, results, options)
  const tree = await renderDocument(document, renderer.context)
  finishArticle(tree, article)
  await finish.run(tree)
  return { document, article, tree, claims: findClaims(tree, renderer.claims) }
}

/** A page as its layout needs it. */
export function toPage({ document, article, tree }: RenderedPage, config: Config): Page {
  const { frontMatter = {} } = document
  const heading = takeTitle(tree)
  const html = toHtml(tree)
  return {
    path: article.path,
    title: pageTitle(document),
    ...(heading && { heading: toHtml(heading) }),
    language: languageOf(document, config),
    ...(frontMatter.description !== undefined && { description: frontMatter.description }),
    ...(frontMatter.date !== undefined && { date: frontMatter.date }),
    ...(frontMatter.authors && { authors: frontMatter.authors }),
    html,
    headings: findHeadings(tree),
    hasMath: html.includes('class="katex') || (heading !== undefined && toHtml(heading).includes('class="katex')),
  }
}

/** What the tags of answers are called anywhere in the site: an index may list other pages than its own. */
function answerNames({ documents }: Sources): string[] {
  const given = [...documents.values()].flatMap(({ directives }) =>
    directives.flatMap(({ name, args }) => (name === 'answers' && args[0]?.trim() ? [args[0].trim()] : [])),
  )
  return [...new Set([usualTag, ...given])]
}

/** The files that a page is made of, in the order of their first lines; each once. */
function filesOf(page: Document, { documents, includes }: Sources): Set<Document> {
  const files = new Set<Document>()
  const add = (document: Document): void => {
    if (files.has(document)) return
    files.add(document)
    for (const directive of document.directives) {
      const include = includes.get(directive)
      if (include?.kind === 'markdown') add(documents.get(include.name)!)
    }
  }
  add(page)
  return files
}

function languageOf({ frontMatter }: Document, config: Config): string {
  return frontMatter?.language ?? config.language
}

/** The page that lists the claims of all pages; undefined if there are none. */
export async function renderClaimsPage(
  pages: readonly ClaimingPage[],
  { config: { language }, theme }: RenderOptions,
): Promise<Page | undefined> {
  const strings = theme.strings(language)
  const list = listClaims(pages, strings)
  const tree = list && ((await finish.run(list)) as Root)
  return (
    tree && {
      path: claimsAddress,
      title: String(strings.claims),
      language,
      html: toHtml(tree),
      headings: findHeadings(tree),
      hasMath: false,
    }
  )
}

class PageRenderer {
  readonly context: RenderContext
  /** The claims that were marked, by the ids they got. */
  readonly claims = new Map<string, Finding>()
  readonly #article: Article
  readonly #link: (address: string) => string
  readonly #strings: Strings
  readonly #results: Results
  readonly #options: RenderOptions
  readonly #runs: ReadonlyMap<string, FinishedRun>
  readonly #findings: ReadonlyMap<Expression, Finding>
  #charts = 0

  constructor(article: Article, macros: Macros, results: Results, options: RenderOptions) {
    this.#article = article
    this.#link = relativeLink(article.path)
    this.#strings = article.strings
    this.#results = results
    this.#options = options
    this.#runs = new Map([...results.experiments.values()].flatMap(({ runs }) => runs.map(run => [run.digest, run])))
    this.#findings = new Map(results.findings.map(finding => [finding.expression, finding]))
    this.context = {
      highlight: (code, language) => this.#highlight(code, language),
      renderCell: (document, cell) => this.#renderCell(document, cell),
      renderDirective: (document, directive) => this.#renderDirective(document, directive),
      renderValue: (document, value) => this.#renderValue(document, value),
      renderClaim: (_document, claim) => this.#renderClaim(claim),
      resolveUrl: (document, url, _kind, place) => this.#resolveUrl(document, url, place),
      mark: (document, node) => article.mark(document, node),
      takeId: id => article.ids.add(id),
      nextFile: () => article.nextFile(),
      macros,
      maxFormula: options.config.limits.formula,
      nextEquation: () => article.nextEquation(),
      labelEquation: (document, name, number, place) => article.labelEquation(document, name, number, place),
      calloutTitle: kind => String(article.strings[kind]),
      problems: options.problems,
    }
  }

  async #highlight(written: string, language: string): Promise<Element> {
    const code = showInvisible(written)
    return this.#memo('highlight', [highlightVersion, language, code], () =>
      this.#options.highlighter.highlight(code, language),
    )
  }

  #resolveUrl(document: Document, url: string, place: Place): string {
    const { line, column } = place
    const origin = { path: document.path, line, column, url }
    // An anchor is one of the page, also if it stands in a file that the page includes.
    if (url.startsWith('#')) {
      this.#article.links.push({ ...origin, href: url, page: this.#article.path, fragment: url.slice(1) })
      return url
    }
    const resolved = resolveLink(this.#results.sources, this.#options.assets, document, url)
    if ('problem' in resolved) {
      this.#options.problems.error(document.path, place, 'link', resolved.problem)
      return url
    }
    if ('external' in resolved) {
      this.#article.links.push({ ...origin, href: url })
      return resolved.external
    }
    const { fragment } = splitFragment(resolved.suffix)
    const href = this.#link(resolved.address) + resolved.suffix
    this.#article.links.push({ ...origin, href, page: resolved.address, ...(fragment !== undefined && { fragment }) })
    return href
  }

  async #renderCell(document: Document, cell: Cell): Promise<Element> {
    const shown = this.#results.finished.get(document.name)?.outputs[cell.index] ?? []
    const { id, echo, caption } = cell.attributes
    const isElsewhere = document.directives.some(({ name, args }) => name === 'output' && args[0]?.trim() === id)
    const output = cell.attributes.output && !isElsewhere
    const fold = cell.attributes.fold ?? shown.some(({ output }) => isChart(output))
    const outputs = this.#renderOutputs(document, cell, output ? shown : [], caption)
    const code = echo && cell.lines.length ? [this.#fold(await this.#highlight(cell.lines.join('\n'), 'ts'), fold)] : []
    return h('div', { className: ['cell'] }, ...code, ...(await outputs))
  }

  #renderValue(document: Document, value: Expression): Element {
    const finding = this.#findings.get(value)
    if (finding?.outcome.kind === 'value') return valueElement(finding.outcome.text, finding)
    const line = this.#results.failed.get(document.name)
    const text = line === undefined ? '' : String(this.#strings.notRun).replace('{line}', String(line))
    return h('span', { className: ['not-run'] }, text)
  }

  #renderClaim(claim: Expression): { id: string; mark: Element } | undefined {
    const finding = this.#findings.get(claim)
    if (finding?.outcome.kind !== 'claim' || !finding.outcome.holds) return undefined
    const id = `claim-${this.claims.size + 1}`
    this.claims.set(id, finding)
    return { id, mark: claimMark(finding, id, this.#link, this.#strings) }
  }

  #fold(code: ElementContent, fold: boolean): ElementContent {
    return fold ? h('details', { className: ['cell'] }, h('summary', {}, String(this.#strings.code)), code) : code
  }

  async #renderOutputs(
    { name, path }: { readonly name: string; readonly path: string },
    place: Place,
    shown: readonly CellOutput[],
    caption?: string,
  ): Promise<ElementContent[]> {
    // Numbered before anything is awaited, so that ids do not depend on what is ready first.
    const first = this.#charts
    this.#charts += shown.length
    const locate = this.#results.programs.get(name)?.locate
    const rendered = await Promise.all(
      shown.map(async ({ output, at, runs }, k) => {
        const position = (at && locate?.(at)) ?? { path, line: place.line, column: place.column }
        const nodes = await this.#renderOutput(output, `chart${first + k + 1}-`, position)
        const read = runs.map(digest => this.#runs.get(digest)).filter(run => run !== undefined)
        if (isChart(output)) return [figure(nodes, caption, read, this.#link, this.#strings)]
        if (!isTable(output)) return nodes
        linkRows(nodes, this.#link)
        const behind = read.length ? [provenance(read, this.#link, this.#strings)] : []
        if (caption === undefined) return [...nodes, ...behind]
        return [h('figure', { className: ['table'] }, h('figcaption', {}, h('p', {}, caption)), ...nodes, ...behind)]
      }),
    )
    return rendered.flat()
  }

  async #renderOutput(output: Output, prefix: string, place: Place & { path: string }): Promise<ElementContent[]> {
    const { nodes, problems } = await renderOutput(output, {
      prefix,
      widths: chartWidths,
      renderChart: (spec, options) => this.#renderChart(spec, options),
    })
    for (const { pointer, reason, fatal } of problems) {
      const at = { path: place.path, line: place.line, column: place.column }
      this.#options.problems.add({
        ...at,
        rule: 'chart',
        reason: pointer ? `${reason} (at ${pointer})` : reason,
        fatal,
      })
    }
    return nodes as ElementContent[]
  }

  #renderChart(spec: Spec, options: ChartOptions) {
    return this.#memo('chart', [chartVersion, spec, options], () => renderChart(spec, options))
  }

  async #renderDirective(document: Document, directive: Directive): Promise<Element> {
    if (directive.problem) return h('span', { className: ['missing'] }, directive.value)
    if (directive.name === 'output')
      return h('div', { className: ['cell'] }, ...(await this.#renderOutputOf(document, directive)))
    const include = this.#results.sources.includes.get(directive)
    if (!include && !isInclude(directive)) return this.#article.placeholder(document, directive)
    const children = include ? await this.#renderInclude(document, directive, include) : []
    return h('div', { className: [include?.kind ?? 'missing'] }, ...children)
  }

  /** `\\output{id}`: what a cell of the same file showed, wherever the cell stands. */
  async #renderOutputOf(document: Document, { args, position }: Directive): Promise<ElementContent[]> {
    const id = args[0]?.trim() ?? ''
    const cell = document.cells.find(({ attributes }) => attributes.id === id)
    if (cell) {
      const shown = this.#results.finished.get(document.name)?.outputs[cell.index] ?? []
      return this.#renderOutputs(document, cell, shown, cell.attributes.caption)
    }
    const ids = document.cells.flatMap(({ attributes }) => attributes.id ?? [])
    const hint = suggestion(id, ids) || '; a cell of this file is named by ```ts run #name'
    this.#options.problems.error(document.path, position!.start, 'output', `unknown cell: ${id}${hint}`)
    return []
  }

  async #renderInclude(document: Document, directive: Directive, include: Include): Promise<ElementContent[]> {
    const { sources } = this.#results
    switch (include.kind) {
      case 'markdown': {
        const { children } = await renderDocument(sources.documents.get(include.name)!, this.context)
        return children as ElementContent[]
      }
      case 'experiment':
        return this.#renderExperiment({ path: document.path, ...directive.position!.start }, include)
      case 'script':
        return this.#renderScript(include)
      case 'notebook':
        return this.#renderNotebook(include)
      case 'table': {
        const path = this.#pathOf(include)
        const header = include.header?.trim() ? `${include.header}\n` : ''
        const read = readCsv(header + readFileSync(include.absolute, 'utf8'))
        if ('table' in read) return [toTable(read.table, { written: true })]
        this.#options.problems.error(
          path,
          { line: header ? Math.max(1, read.line - 1) : read.line, column: 1 },
          'csv',
          read.reason,
        )
        return []
      }
      case 'listing': {
        const language = include.language ?? include.name.split('.').at(-1)!
        return [await this.#highlight(readFileSync(include.absolute, 'utf8'), language)]
      }
    }
  }

  #pathOf({ absolute }: Include): string {
    return relative(this.#results.sources.workingDirectory, absolute).split(sep).join('/')
  }

  async #renderNotebook(include: Include): Promise<ElementContent[]> {
    const { problems } = this.#options
    const path = this.#pathOf(include)
    const read = readNotebook(readFileSync(include.absolute, 'utf8'))
    for (const { reason, ...place } of read.problems) problems.error(path, place, 'notebook', reason)
    return renderNotebook(read.notebook?.cells ?? [], {
      highlight: code => this.#highlight(code, read.notebook!.language),
      error: String(this.#strings.error),
      // Each cell is a file of its own: what is said about it names it.
      renderMarkdown: async (source, index) => {
        const document = parseDocument(`${path} (cell ${index + 1})`, include.name, source, problems)
        return (await renderDocument(document, this.context)).children as ElementContent[]
      },
    })
  }

  async #renderExperiment(place: Place & { path: string }, include: Include): Promise<ElementContent[]> {
    const experiment = this.#results.experiments.get(include.name)
    if (!experiment) return []
    const { title, runs, text } = experiment
    const spec = defaultFigure(runs)
    const prefix = `chart${++this.#charts}-`
    const chart = spec && this.#renderOutput({ mime: 'application/vnd.vegalite.v6+json', data: spec }, prefix, place)
    const code = this.#fold(await this.#highlight(text, 'ts'), true)
    return [...(chart ? [figure(await chart, title, runs, this.#link, this.#strings)] : []), code]
  }

  async #renderScript(include: Include): Promise<ElementContent[]> {
    const shown = this.#results.finished.get(include.name)?.outputs[0] ?? []
    const path = this.#results.programs.get(include.name)?.path ?? include.name
    const outputs = this.#renderOutputs({ name: include.name, path }, { line: 1, column: 1 }, shown)
    return [await this.#highlight(readFileSync(include.absolute, 'utf8'), 'ts'), ...(await outputs)]
  }

  /** What is slow to make and depends on nothing but `parts` is kept between builds. */
  async #memo<Value>(kind: string, parts: readonly unknown[], compute: () => Promise<Value>): Promise<Value> {
    const key = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
    const stored = await this.#options.store.get(kind, key)
    if (stored !== undefined) return JSON.parse(stored)
    const value = await compute()
    await this.#options.store.set(kind, key, JSON.stringify(value))
    return value
  }
}

function isChart({ mime }: Output): boolean {
  return mime === 'application/vnd.vegalite.v6+json'
}

function isTable({ mime }: Output): boolean {
  return mime === 'application/vnd.backprose.table'
}
