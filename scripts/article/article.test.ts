import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import type { Element, Root } from 'hast'
import rehypeStringify from 'rehype-stringify'
import { unified } from 'unified'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { h } from '../page/element.ts'
import type { Strings } from '../page/strings.ts'
import { type Document, parseDocument } from '../report/document.ts'
import { readMacros } from '../report/macros.ts'
import { formatProblem, Problems } from '../report/problem.ts'
import { type RenderContext, renderDocument } from '../report/render.ts'
import { checkAnchors } from './anchors.ts'
import { usualTag } from './answer.ts'
import { fillAnswers } from './answers.ts'
import { Article } from './article.ts'
import { parseBibtex } from './bibtex.ts'
import { finishArticle } from './finish.ts'

// Each folder of fixtures/ holds a page, input.md, with the files that it includes, and what becomes of it: output.html,
// with the problems at its top. UPDATE=1 writes what comes out now; read it before you commit it.

const folder = join(import.meta.dirname, 'fixtures')
const templates = join(import.meta.dirname, '../../templates')

test.each(readdirSync(folder))('%s', async name => {
  const html = await render(join(folder, name))
  const file = join(folder, name, 'output.html')
  if (process.env.UPDATE || !existsSync(file)) writeFileSync(file, html)
  expect(html).toBe(readFileSync(file, 'utf8'))
})

async function render(path: string): Promise<string> {
  const problems = new Problems()
  const read = (name: string) => parseDocument(name, name, readFileSync(join(path, name), 'utf8'), problems)
  const files = readdirSync(path)
    .filter(file => file.endsWith('.md'))
    .map(read)
  const page = files.find(({ name }) => name === 'input.md')!
  const language = page.frontMatter?.language ?? 'en'
  const strings = parse(readFileSync(join(templates, `strings/${language}.yml`), 'utf8')) as Strings
  const article = new Article('input/index.html', strings, problems)
  article.answerNames = [usualTag, 'check']
  const bib = join(path, 'works.bib')
  if (existsSync(bib)) article.references = parseBibtex(readFileSync(bib, 'utf8')).entries
  const context: RenderContext = {
    highlight: async (code, lang) => h('pre', lang ? { dataLanguage: lang } : {}, h('code', {}, code)),
    renderCell: async (_document, { lines }) =>
      h(
        'div',
        { className: ['cell'] },
        h('pre', {}, h('code', {}, lines.join('\n'))),
        ...(lines[0] === 'table' ? tableOfRuns() : [h('figure', {}, h('svg', {}))]),
      ),
    renderDirective: async (document, directive) => {
      if (directive.name !== 'textinput') return article.placeholder(document, directive)
      const included = files.find(({ name }) => name === posix.join(dirname(document.name), directive.args[0]!))!
      return h('div', {}, ...((await renderDocument(included, context)).children as Element[]))
    },
    renderValue: (_document, { pieces }) => h('data', { className: ['value'] }, pieces[0]!.text),
    renderClaim: () => undefined,
    resolveUrl: (document, url, _kind, { line, column }) => {
      if (url.startsWith('#'))
        article.links.push({
          path: document.path,
          line,
          column,
          url,
          href: url,
          page: article.path,
          fragment: url.slice(1),
        })
      return url
    },
    isGenerated: () => false,
    mark: (document: Document, node) => article.mark(document, node),
    takeId: (_document, id) => article.ids.add(id),
    nextFile: () => article.nextFile(),
    macros: { '\\config': '\\text{of the configuration}', ...readMacros(files, problems) },
    maxFormula: 1000,
    nextEquation: () => article.nextEquation(),
    labelEquation: (document, label, number, place) => article.labelEquation(document, label, number, place),
    lookUp: () => undefined,
    calloutTitle: kind => String(strings[kind]),
    problems,
  }
  const tree = await renderDocument(page, context)
  finishArticle(tree, article)
  fillAnswers([{ article, name: 'input.md', title: 'Input' }], (_from, to) => to)
  checkAnchors([{ article, tree }], problems)
  const html = unified().use(rehypeStringify, { allowDangerousHtml: true }).stringify(compact(tree))
  const found = problems.list().map(problem => `<!-- ${formatProblem(problem)} -->\n`)
  return `${found.join('')}${html.trim()}\n`
}

/** A table as a cell shows it, above the runs that it was made from. */
function tableOfRuns(): Element[] {
  const table = (name: string) => h('div', { className: ['table-scroll'] }, h('table', {}, name))
  return [table('results'), h('details', { className: ['provenance'] }, h('summary', {}, 'runs'), table('runs'))]
}

/** Without the many spans in which KaTeX draws a formula. */
function compact<Node extends Root | Element>(node: Node): Node {
  const children = node.children.map(child => {
    if (child.type !== 'element') return child
    const { className } = child.properties
    if (Array.isArray(className) && className.includes('katex')) return formula(child)
    return compact(child)
  })
  return { ...node, children } as Node
}

function formula({ data }: Element): Element {
  return h('math', {}, data!.tex!)
}
