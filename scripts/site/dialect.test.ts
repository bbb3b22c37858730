import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Root } from 'hast'
import rehypeStringify from 'rehype-stringify'
import { unified } from 'unified'
import { expect, test } from 'vitest'
import { checkAnchors } from '../article/anchors.ts'
import { h } from '../page/element.ts'
import { loadTheme } from '../page/theme.ts'
import { formatProblem, Problems } from '../report/problem.ts'
import { Assets } from './assets.ts'
import { loadConfig } from './config.ts'
import { compactFormulas } from './fixtures/compact.ts'
import { renderArticle } from './pages.ts'
import { readSources } from './sources.ts'
import type { Store } from './store.ts'

// Each folder of fixtures/dialect/ is a site of its own, with a backprose.yml if it needs one: its page input.md becomes
// output.html, with the problems of all files at the top. Nothing is carried out, and code is not highlighted.
// UPDATE=1 writes what comes out now; read it before you commit it.

const folder = join(import.meta.dirname, 'fixtures/dialect')
const theme = await loadTheme([join(import.meta.dirname, '../../templates')])
const highlighter = {
  highlight: async (code: string, language: string) =>
    h('pre', language ? { dataLanguage: language } : {}, h('code', {}, code)),
}

const store = { get: async () => undefined, set: async () => {} } as Partial<Store> as Store

test.each(readdirSync(folder))('%s', async name => {
  const html = await render(join(folder, name))
  const file = join(folder, name, 'output.html')
  if (process.env.UPDATE) writeFileSync(file, html)
  expect(html).toBe(existsSync(file) ? readFileSync(file, 'utf8') : undefined)
})

async function render(path: string): Promise<string> {
  const problems = new Problems()
  const config = loadConfig(path, '.', problems)
  const sources = readSources(path, '.', config, problems)
  const results = {
    sources,
    programs: new Map(),
    finished: new Map(),
    failed: new Map(),
    findings: [],
    experiments: new Map(),
  }
  const options = { config, theme, highlighter, assets: new Assets(), store, problems }
  const page = await renderArticle(sources.documents.get('input.md')!, results, options)
  checkAnchors([page], problems)
  compactFormulas(page.tree)
  const html = unified()
    .use(rehypeStringify, { allowDangerousHtml: true })
    .stringify(page.tree as Root)
  const found = problems.list().map(problem => `<!-- ${formatProblem(problem)} -->\n`)
  return `${found.join('')}${html.trim()}\n`
}
