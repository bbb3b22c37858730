import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, sep } from 'node:path'
import type { Document } from '../report/document.ts'
import type { Problems } from '../report/problem.ts'
import { findPackageRoot } from './package-root.ts'
import { type Tangled, tangle } from './tangle.ts'

/**
 * Checks the types of all cells, experiments and modules with the TypeScript compiler. Cells are written as modules
 * under `.backprose/tangled/`, a line of code on its line number; errors are reported where they stand in the Markdown.
 */
export function checkTypes(
  workingDirectory: string,
  documents: Iterable<Document>,
  modules: readonly string[],
  problems: Problems,
): void {
  const folder = join(workingDirectory, '.backprose', 'tangled')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const tangled = new Map<string, { document: Document; tangled: Tangled }>()
  for (const document of documents) {
    if (!document.cells.length && !document.expressions.length) continue
    const module = tangle(document, { instrument: false })
    for (const { place, reason } of module.problems) problems.error(document.path, place, 'syntax', reason)
    if (module.problems.length) continue
    const file = join(folder, `${document.path}.ts`)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, module.text)
    tangled.set(relative(workingDirectory, file).split(sep).join('/'), { document, tangled: module })
  }

  const compiled = join(findPackageRoot(), '.build')
  const author = join(compiled, 'scripts/author')
  const config = join(folder, 'tsconfig.json')
  writeFileSync(
    config,
    JSON.stringify({
      compilerOptions: {
        target: 'es2022',
        lib: ['es2023'],
        module: 'esnext',
        moduleResolution: 'bundler',
        moduleDetection: 'force',
        types: [],
        strict: true,
        noEmit: true,
        allowImportingTsExtensions: true,
        resolveJsonModule: true,
        skipLibCheck: true,
        // A relative import of a tangled file leads to what lies beside its Markdown file.
        rootDirs: [workingDirectory, folder],
        paths: {
          backprose: [join(author, 'index.d.ts')],
          'backprose/engine': [join(compiled, 'engine/index.d.ts')],
          'backprose/datasets/*': [join(compiled, 'engine/datasets/*.d.ts')],
        },
      },
      files: [
        join(author, 'globals.d.ts'),
        ...modules,
        ...[...tangled.keys()].map(name => join(workingDirectory, name)),
      ],
    }),
  )
  const require = createRequire(import.meta.url)
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc')
  const { stdout, stderr, error } = spawnSync(process.execPath, [tsc, '--pretty', 'false', '--project', config], {
    cwd: workingDirectory,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  if (error) throw error
  let last: { path: string; line: number; column: number; reason: string } | undefined
  const flush = () => {
    if (last) problems.error(last.path, last, 'type', last.reason)
    last = undefined
  }
  for (const line of `${stdout}${stderr}`.split('\n')) {
    const [, path, row, column, reason] = /^(.+?)\((\d+),(\d+)\): error (TS\d+: .*)$/.exec(line) ?? []
    if (path === undefined) {
      // Further lines of a message are indented; errors without a place concern the configuration we wrote ourselves.
      if (last && /^\s+\S/.test(line)) last.reason += `\n${line.trimEnd()}`
      else if (/^error /.test(line)) throw new Error(line)
      continue
    }
    flush()
    const place = { line: Number(row), column: Number(column) }
    const cells = tangled.get(path)
    last = cells
      ? { path: cells.document.path, ...cells.tangled.toMarkdown(place), reason: reason! }
      : { path, ...place, reason: reason! }
  }
  flush()
}
