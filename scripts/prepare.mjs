// Compiles the engine's kernels, the engine and the generator into `.build/`, unless it already holds exactly these
// sources. Plain JavaScript, because it runs before anything is compiled and Node 20 runs no TypeScript.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const require = createRequire(import.meta.url)
const built = join(root, '.build')
const stamp = join(built, 'sources.sha256')

const digest = hashSources(['engine', 'scripts'])

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== digest)
  try {
    compile()
  } catch (error) {
    console.error(`backprose was not compiled: ${error.message}`)
    process.exitCode = 1
  }

/** One hash over the sources in folders and what compiles them. */
function hashSources(folders) {
  const names = folders
    .flatMap(folder => readdirSync(join(root, folder), { recursive: true }).map(name => join(folder, name)))
    .filter(name => /\.(ts|json|mjs)$/.test(name) && !name.endsWith('.test.ts') && !name.includes('fixtures'))
    .concat('tsconfig.json', 'package.json')
    .sort()
  const hash = createHash('sha256')
  for (const name of names)
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(root, name)))
      .update('\0')
  return hash.digest('hex')
}

function compile() {
  // Everything is made beside `.build/` and moved in one step: whoever runs the old build meanwhile keeps it whole.
  const fresh = join(root, `.build-${process.pid}`)
  const old = join(root, `.build-${process.pid}-old`)
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(join(fresh, 'engine/kernels'), { recursive: true })
  try {
    const wasm = join(fresh, 'kernels.wasm')
    run(require.resolve('assemblyscript/bin/asc.js'), [
      'engine/kernels/assembly/index.ts',
      ...['--outFile', wasm, '--config', 'engine/kernels/assembly/asconfig.json'],
    ])
    const base64 = readFileSync(wasm).toString('base64')
    rmSync(wasm)
    writeFileSync(join(fresh, 'engine/kernels/binary.js'), `export const binary =\n  '${base64}'\n`)
    const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc')
    for (const part of ['engine', 'scripts']) run(tsc, ['--project', part, '--outDir', join(fresh, part)])
    // tsc copies no declaration files.
    for (const name of ['engine/kernels/binary.d.ts', 'scripts/author/globals.d.ts'])
      cpSync(join(root, name), join(fresh, name))
    chmodSync(join(fresh, 'scripts/cli.js'), 0o755)
    writeFileSync(join(fresh, 'sources.sha256'), digest)
    // What cells show depends on the generator, but on the engine only as far as its code is in their bundles.
    writeFileSync(join(fresh, 'generator.sha256'), hashSources(['scripts']))
    if (existsSync(built)) renameSync(built, old)
    renameSync(fresh, built)
  } finally {
    for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true })
  }
}

function run(script, args) {
  const { status, error } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' })
  if (error) throw error
  if (status !== 0) throw new Error(`${basename(script)} found errors, see above`)
}
