import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import rehypeStringify from 'rehype-stringify'
import { unified } from 'unified'
import { expect, test } from 'vitest'
import { formatProblem } from '../report/problem.ts'
import { renderFixture } from './fixtures/article.ts'
import { compactFormulas } from './fixtures/compact.ts'

// Each folder of fixtures/dialect/ is a site of its own, with a backprose.yml if it needs one: its page input.md becomes
// output.html, with the problems of all files at the top. UPDATE=1 writes what comes out now; read it before you commit it.

const folder = join(import.meta.dirname, 'fixtures/dialect')

test.each(readdirSync(folder))('%s', async name => {
  const { tree, problems } = await renderFixture(join(folder, name), 'input.md')
  compactFormulas(tree)
  const html = unified().use(rehypeStringify, { allowDangerousHtml: true }).stringify(tree)
  const found = problems.list().map(problem => `<!-- ${formatProblem(problem)} -->\n`)
  const output = `${found.join('')}${html.trim()}\n`
  const file = join(folder, name, 'output.html')
  if (process.env.UPDATE) writeFileSync(file, output)
  expect(output).toBe(existsSync(file) ? readFileSync(file, 'utf8') : undefined)
})
