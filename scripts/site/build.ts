import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { stop } from 'esbuild'
import { checkAnchors } from '../article/anchors.ts'
import { fillAnswers } from '../article/answers.ts'
import { type ExternalLink, listExternalLinks } from '../article/link.ts'
import { createHighlighter } from '../page/highlight.ts'
import { relativeLink } from '../page/link.ts'
import type { Page, Site } from '../page/page.ts'
import { loadTheme, type Theme } from '../page/theme.ts'
import { findPackageRoot } from '../program/package-root.ts'
import { type Problem, Problems } from '../report/problem.ts'
import { claimsAddress, pageAddress } from './address.ts'
import { Assets } from './assets.ts'
import { configName, loadConfig } from './config.ts'
import { findEmbeddings } from './embedding.ts'
import { createRecall } from './evidence.ts'
import { type FinishedExperiment, type RunCounts, runExperiments } from './experiments.ts'
import { runAddress, sourceAddress } from './figures.ts'
import { findFindings, reportFindings } from './findings.ts'
import { hintAtResults } from './hints.ts'
import { reportUnreadable, watchInputs } from './inputs.ts'
import { createLaboratory } from './laboratory.ts'
import { type LockOptions, reconcileLock } from './lockfile.ts'
import { buildNavigation, pageTitle } from './navigation.ts'
import { renderArticle, renderClaimsPage, toPage } from './pages.ts'
import { listInputs, prepare } from './preparation.ts'
import { type CellCounts, runPrograms } from './programs.ts'
import type { Progress } from './progress.ts'
import { publishSite, recoverSite, refuseOutput } from './publish.ts'
import { createResults } from './results.ts'
import { readSources, type Sources } from './sources.ts'
import { cacheFolder } from './state.ts'
import { createStore } from './store.ts'

export interface BuildOptions {
  readonly workingDirectory: string
  /** The folder of the reports, from the working directory. */
  readonly content: string
  /** The folder of the site. */
  readonly out: string
  /** Overrides `base` of the configuration. */
  readonly base?: string | undefined
  /** How many runs at once. */
  readonly jobs: number
  /** Whether warnings are errors. */
  readonly strict: boolean
  /** Whether stored runs are used again. */
  readonly cache: boolean
  /** What runs are compared with; undefined: with nothing. */
  readonly lock: LockOptions | undefined
}

/** What `--json` prints. */
export interface BuildSummary {
  readonly pages: number
  readonly runs: RunCounts
  readonly cells: CellCounts
  readonly seconds: number
  /** Addresses outside of the site, in order; nobody looks whether they exist. */
  readonly links: readonly ExternalLink[]
  readonly messages: readonly Problem[]
}

/** Builds the whole site. With a fatal problem nothing is published, but what was computed is kept. */
export async function buildSite(
  options: BuildOptions,
  progress: Progress,
): Promise<{ summary: BuildSummary; fatal: boolean }> {
  const started = performance.now()
  try {
    const changed = new Set<string>()
    for (let attempts = 1; ; attempts++) {
      const problems = new Problems()
      const { pages, runs, cells, links, inputs } = await build(options, progress, problems)
      for (const path of inputs) changed.add(path)
      if (inputs.length && attempts < mostAttempts) {
        progress.note(`${inputs.join(', ')} changed meanwhile; building again`)
        continue
      }
      reportChanges(changed, inputs, problems)
      const seconds = Math.round(performance.now() - started) / 1000
      return { summary: { pages, runs, cells, seconds, links, messages: problems.list() }, fatal: problems.fatal }
    }
  } finally {
    await stop()
  }
}

/** How often a build begins anew because its inputs changed while it was going on. */
const mostAttempts = 3

/** A site is made from files as they were at one time, or not at all. */
function reportChanges(changed: ReadonlySet<string>, last: readonly string[], problems: Problems): void {
  const start = { line: 1, column: 1 }
  for (const path of changed)
    if (last.includes(path))
      problems.error(
        path,
        start,
        'changed-input',
        'changed while the build was running, again and again; nothing was published: run backprose build once it is saved',
      )
    else
      problems.warn(
        path,
        start,
        'changed-input',
        'changed while the build was running; what was computed before is kept, and the site was built again with the new text',
      )
}

