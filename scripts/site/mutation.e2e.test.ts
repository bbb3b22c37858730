import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseLock } from '../run/lock.ts'
import { mutated } from './fixtures/mutated.ts'
import { type Effect, mutations } from './fixtures/mutations.ts'
import { Project } from './fixtures/project.ts'

const manual = 'content/guide/reproducibility.md'
const table = /(?<=<!-- effects:.*-->\n\n)[\s\S]*?(?=\n<!-- end -->)/

const effects = new Map<string, Effect>()
let baseline: Project
beforeAll(async () => {
  baseline = new Project(mutated)
  expect(await baseline.build()).toMatchObject({ errors: [], runs: { executed: 4 }, cells: { executed: 3 } })
  expect(readPages(baseline).size).toBe(4)
})
afterAll(() => baseline.delete())

describe('what a build does again after a change', () => {
  it.concurrent.each(mutations)('of $change', async ({ change, apply, effect }) => {
    const project = baseline.copy()
    try {
      const before = { pages: readPages(project), ids: readIds(project) }
      const { errors, runs, cells } = await project.build(...(apply(project) ?? []))
      expect(errors).toEqual([])
      const pages = [...readPages(project)].filter(([name, html]) => before.pages.get(name) !== html)
      const ids = [...readIds(project)].filter(id => !before.ids.has(id))
      const measured: Effect = { runs: runs.executed, cells: cells.executed, pages: pages.length, ids: ids.length }
      expect(measured).toEqual(effect)
      effects.set(change, measured)
    } finally {
      project.delete()
    }
  })

  it('is what the manual says: UPDATE=1 writes its table', () => {
    const measured = formatTable(mutations.map(({ change }) => [change, effects.get(change)!]))
    const read = () => readFileSync(manual, 'utf8')
    if (process.env.UPDATE) writeFileSync(manual, read().replace(table, measured))
    expect(table.exec(read())?.[0]).toBe(measured)
  })
})

function readPages(project: Project): Map<string, string> {
  const site = project.path('site')
  const names = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('index.html'))
  return new Map(names.map(name => [name, readFileSync(join(site, name), 'utf8')]))
}

function readIds(project: Project): Set<string> {
  return new Set(parseLock(project.read('backprose.lock')).entries.map(({ id }) => id))
}

function formatTable(rows: readonly (readonly [string, Effect])[]): string {
  const head = ['What changes', 'Runs', 'Cells', 'Pages', 'New ids']
  const cells = rows.map(([change, { runs, cells, pages, ids }]) => [
    change,
    ...[runs, cells, pages, ids].map(count => (count ? String(count) : '–')),
  ])
  const widths = head.map((name, k) => Math.max(...[name, ...cells.map(row => row[k]!)].map(text => text.length)))
  const line = (row: readonly string[]) => {
    const padded = row.map((text, k) => (k ? text.padStart(widths[k]!) : text.padEnd(widths[k]!)))
    return `| ${padded.join(' | ')} |\n`
  }
  const rule = widths.map((width, k) => (k ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)))
  return [head, rule, ...cells].map(line).join('')
}
