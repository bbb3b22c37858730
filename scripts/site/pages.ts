import type { Root } from 'hast'
import rehypeStringify from 'rehype-stringify'
import { unified } from 'unified'
import { Article } from '../article/article.ts'
import { finishArticle } from '../article/finish.ts'
import { findHeadings, takeTitle } from '../article/headings.ts'
import rehypeFormulaBreaks from '../page/formula-breaks.ts'
import rehypeLineBreaks from '../page/line-breaks.ts'
import type { Page } from '../page/page.ts'
import rehypeTables from '../page/tables.ts'
import type { Document } from '../report/document.ts'
import { guessLanguage } from '../report/language.ts'
import { readMacros } from '../report/macros.ts'
import { renderDocument } from '../report/render.ts'
import { claimsAddress, pageAddress } from './address.ts'
import { findClaims, type PageClaim } from './claims.ts'
import { type ClaimingPage, listClaims } from './claims-page.ts'
import type { Config } from './config.ts'
import { pageTitle } from './navigation.ts'
import type { RenderOptions } from './outputs.ts'
import { readReferences } from './references.ts'
import { PageRenderer } from './renderer.ts'
import type { Results } from './results.ts'
import type { Sources } from './sources.ts'

const finish = unified().use(rehypeLineBreaks).use(rehypeFormulaBreaks).use(rehypeTables).freeze()
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
  article.answerNames = results.answerNames
  if (document.dialect === 'franklin') article.depths = contentsDepths(document, results.sources)
  article.references = readReferences(document, results.sources, options.problems)
  const lookUp = (name: string) => document.variables.get(name) ?? results.sources.franklin?.variables.get(name)
  const renderer = new PageRenderer(article, { macros, lookUp }, results, options)
  const tree = await renderDocument(document, renderer.context)
  finishArticle(tree, article)
  await finish.run(tree)
  return { document, article, tree, claims: findClaims(tree, renderer.claims) }
}

/** A page as its layout needs it. Its tree, larger than all the rest of a long page, is given up. */
export function toPage({ document, article, tree }: RenderedPage, config: Config): Page {
  const { frontMatter = {} } = document
  const title = takeTitle(tree)
  const heading = title && toHtml(title.content)
  const html = toHtml(tree)
  const headings = findHeadings(tree)
  tree.children = []
  return {
    path: article.path,
    title: pageTitle(document),
    ...(title && { headingId: title.id }),
    ...(heading && { heading }),
    language: languageOf(document, config),
    ...(frontMatter.description !== undefined && { description: frontMatter.description }),
    ...(frontMatter.date !== undefined && { date: frontMatter.date }),
    ...(frontMatter.authors && { authors: frontMatter.authors }),
    html,
    headings,
    hasMath: [html, heading].some(part => part?.includes('class="katex')),
  }
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

/** Franklin lists all headings, unless the page or the site says which. */
function contentsDepths({ variables }: Document, { franklin }: Sources): Article['depths'] {
  const depth = (name: string, usual: number) => {
    const value = variables.get(name) ?? franklin?.variables.get(name)
    return typeof value === 'number' ? value : usual
  }
  return { min: depth('mintoclevel', 1), max: depth('maxtoclevel', 6) }
}

/** What the page says, else what the site says, else what its letters tell. */
function languageOf({ frontMatter, source }: Document, { language, hasLanguage }: Config): string {
  return frontMatter?.language ?? (hasLanguage ? undefined : guessLanguage(source)) ?? language
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
