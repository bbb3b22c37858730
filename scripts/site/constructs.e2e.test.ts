import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Element, Root } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import rehypeStringify from 'rehype-stringify'
import { unified } from 'unified'
import { SKIP, visit } from 'unist-util-visit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { franklinDirectives } from '../report/directives.ts'
import { type Built, Project } from './fixtures/project.ts'

// fixtures/constructs/ is a site with a page for each construct of the dialect: `<construct>.md` writes it at the top, in a
// list, a table, a quote, a callout, a footnote and an included file, and `<construct>.html` is its article as the built
// site has it, under the warnings about it. UPDATE=1 writes what comes out now; read it before you commit it.

const folder = join(import.meta.dirname, 'fixtures/constructs')
const names = readdirSync(folder)
  .filter(file => file.endsWith('.md'))
  .map(file => file.slice(0, -'.md'.length))
const places = ['top', 'list', 'table', 'quote', 'callout', 'footnote', 'included file']

let site: Project
let built: Built
beforeAll(async () => {
  site = new Project({ 'backprose.yml': 'macros:\n  "\\\\R": \\mathbb{R}\n' })
  cpSync(folder, site.path('content'), { recursive: true })
  built = await site.build()
})
afterAll(() => site.delete())

it('all of them build', () => {
  expect(built.errors).toEqual([])
  expect(built.code).toBe(0)
})

it('every directive has a page', () => {
  const written = names.map(name => readFileSync(join(folder, `${name}.md`), 'utf8')).join('')
  for (const name of Object.keys(franklinDirectives))
    if (name !== 'cite') expect(written).toMatch(new RegExp(`^.*\\\\${name}\\b`, 'm'))
})

describe.each(names)('%s', name => {
  const source = readFileSync(join(folder, `${name}.md`), 'utf8')

  it('stands in every place, or in one of its own', () => {
    const found = Array.from(source.matchAll(/^## (?:At the|In an?) (.*)$/gm), ([, place]) => place)
    expect(found).toEqual(/stands? (?:in one place|at the beginning) of a page/.test(source) ? [] : places)
  })

  it('becomes what it should', () => {
    const warnings = built.warnings.filter(warning => new RegExp(`^content/(parts/)?${name}\\.md:`).test(warning))
    const html =
      warnings.map(warning => `<!-- ${warning} -->\n`).join('') + articleOf(site.read(`site/${name}/index.html`))
    const file = join(folder, `${name}.html`)
    if (process.env.UPDATE) writeFileSync(file, html)
    expect(html).toBe(existsSync(file) ? readFileSync(file, 'utf8') : undefined)
  })
})

/** The article of a page: formulas as their TeX, drawings empty, code without its colors, lines as they break, hashes cut. */
function articleOf(page: string): string {
  const isInCode = new WeakSet<Element>()
  const article: Root = { type: 'root', children: [] }
  visit(fromHtml(page), 'element', ({ tagName, properties: { className }, children }) => {
    if (tagName === 'article') article.children.push(...children)
    else if (Array.isArray(className) && className.includes('title-block'))
      article.children.push(...children.filter(child => child.type === 'element' && child.tagName !== 'nav'))
  })
  visit(article, 'element', (element, index, parent) => {
    const { className, href, title } = element.properties
    const classes = Array.isArray(className) ? className : []
    if (typeof href === 'string') element.properties.href = href.replace(/\b([0-9a-f]{4})[0-9a-f]{60}\b/, '$1')
    if (typeof title === 'string') element.properties.title = title.replace(/^([0-9a-f]{4})[0-9a-f]{60}$/, '$1')
    if (classes.includes('katex')) Object.assign(element, { tagName: 'math', properties: {}, children: texOf(element) })
    else if (classes.includes('unbroken')) {
      parent!.children.splice(index!, 1, ...element.children)
      return index
    } else if (element.tagName === 'svg') Object.assign(element, { properties: {}, children: [] })
    else if (element.tagName === 'span' && isInCode.has(parent as Element) && !classes.includes('answer')) {
      parent!.children.splice(index!, 1, ...element.children)
      return index
    }
    if (element.tagName === 'code' && (parent as Element).tagName === 'pre') isInCode.add(element)
    return element.tagName === 'svg' || element.tagName === 'math' ? SKIP : undefined
  })
  return `${unified()
    .use(rehypeStringify)
    .stringify(article)

    .trim()}\n`
}

function texOf(formula: Element): Element['children'] {
  let tex: Element['children'] = []
  visit(formula, 'element', element => {
    if (element.tagName === 'annotation') tex = element.children
  })
  return tex
}