async function build(
  options: BuildOptions,
  progress: Progress,
  problems: Problems,
): Promise<Pick<BuildSummary, 'pages' | 'runs' | 'cells' | 'links'> & { inputs: readonly string[] }> {
  const { workingDirectory, content, out } = options
  const runs: RunCounts = { executed: 0, cached: 0, failed: 0 }
  const cells: CellCounts = { executed: 0, cached: 0 }
  const nothing = { pages: 0, runs, cells, links: [], inputs: [] }
  const start = { line: 1, column: 1 }

  const refused = refuseOutput(workingDirectory, out, [content, 'templates', 'engine', 'scripts'])
  if (refused) {
    problems.error(out || '.', start, 'output', refused)
    return nothing
  }
  const folder = resolve(workingDirectory, out)
  recoverSite(folder)
  if (!existsSync(join(workingDirectory, content))) {
    problems.error(content, start, 'missing-file', `missing folder: ${content}; reports are Markdown files in it`)
    return nothing
  }

  const names = [content, 'templates', configName]
  if (reportUnreadable(workingDirectory, names, problems)) return nothing
  const inputs = watchInputs(workingDirectory, names)
  const config = {
    ...loadConfig(workingDirectory, content, problems),
    ...(options.base !== undefined && { base: options.base }),
  }
  const sources = readSources(workingDirectory, content, config, problems)
  checkAddresses(sources, problems)
  const { programs, experiments } = await prepare(sources, problems)
  inputs.add(listInputs(programs, experiments))
  const embeddings = findEmbeddings(sources, programs)
  const store = createStore(cacheFolder(workingDirectory), options.cache, progress.note)
  const laboratory = createLaboratory({ workingDirectory, limits: config.limits, jobs: options.jobs, progress })

  const ran = await runExperiments(experiments, embeddings, store, laboratory, progress, problems)
  const whole = !problems.fatal
  const shown = await runPrograms(programs, ran.finished, sources, store, laboratory, progress, problems)
  laboratory.close()
  const findings = findFindings(sources.documents.values(), shown.finished, ran.finished)
  reportFindings(findings, problems)
  const finished = [...ran.finished.values()]
  const comparison = {
    workingDirectory,
    runs: finished.flatMap(({ runs }) => runs),
    whole,
    recall: createRecall(folder, store),
  }
  const saveLock = options.lock ? await reconcileLock(options.lock, comparison, problems) : () => {}
  const counts = { pages: sources.pages.size, runs: ran.counts, cells: shown.counts }

  const results = createResults({
    sources,
    programs,
    finished: shown.finished,
    failed: shown.failed,
    findings,
    experiments: ran.finished,
  })
  for (const name of sources.pages)
    hintAtResults(sources.documents.get(name)!, sources, results.programs, ran.finished, problems)
  const assets = new Assets()
  const theme = await loadTheme([join(workingDirectory, 'templates'), join(findPackageRoot(), 'templates')])
  const renderOptions = { config, theme, highlighter: createHighlighter(), assets, store, problems }
  const rendered = await Promise.all(
    [...sources.pages].map(name => renderArticle(sources.documents.get(name)!, results, renderOptions)),
  )
  checkAnchors(rendered, problems)
  fillAnswers(
    rendered.map(({ document, article }) => ({ article, name: document.name, title: pageTitle(document) })),
    (from, to) => relativeLink(from)(to),
  )
  const summary = { ...counts, links: listExternalLinks(rendered.map(({ article }) => article)) }
  const pages = rendered.map(page => ({ ...page, page: toPage(page, config) }))
  const published = pages.filter(({ document }) => !document.frontMatter?.draft)
  const claims = await renderClaimsPage(published, renderOptions)
  if (claims) checkClaimsAddress(sources, problems)
  const site = {
    ...config,
    navigation: buildNavigation(published.map(({ document }) => document)),
    ...(claims && { claims: { path: claims.path, count: published.flatMap(({ claims }) => claims).length } }),
  }
  const all = [...published.map(({ page }) => page), ...(claims ? [claims] : [])]
  const files = assemble(all, finished, assets, theme, site)
  const changed = inputs.changed()
  if (options.strict || config.strict) problems.failOnWarnings()
  if (problems.fatal || changed.length) return { ...summary, inputs: changed }
  publishSite(folder, files)
  saveLock()
  return { ...summary, inputs: [] }
}

/** Every page has an address of its own, also where file systems and servers do not tell case or composition apart. */
function checkAddresses({ pages, documents }: Sources, problems: Problems): void {
  const seen = new Map<string, string>()
  for (const name of pages) {
    const key = pageAddress(name).normalize('NFC').toLowerCase()
    const other = seen.get(key)
    const { path } = documents.get(name)!
    if (other)
      problems.error(
        path,
        { line: 1, column: 1 },
        'address',
        `doubled address: ${pageAddress(name)}; also of ${documents.get(other)!.path}: rename one`,
      )
    else seen.set(key, name)
  }
}

function checkClaimsAddress({ pages, documents }: Sources, problems: Problems): void {
  const name = [...pages].find(name => pageAddress(name).toLowerCase() === claimsAddress)
  if (!name) return
  const { path } = documents.get(name)!
  const reason = `doubled address: ${claimsAddress}; it is the list of all claims: rename the report`
  problems.error(path, { line: 1, column: 1 }, 'address', reason)
}

/** All files of the site: pages, the runs behind them, images, the theme's files. */
function assemble(
  pages: readonly Page[],
  experiments: readonly FinishedExperiment[],
  assets: Assets,
  theme: Theme,
  site: Site,
): Map<string, string | Uint8Array> {
  const files = new Map<string, string | Uint8Array>()
  for (const page of pages) files.set(page.path, theme.render(page, site))
  files.set('404.html', theme.renderNotFound(site))
  for (const { text, runs } of experiments)
    for (const run of runs) files.set(runAddress(run.digest), run.text).set(sourceAddress(run.source), text)
  for (const [path, bytes] of assets.files) files.set(path, bytes)
  for (const { path, content } of theme.assets) files.set(path, content)
  // GitHub Pages would otherwise look for Jekyll's folders, and drop those that begin with an underscore.
  files.set('.nojekyll', '')
  return files
}
