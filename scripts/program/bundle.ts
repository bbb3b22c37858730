import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import { build, type Message, type Metafile, type Plugin } from 'esbuild'
import type { Place } from '../report/problem.ts'
import { isExperiment } from './experiment.ts'
import { findPackageRoot } from './package-root.ts'
import { hostName } from './tangle.ts'

/** A Program as one ES module that imports nothing: what ids are made of and what executors load. */
export interface Bundle {
  readonly text: string
  /** The author's file and place that a position of the text (from 1) came from; undefined within this package. */
  readonly locate: (place: Place) => Located | undefined
  /** Absolute paths of the author's files whose code is in the text or was looked at for it. */
  readonly inputs: readonly string[]
  /** Absolute paths of the experiments whose stubs were asked for. */
  readonly experiments: readonly string[]
}

export interface Located extends Place {
  /** From the working directory. */
  readonly path: string
}

export interface BundleProblem extends Located {
  readonly reason: string
}

export interface BundleOptions {
  /** The module to begin with. */
  readonly contents: string
  /** The author's file it stands for, absolute; imports resolve from its folder. */
  readonly file: string
  readonly workingDirectory: string
  /** An author's module whose statements run even if nothing of it is imported: a script. */
  readonly effects?: string
  /** Texts to take instead of files on disk, by absolute path. */
  readonly overrides?: ReadonlyMap<string, string>
  /** How datasets that are reached get their bytes: exported for the host to see, or asked for by the module. */
  readonly datasets: 'export' | 'ask'
  /** What an import of a `*.experiment.ts` gives: its stub in cells, an error within experiments. */
  readonly experiments: 'stub' | 'refuse'
  /** Contents of the stub of an experiment, by absolute path. */
  readonly stub?: (path: string) => string
}

const packageRoot = findPackageRoot()
const compiled = join(packageRoot, '.build')
const datasets = join(compiled, 'engine', 'datasets')

/** Bundles with fixed options: the text depends on the code that is reached and on nothing else. */
export async function bundle(options: BundleOptions): Promise<{ bundle?: Bundle; problems: BundleProblem[] }> {
  const first = await bundleOnce(options, options.contents, [])
  if (!first.bundle) return first
  const output = Object.entries(first.metafile.outputs).find(([name]) => name.endsWith('.mjs'))![1]
  const reached = Object.entries(output.inputs)
    .filter(
      ([path, { bytesInOutput }]) => bytesInOutput > 0 && dirname(resolve(options.workingDirectory, path)) === datasets,
    )
    .map(([path]) => path.replace(/^.*\/|\.js$/g, ''))
    .sort()
  if (!reached.length) return first
  // The host reads what datasets the module exports, and supplies their bytes before the first call.
  if (options.datasets === 'export') {
    const exports = reached.map(name => `export { ${name} } from "backprose/datasets/${name}";`)
    return bundleOnce(
      options,
      `${options.contents}\n${exports.join('\n')}\nexport { supply } from "backprose/engine";`,
      [],
    )
  }
  // Or the module begins by asking for them; the first line of what is tangled holds no code of the author's.
  return bundleOnce(options, `import ${JSON.stringify(supplier)};${options.contents}`, reached)
}

/** A module that asks the host for the bytes of datasets, before all others are evaluated. */
const supplier = 'backprose:supply'

function supplierContents(names: readonly string[]): string {
  const imports = names.map(name => `import { ${name} } from "backprose/datasets/${name}";`)
  const files = names.map(name => `...${name}.files`)
  return `import { supply } from "backprose/engine";${imports.join('')}supply(await ${hostName}.files([${files}]));`
}

async function bundleOnce(
  { file, workingDirectory, effects, overrides, experiments, stub }: BundleOptions,
  contents: string,
  supplied: readonly string[],
): Promise<{ bundle?: Bundle; metafile: Metafile; problems: BundleProblem[] }> {
  const stubs = new Set<string>()
  const path = relative(workingDirectory, file)
  const result = await build({
    stdin: { contents, resolveDir: dirname(file), sourcefile: basename(file), loader: 'ts' },
    absWorkingDir: workingDirectory,
    outfile: join(workingDirectory, 'program.mjs'),
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    minifyWhitespace: true,
    legalComments: 'none',
    treeShaking: true,
    tsconfigRaw: '{}',
    sourcemap: 'external',
    sourcesContent: false,
    metafile: true,
    logLevel: 'silent',
    inject: [join(compiled, 'scripts/author/host.js'), join(compiled, 'engine/replacements.js')],
    loader: { '.csv': 'text', '.txt': 'text', '.bin': 'binary', '.json': 'json' },
    plugins: [resolution({ effects, overrides, experiments, stub, stubs, supplied })],
  }).catch((error: { errors?: Message[] }) => {
    if (!error.errors) throw error
    return { errors: error.errors, warnings: [], outputFiles: [], metafile: { inputs: {}, outputs: {} } }
  })

  const problems = [...result.errors, ...result.warnings.filter(({ id }) => fatalWarnings.has(id))].map(message =>
    toProblem(message, path),
  )
  for (const found of findCommonJs(result.metafile, workingDirectory)) problems.push(found)
  const [map, text] = ['.map', '.mjs'].map(end => result.outputFiles.find(output => output.path.endsWith(end))?.text)
  if (problems.length || text === undefined || map === undefined) return { metafile: result.metafile, problems }

  const trace = new TraceMap(map)
  return {
    bundle: {
      text,
      locate({ line, column }) {
        const {
          source,
          line: originalLine,
          column: originalColumn,
        } = originalPositionFor(trace, { line, column: column - 1 })
        if (source === null || isInside(compiled, resolve(workingDirectory, source))) return undefined
        return { path: source, line: originalLine, column: originalColumn + 1 }
      },
      inputs: Object.keys(result.metafile.inputs)
        .map(input => resolve(workingDirectory, input))
        .filter(input => !isInside(compiled, input)),
      experiments: [...stubs],
    },
    metafile: result.metafile,
    problems,
  }
}

