import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const cli = join(import.meta.dirname, '../../.build/scripts/cli.js')

function build(files: Record<string, string>, ...args: string[]): { html: string; stdout: string; errors: string } {
  const folder = mkdtempSync(join(tmpdir(), 'backprose-'))
  try {
    mkdirSync(join(folder, 'content'))
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'content', name), text)
    const stdout = execFileSync(process.execPath, [cli, 'build', '--quiet', ...args], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return { html: readFileSync(join(folder, 'site/index.html'), 'utf8'), stdout, errors: '' }
  } catch (error) {
    return { html: '', stdout: '', errors: String((error as { stderr: string }).stderr) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('the output of a cell stands where \\output puts it, and only there', () => {
  const { html } = build({ 'index.md': '# T\n\n- \\output{sum}\n\n> \\output{sum}\n\n```ts run #sum\n20 + 22\n```\n' })
  const article = html.slice(html.indexOf('<article'), html.indexOf('</article'))
  expect(article.match(/<samp>42<\/samp>/g)).toHaveLength(2)
  expect(article.slice(article.indexOf('<pre class="code"'))).not.toContain('<samp>')
})

test('an unknown cell is an error with the one that was meant', () => {
  const { errors } = build({ 'index.md': '# T\n\n- \\output{smu}\n\n\\output{other}\n\n```ts run #sum\n42\n```\n' })
  expect(errors).toContain('content/index.md:3:3: unknown cell: smu; did you mean "sum"?\n')
  expect(errors).toContain(
    'content/index.md:5:1: unknown cell: other; a cell of this file is named by ```ts run #name\n',
  )
})

test('anchors of other pages are checked, and addresses outside of the site are listed', () => {
  const pages = {
    'index.md': '# T\n\n[a](b.md#one-more) [b](https://b.example/) <a href="https://a.example/?x=1&amp;y">a</a>\n',
    'b.md': '# B\n\n## One more\n\n[t](index.md#nope)\n',
  }
  expect(build(pages).errors).toContain('content/b.md:5:1: missing anchor: #nope\n')
  const { stdout } = build({ ...pages, 'b.md': '# B\n\n## One more\n' }, '--links')
  expect(stdout).toBe('https://a.example/?x=1&y  content/index.md:3:53\nhttps://b.example/  content/index.md:3:20\n')
})

test('notebooks and tables are shown as they were stored', () => {
  const cells = [
    { cell_type: 'markdown', metadata: {}, source: '## From Jupyter\n\n$x^2$ [other](#from-jupyter)' },
    {
      cell_type: 'code',
      metadata: {},
      execution_count: 1,
      source: 'print(1)',
      outputs: [
        { output_type: 'stream', name: 'stdout', text: '<script>1</script>\n' },
        { output_type: 'error', ename: 'E', evalue: 'v', traceback: ['\u001b[31mE: v\u001b[0m'] },
      ],
    },
  ]
  const { html, errors } = build({
    'index.md': '# T\n\n\\textinput{a.ipynb}\n\n- \\textinput{b.csv}\n\n\\label{tab:b} Values\n',
    'a.ipynb': JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }),
    'b.csv': 'name,value\na,1.50\n"b, c",12\n',
  })
  expect(errors).toBe('')
  expect(html).toContain('<h2 id="from-jupyter">From Jupyter</h2>')
  expect(html).toContain('<samp>&#x3C;script>1&#x3C;/script>\n</samp>')
  expect(html).toContain('<pre class="output error" data-label="Error"><samp>E: v</samp></pre>')
  expect(html).toContain('<td>a</td><td class="num">1.50</td>')
  expect(html).toContain('<td>b, c</td><td class="num">12\u2008\u2007\u2007</td>')
})

test('mistakes in notebooks, tables and BibTeX files are errors at their places', () => {
  const { errors } = build({
    'index.md': '---\nreferences: r.bib\n---\n\n# T\n\n\\textinput{a.ipynb}\n\n\\textinput{b.csv}\n\n[@nope]\n',
    'a.ipynb': '{"cells": [\n  oops',
    'b.csv': 'name,value\na\n',
    'r.bib': '@misc{a, title={x}}\n@misc{b, title x}\n',
  })
  expect(errors).toContain('content/a.ipynb:2:')
  expect(errors).toContain('content/b.csv:2:1: invalid CSV; each line has as many fields as the first')
  expect(errors).toContain('content/r.bib:2:16: missing =: title = {…} is expected in b')
  expect(errors).toContain('content/index.md:11:1: unknown work: nope')
})
