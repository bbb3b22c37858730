import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Page, Site } from './page.ts'
import { loadTheme } from './theme.ts'

const templates = join(import.meta.dirname, '../../templates')
const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name)

const site: Site = {
  title: 'Notes',
  language: 'en',
  base: '/notes/',
  authors: [],
  navigation: [
    { title: 'Home', href: 'index.html', children: [] },
    {
      title: 'Deep learning',
      children: [
        { title: 'Day 1', href: 'reports/deep-learning/day1/index.html', children: [] },
        { title: 'Day 2', href: 'reports/deep-learning/day2/index.html', children: [] },
      ],
    },
  ],
}

const page: Page = {
  path: 'reports/deep-learning/day2/index.html',
  title: 'Day 2',
  language: 'en',
  html: '<p>Text</p>',
  headings: [],
  hasMath: false,
}

const hrefs = (html: string) => Array.from(html.matchAll(/(?:href|src)="([^"]*)"/g), ([, href]) => href!)

describe('a page', () => {
  test('links relatively from three folders down', async () => {
    const theme = await loadTheme([templates])
    expect(hrefs(theme.render(page, site))).toEqual([
      expect.stringMatching(/^\.\.\/\.\.\/\.\.\/assets\/favicon\.[0-9a-f]{8}\.svg$/),
      expect.stringMatching(/^\.\.\/\.\.\/\.\.\/assets\/site\.[0-9a-f]{8}\.css$/),
      '#site-main',
      '../../../index.html',
      '../../../index.html',
      '../day1/index.html',
      'index.html',
      '../day1/index.html',
      '../../../index.html',
    ])
  })

  test('links relatively from the top', async () => {
    const theme = await loadTheme([templates])
    const home = { ...page, path: 'index.html', title: 'Notes' }
    expect(hrefs(theme.render(home, site))).toEqual([
      expect.stringMatching(/^assets\/favicon\.[0-9a-f]{8}\.svg$/),
      expect.stringMatching(/^assets\/site\.[0-9a-f]{8}\.css$/),
      '#site-main',
      'index.html',
      'index.html',
      'reports/deep-learning/day1/index.html',
      'reports/deep-learning/day2/index.html',
      'reports/deep-learning/day1/index.html',
      'index.html',
    ])
  })

  test('says where in the site it is', async () => {
    const html = (await loadTheme([templates])).render(page, site)
    expect(html.match(/<a [^>]*aria-current[^>]*>[^<]*/g)).toEqual(['<a href="index.html" aria-current="page">Day 2'])
    expect(html).toContain('<title>Day 2 – Notes</title>')
    expect(html).toContain('<li>Deep learning</li>')
  })

  test('has one h1: its title, or the heading that the report wrote', async () => {
    const theme = await loadTheme([templates])
    const h1 = (changes: Partial<Page>) => theme.render({ ...page, ...changes }, site).match(/<h1.*<\/h1>/g)
    expect(h1({})).toEqual(['<h1>Day 2</h1>'])
    expect(h1({ title: 'x2', heading: '<em>x</em><sup>2</sup>' })).toEqual(['<h1><em>x</em><sup>2</sup></h1>'])
    expect(h1({ title: 'Two', headingId: 'two' })).toEqual(['<h1 id="two">Two</h1>'])
  })

  test('escapes what is not HTML', async () => {
    const theme = await loadTheme([templates])
    const evil = '<script>alert("1")</script>'
    const headings = [1, 2].map(n => ({ depth: 2, id: `"${n}`, text: evil }))
    const html = theme.render(
      { ...page, title: evil, description: evil, date: evil, authors: [evil], language: '"><script>', headings },
      { ...site, title: evil, authors: [evil] },
    )
    expect(html).not.toContain('<script')
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;')
  })

  test('keeps the article byte for byte', async () => {
    const article = '<pre>\n  if\n\tthen {{mustache}}</pre>'
    expect((await loadTheme([templates])).render({ ...page, html: article }, site)).toContain(`\n${article}\n`)
  })

  test('lists its contents, two levels deep', async () => {
    const headings = ['Intro', 'Method', 'Data', 'Results'].map((text, i) => ({
      depth: i === 2 ? 3 : 2,
      id: `h${i}`,
      text,
    }))
    const html = (await loadTheme([templates])).render({ ...page, headings }, site)
    const [contents] = /<nav class="contents"[\s\S]*?<\/nav>/.exec(html)!
    expect(contents.replace(/\s+/g, '')).toContain(
      '<li><ahref="#h1">Method</a><ul><li><ahref="#h2">Data</a></li></ul></li><li><ahref="#h3">Results</a></li>',
    )
  })

  test('links the style of formulas only if it has any', async () => {
    const theme = await loadTheme([templates])
    expect(theme.render(page, site)).not.toContain('katex')
    expect(theme.render({ ...page, hasMath: true }, site)).toMatch(/\/assets\/katex\/katex\.[0-9a-f]{8}\.css"/)
  })

  test('speaks Japanese', async () => {
    const headings = [2, 2].map((depth, i) => ({ depth, id: `h${i}`, text: '見出し' }))
    const html = (await loadTheme([templates])).render(
      { ...page, language: 'ja-JP', date: '2020-06-08', headings },
      { ...site, language: 'en' },
    )
    expect(html).toContain('<html lang="ja-JP">')
    expect(html).toContain('>本文へ移動</a>')
    expect(html).toContain('<nav class="contents" aria-label="目次">')
    expect(html).toContain('<span>前のページ</span> Day 1')
    expect(html).toContain('<time datetime="2020-06-08">2020年6月8日</time>')
  })
})

test('the page for unknown addresses links from the base, as it is served at any depth', async () => {
  const html = (await loadTheme([templates])).renderNotFound(site)
  expect(hrefs(html).filter(href => !href.startsWith('#'))).toSatisfy((all: string[]) =>
    all.every(href => href.startsWith('/notes/') && !href.endsWith('/')),
  )
  expect(html).toContain('<h1>Page not found</h1>')
})

describe('a theme of folders', () => {
  test('takes each file from the first folder that has it', async () => {
    const html = (await loadTheme([fixture('mine'), templates])).render({ ...page, language: 'fr' }, site)
    expect(html).toMatch(/<footer>Notes <img src="..\/..\/..\/assets\/logo\.[0-9a-f]{8}\.svg" alt=""><\/footer>/)
    expect(html).toContain('>Aller au texte</a>')
    expect(html).toContain('<main id="site-main"')
  })

  test('adds styles after those they add to, and keeps the names of what styles refer to', async () => {
    const { assets } = await loadTheme([fixture('mine'), templates])
    const styles = assets.find(({ path }) => /^assets\/site\.[0-9a-f]{8}\.css$/.test(path))!.content
    expect(String(styles).trim()).toMatch(/^\/\*[\s\S]*\.mine \{ color: red; \}$/)
    expect(assets.map(({ path }) => path)).toContain('assets/fonts/serif.woff2')
  })

  test('has a digest of its own for every change', async () => {
    const digest = async (...folders: string[]) => (await loadTheme(folders)).digest
    expect(await digest(templates)).toBe(await digest(templates, templates))
    expect(await digest(fixture('mine'), templates)).not.toBe(await digest(templates))
  })

  test('brings every font that the style of formulas names, and names no others', async () => {
    const { assets } = await loadTheme([templates])
    const css = String(assets.find(({ path }) => path.endsWith('.css') && path.includes('katex'))!.content)
    const named = Array.from(css.matchAll(/url\(([^)]+)\)/g), ([, name]) => `assets/katex/${name}`)
    const fonts = assets.map(({ path }) => path).filter(path => path.startsWith('assets/katex/fonts/'))
    expect(fonts).toHaveLength(20)
    expect(new Set(named)).toEqual(new Set(fonts))
  })
})

describe('a mistake in a theme', () => {
  const build = async (name: string) => (await loadTheme([fixture(`broken/${name}`), templates])).render(page, site)
  test.each([
    ['unknown-name', 'templates/partials/footer.hbs:2:8: unknown name: titel'],
    ['unknown-helper', 'templates/partials/footer.hbs:1:9: unknown helper: shout'],
    ['unknown-partial', 'templates/layouts/page.hbs:2:3: unknown partial: sidebar'],
    ['unclosed-block', 'templates/partials/footer.hbs:3:1: invalid template; unexpected end of file'],
    ['mismatched-block', "templates/partials/footer.hbs:3:5: if doesn't match each"],
    ['strings', 'templates/strings/en.yml:3:1: Missing closing "quote'],
  ])('%s is named with its place', async (name, message) => {
    await expect(build(name)).rejects.toThrow(message)
  })
})
