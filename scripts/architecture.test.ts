import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'oxc-parser'
import { describe, expect, it } from 'vitest'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** What each part may import of the others, and which packages it may use at all. */
const allowed: Record<string, { parts: string[]; packages: RegExp }> = {
  engine: { parts: [], packages: /^pure-rand\b/ },
  'scripts/author': { parts: [], packages: /^$/ },
  'scripts/report': { parts: [], packages: /./ },
  'scripts/article': { parts: ['scripts/page', 'scripts/report'], packages: /./ },
  'scripts/output': { parts: ['scripts/report'], packages: /./ },
  'scripts/page': { parts: [], packages: /./ },
  'scripts/program': { parts: ['scripts/report'], packages: /./ },
  'scripts/run': { parts: ['scripts/output'], packages: /^node:/ },
  // What runs in the reader's page: of the generator, only what needs neither Node nor a package.
  'scripts/reader': { parts: ['scripts/output', 'scripts/run'], packages: /^$/ },
  'scripts/site': {
    parts: ['scripts/article', 'scripts/output', 'scripts/page', 'scripts/program', 'scripts/report', 'scripts/run'],
    packages: /./,
  },
  'scripts/comparison': {
    parts: [
      'scripts/article',
      'scripts/output',
      'scripts/page',
      'scripts/program',
      'scripts/report',
      'scripts/run',
      'scripts/site',
    ],
    packages: /./,
  },
  'scripts/commands': {
    parts: ['scripts/comparison', 'scripts/program', 'scripts/report', 'scripts/site'],
    packages: /^node:/,
  },
  scripts: { parts: ['scripts/commands'], packages: /^node:/ },
}

interface Import {
  readonly from: string
  readonly to: string
}

const files = ['engine', 'scripts']
  .flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(name => join(folder, name)),
  )
  .filter(name => name.endsWith('.ts') && !/\.test\.ts$|\.d\.ts$|fixtures|assembly|bench/.test(name))

const imports: Import[] = files.flatMap(from => {
  const { module } = parseSync(from, readFileSync(join(root, from), 'utf8'))
  const requests = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
    ),
    // Of an address that is known only when the module runs, nothing can be said.
    ...module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
      const request = readFileSync(join(root, from), 'utf8').slice(start, end)
      return /^['"]/.test(request) ? request.slice(1, -1) : []
    }),
  ]
  return requests.map(to => ({ from, to: to.startsWith('.') ? relative(root, join(root, dirname(from), to)) : to }))
})

function partOf(file: string): string {
  const [top, folder, rest] = file.split('/')
  return top === 'scripts' && rest !== undefined ? `${top}/${folder}` : top!
}

describe('imports', () => {
  it('keep to the table above', () => {
    const wrong = imports.filter(({ from, to }) => {
      const { parts, packages } = allowed[partOf(from)] ?? { parts: [], packages: /^$/ }
      const local = /^(engine|scripts)\//.test(to)
      return local ? partOf(to) !== partOf(from) && !parts.includes(partOf(to)) : !packages.test(to)
    })
    expect(wrong).toEqual([])
    expect(files.length).toBeGreaterThan(50)
  })

  it('have no cycles', () => {
    const targets = new Map<string, string[]>()
    for (const { from, to } of imports) targets.set(from, [...(targets.get(from) ?? []), to])
    const cycles: string[] = []
    const done = new Set<string>()
    const visit = (file: string, chain: string[]): void => {
      if (chain.includes(file)) cycles.push([...chain.slice(chain.indexOf(file)), file].join(' -> '))
      else if (!done.has(file)) for (const to of targets.get(file) ?? []) visit(to, [...chain, file])
      done.add(file)
    }
    for (const file of files) visit(file, [])
    expect(cycles).toEqual([])
  })
})
