import { createHash } from 'node:crypto'
import type { Element, ElementContent, Root } from 'hast'
import type { Article } from '../article/article.ts'
import { type ChartOptions, renderChart } from '../output/chart.ts'
import { defaultFigure } from '../output/figure.ts'
import type { Output, Spec } from '../output/output.ts'
import { renderOutput } from '../output/render.ts'
import { chartVersion, chartWidths } from '../output/theme.ts'
import { h } from '../page/element.ts'
import { type Highlighter, highlightVersion } from '../page/highlight.ts'
import { type Link, relativeLink } from '../page/link.ts'
import type { Theme } from '../page/theme.ts'
import { showInvisible } from '../report/invisible.ts'
import type { Place, Problems } from '../report/problem.ts'
import type { Caption } from '../report/render.ts'
import { SKIP, visit } from '../report/visit.ts'
import type { CellOutput } from '../run/cells.ts'
import type { Assets } from './assets.ts'
import type { Config } from './config.ts'
import type { FinishedExperiment } from './experiments.ts'
import { figure, linkRows, provenance } from './figures.ts'
import type { Results } from './results.ts'
import type { Store } from './store.ts'

export interface RenderOptions {
  readonly config: Config
  readonly theme: Theme
  readonly highlighter: Highlighter
  readonly assets: Assets
  readonly store: Store
  readonly problems: Problems
}

/** Code and what it showed, as it stands on one page. */
export class PageOutputs {
  readonly #article: Article
  readonly #link: Link
  readonly #results: Results
  readonly #options: RenderOptions
  #charts = 0

  constructor(article: Article, results: Results, options: RenderOptions) {
    this.#article = article
    this.#link = relativeLink(article.path)
    this.#results = results
    this.#options = options
  }

  async highlight(written: string, language: string): Promise<Element> {
    const code = showInvisible(written)
    return this.#memo('highlight', [highlightVersion, language, code], () =>
      this.#options.highlighter.highlight(code, language),
    )
  }

  /** Code, behind a summary if it is folded. */
  fold(code: ElementContent, fold: boolean): ElementContent {
    return fold
      ? h('details', { className: ['cell'] }, h('summary', {}, String(this.#article.strings.code)), code)
      : code
  }

  /**
   * What was shown, charts and captioned tables as figures with the runs behind them.
   *
   * @param isFirst whether the caption stands nowhere else
   */
  async renderOutputs(
    { name, path }: { readonly name: string; readonly path: string },
    place: Place,
    shown: readonly CellOutput[],
    caption?: Caption,
    isFirst = true,
  ): Promise<ElementContent[]> {
    // Numbered before anything is awaited, so that ids do not depend on what is ready first.
    const first = this.#charts
    this.#charts += shown.length
    const captioned = shown.findIndex(({ output }) => isChart(output) || isTable(output))
    const locate = this.#results.programs.get(name)?.locate
    const rendered = await Promise.all(
      shown.map(async ({ output, at, runs }, k) => {
        const position = (at && locate?.(at)) ?? { path, line: place.line, column: place.column }
        const nodes = await this.#renderOutput(output, `chart${first + k + 1}-`, position)
        const read = runs.map(digest => this.#results.runs.get(digest)).filter(run => run !== undefined)
        const text = isFirst && k === captioned ? await caption : repeat(await caption)
        if (isChart(output)) return [figure(nodes, text, read, this.#link, this.#article.strings)]
        if (!isTable(output)) return nodes
        linkRows(nodes, this.#link)
        const behind = read.length ? [provenance(read, this.#link, this.#article.strings)] : []
        if (!text?.length) return [...nodes, ...behind]
        return [h('figure', { className: ['table'] }, h('figcaption', {}, h('p', {}, ...text)), ...nodes, ...behind)]
      }),
    )
    return rendered.flat()
  }

  /** The default figure of an experiment; undefined if its records have none. */
  async renderDefaultFigure(
    { title, runs }: FinishedExperiment,
    place: Place & { path: string },
  ): Promise<ElementContent | undefined> {
    const spec = defaultFigure(runs)
    const prefix = `chart${++this.#charts}-`
    if (!spec) return undefined
    const chart = await this.#renderOutput({ mime: 'application/vnd.vegalite.v6+json', data: spec }, prefix, place)
    return figure(chart, [{ type: 'text', value: title }], runs, this.#link, this.#article.strings)
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

export function isChart({ mime }: Output): boolean {
  return mime === 'application/vnd.vegalite.v6+json'
}

function isTable({ mime }: Output): boolean {
  return mime === 'application/vnd.backprose.table'
}

/** A caption that stands again: its claims and labels are those of the first place. */
function repeat(caption: readonly ElementContent[] | undefined): readonly ElementContent[] | undefined {
  if (!caption) return undefined
  const copy: Root = structuredClone({ type: 'root', children: [...caption] })
  visit(copy, 'element', (element, index, parent) => {
    delete element.properties.id
    const { className, dataDirective } = element.properties
    const isMark = Array.isArray(className) && className.includes('claim-check')
    if (dataDirective !== 'label' && !isMark) return undefined
    parent!.children.splice(index!, 1)
    return [SKIP, index!]
  })
  return copy.children as ElementContent[]
}