/** Warnings that mean the code does not do what it says. */
const fatalWarnings = new Set([
  'import-is-undefined',
  'ignored-bare-import',
  'assign-to-constant',
  'call-import-namespace',
])

function resolution(options: {
  effects: string | undefined
  overrides: ReadonlyMap<string, string> | undefined
  experiments: 'stub' | 'refuse'
  stub: ((path: string) => string) | undefined
  stubs: Set<string>
  supplied: readonly string[]
}): Plugin {
  return {
    name: 'backprose',
    setup(build) {
      build.onResolve({ filter: /^backprose:supply$/ }, () => ({ path: supplier, namespace: 'supplier' }))
      build.onLoad({ filter: /.*/, namespace: 'supplier' }, () => ({
        contents: supplierContents(options.supplied),
        resolveDir: packageRoot,
        loader: 'js',
      }))
      build.onResolve({ filter: /^backprose(\/.*)?$/ }, ({ path }) => {
        const file = ownModule(path)
        return file === undefined ? undefined : { path: file, sideEffects: false }
      })
      // An author's module without used exports leaves no trace, so that only what a run reaches is in its id.
      build.onResolve({ filter: /^\.{0,2}\// }, async ({ path, importer, resolveDir, kind, pluginData }) => {
        if (pluginData === resolving || kind === 'entry-point') return undefined
        const resolved = await build.resolve(path, { importer, resolveDir, kind, pluginData: resolving })
        if (resolved.errors.length)
          return { errors: resolved.errors.map(error => ({ text: error.text, notes: error.notes })) }
        if (isExperiment(resolved.path) && !options.overrides?.has(resolved.path)) {
          if (options.experiments === 'refuse')
            return {
              errors: [
                {
                  text: `invalid import: ${path}; an experiment imports no experiment: move what they share to a module of its own`,
                },
              ],
            }
          options.stubs.add(resolved.path)
          return { path: resolved.path, namespace: 'experiment', sideEffects: false }
        }
        return { path: resolved.path, sideEffects: resolved.path === options.effects }
      })
      build.onLoad({ filter: /.*/, namespace: 'experiment' }, ({ path }) => ({
        contents: options.stub?.(path) ?? '',
        loader: 'js',
      }))
      build.onLoad({ filter: /\.experiment\.ts$/ }, ({ path }) => {
        const contents = options.overrides?.get(path)
        return contents === undefined ? undefined : { contents, loader: 'ts' }
      })
    },
  }
}

const resolving = Symbol('resolving')

/** The compiled module behind `backprose`, `backprose/engine` and `backprose/datasets/…`. */
function ownModule(specifier: string): string | undefined {
  if (specifier === 'backprose') return join(compiled, 'scripts/author/index.js')
  if (specifier === 'backprose/engine') return join(compiled, 'engine/index.js')
  const dataset = /^backprose\/datasets\/([\w-]+)$/.exec(specifier)
  return dataset ? join(datasets, `${dataset[1]}.js`) : undefined
}

function toProblem({ text, location }: Message, fallback: string): BundleProblem {
  return {
    path: location ? location.file.replace(/^experiment:/, '') : fallback,
    line: location?.line ?? 1,
    column: location ? codeUnits(location.lineText, location.column) + 1 : 1,
    reason: explain(text),
  }
}

/** esbuild counts columns in UTF-8 bytes. */
function codeUnits(line: string, bytes: number): number {
  return new TextDecoder().decode(new TextEncoder().encode(line).subarray(0, bytes)).length
}

function explain(text: string): string {
  const missing = /^Could not resolve "(.*)"$/.exec(text)?.[1]
  if (missing === undefined) return text.charAt(0).toLowerCase() + text.slice(1)
  if (missing.startsWith('node:'))
    return `unavailable in Programs: ${missing}; they run in browsers too, and read only what they import`
  if (missing.startsWith('.') || isAbsolute(missing)) return `missing file: ${missing}`
  return `unknown package: ${missing}; is it installed?`
}

/** esbuild writes a CommonJS module's path into the text: its id would change with the folder. */
function* findCommonJs({ inputs }: Metafile, workingDirectory: string): Generator<BundleProblem> {
  for (const [path, { imports }] of Object.entries(inputs))
    for (const imported of imports)
      if (inputs[imported.path]?.format === 'cjs')
        yield {
          path: isInside(workingDirectory, resolve(workingDirectory, path)) ? path : imported.path,
          line: 1,
          column: 1,
          reason: `invalid import: ${imported.original ?? imported.path}; it is a CommonJS module: Programs import ES modules`,
        }
}

function isInside(folder: string, path: string): boolean {
  return path.startsWith(folder + sep)
}
