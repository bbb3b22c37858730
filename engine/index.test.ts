import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

// Bundles a module as an experiment would be, the kernels left out; `edit` changes source files on the way.
async function bundle(contents: string, edit?: (path: string, text: string) => string): Promise<string> {
  const sources: Plugin = {
    name: 'sources',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\/binary\.js$/ }, ({ path }) => ({ path, external: true, sideEffects: false }))
      onLoad({ filter: /engine\/.*\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8')
        return { loader: 'ts', contents: edit ? edit(path, text) : text }
      })
    },
  }
  const result = await build({
    stdin: { contents, resolveDir: join(root, 'engine'), loader: 'ts' },
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    // Without what package.json says of side effects, only code that does nothing when loaded is left out.
    ignoreAnnotations: true,
    logLevel: 'silent',
    minifyWhitespace: true,
    plugins: [sources],
    target: 'es2022',
    write: false,
  })
  return result.outputFiles[0]!.text
}

test('a bundle holds what it uses and nothing else', async () => {
  expect(
    await bundle(
      `import * as engine from './index.ts'; import * as math from './math.ts'; import { mnist } from './datasets/mnist.ts'`,
    ),
  ).toBe('')
  const text = await bundle(`import { matmul } from './index.ts'; export { matmul }`)
  const declared = [...text.matchAll(/\b(?:function\*?|class|const|let|var) (\w+)/g)].map(([, name]) => name)
  expect(declared).toContain('matmul')
  for (const name of ['dense', 'sequential', 'softmaxCrossEntropy', 'sgd', 'mersenne', 'DivergenceError', 'sigmoid'])
    expect(declared).not.toContain(name)
})

// Where a module does more, when it is loaded, than declare: calls, allocations by `new`, loops.
function effects(source: string): string[] {
  const found: string[] = []
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const { type, start, end } = node as { type?: string; start: number; end: number }
    if (/Function|^TS(?!As|Satisfies|NonNull)/.test(type ?? '')) return
    if (/^(Call|New|TaggedTemplate|Await|Yield|Assignment|Update|Import)Expression$/.test(type ?? ''))
      found.push(source.slice(start, end))
    else Object.values(node).forEach(walk)
  }
  for (const statement of parseSync('module.ts', source).program.body) {
    if (/^(If|For|While|DoWhile|Block|Expression|Try|Throw|Switch)/.test(statement.type))
      found.push(source.slice(statement.start, statement.end))
    else walk(statement)
  }
  return found
}

test('loading a module does nothing', () => {
  expect(effects('const f = () => g(), a = { h() { i() } }; class C { x: number; m() { n() } }; export { f }')).toEqual(
    [],
  )
  expect(effects('export const a = f(1), b = [new Map()]; let c; c = 2; class D { static e = g() }')).toEqual([
    'f(1)',
    'new Map()',
    'c = 2;',
    'g()',
  ])
  const folder = join(root, 'engine')
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    name => name.endsWith('.ts') && !/\.test\.ts$|\.d\.ts$|^(bench|fixtures)\/|\/assembly\//.test(name),
  )
  expect(sources.length).toBeGreaterThan(30)
  for (const name of sources)
    expect({ name, effects: effects(readFileSync(join(folder, name), 'utf8')) }).toEqual({ name, effects: [] })
})

test('editing what is not used leaves the bundle as it was', async () => {
  const program = `import { dense, sequential, seeded, relu } from './index.ts'
    export const parameters = sequential([dense(2, 3), relu]).init(seeded(0))`
  const before = await bundle(program)
  const edited = (name: string) => bundle(program, (_, text) => text.replaceAll(`Math.sqrt(${name} / fanIn)`, '7'))
  expect(await edited('2')).toBe(before)
  expect(await edited('1')).not.toBe(before)
  const sigmoid = (path: string, text: string) =>
    path.endsWith('activation.ts') ? text.replaceAll("'sigmoid'", "'relu'") : text
  expect(await bundle(program, sigmoid)).toBe(before)
})

// The flags of each run: V8's compilers one by one.
const flags = [[], ['--no-opt'], ['--liftoff-only'], ['--no-liftoff', '--no-wasm-tier-up']]

test('a training gives the same bits whichever compiler ran it', () => {
  const program = `
    import { createHash } from 'node:crypto'
    import * as engine from ${JSON.stringify(join(root, '.build/engine/index.js'))}
    import * as math from ${JSON.stringify(join(root, '.build/engine/math.js'))}
    const { dense, relu, seeded, sequential, sigmoid, softmaxCrossEntropy, tensor, train, uniform } = engine
    const random = seeded(1)
    const inputs = uniform(random, [300, 60])
    const targets = tensor(Uint8Array.from({ length: 300 }, (_, i) => Math.floor(3 * math.pow(math.sin(i), 2))))
    const plain = [dense(60, 30), relu, dense(30, 20, { initializer: engine.he }), sigmoid, dense(20, 3)]
    const convolutional = [
      ...[engine.unflatten([1, 6, 10]), engine.conv2d(1, 4, 3), engine.batchNormalization(4), relu, engine.maxPool2d(2)],
      ...[engine.flatten, engine.dropout(0.1), dense(32, 20), engine.tanh, dense(20, 3)],
    ]
    const pooled = [
      ...[engine.unflatten([1, 6, 10]), engine.conv2d(1, 4, 3), relu, engine.maxPool2d(2), engine.flatten],
      ...[dense(32, 20), relu, dense(20, 3)],
    ]
    // Mostly blank, as images are.
    const bytes = tensor(Uint8Array.from(inputs.data, x => (x < 0.2 ? 1000 * x : 0)), { shape: [300, 60] })
    const runs = [
      [plain, engine.sgd({ learningRate: 0.1 })],
      [plain, engine.sgd({ learningRate: 0.1 }), bytes],
      [pooled, engine.adam(), bytes],
      [convolutional, engine.clipByNorm(engine.adam({ learningRate: engine.cosineDecay(0.01, { steps: 100 }) }), 1)],
    ]
    const hash = createHash('sha256')
    for (const [layers, optimizer, x = inputs] of runs) {
      const model = sequential(layers)
      const data = { inputs: x, targets, divisor: 255 }
      const options = { batchSize: 50, steps: 100, random }
      for (const { step, loss, parameters } of train({ model, loss: softmaxCrossEntropy, optimizer, data, ...options })) {
        hash.update(String(loss))
        if (step % 50 === 0) for (const p of engine.leaves(parameters)) hash.update(p.data)
      }
    }
    console.log(hash.digest('hex'))`
  const digest = (flags: string[]) =>
    execFileSync(process.execPath, [...flags, '--input-type=module', '--eval', program], { encoding: 'utf8' })
  const digests = flags.map(digest)
  expect(digests[0]).toMatch(/^[0-9a-f]{64}\n$/)
  expect(new Set(digests).size).toBe(1)
}, 30_000)

test('so does every operation', () => {
  const program = `
    import { createHash } from 'node:crypto'
    import * as engine from ${JSON.stringify(join(root, '.build/engine/index.js'))}
    const { cast, grad, multiply, normal, seeded, sum } = engine
    const hash = createHash('sha256')
    const names = ('abs sign square sqrt exp expm1 log log1p log2 log10 sin cos tan atan sinh cosh tanh erf floor ceil round step ' +
      'relu leakyRelu sigmoid softplus gelu softmax logSoftmax sum mean variance std max min transpose').split(' ')
    for (const dtype of ['float32', 'float64']) {
      const x = multiply(normal(seeded(1), [40, 23], { dtype }), cast(engine.linspace(1e-4, 9, 23), dtype))
      const unary = names.map(name => engine[name])
      const binary = [engine.power, engine.divide, engine.minimum, (x, d) => engine.binaryCrossEntropy(x, engine.sigmoid(d))].map(f => x => f(x, engine.abs(x)))
      for (const f of [...unary, ...binary]) {
        const y = f(x)
        // Which bits a NaN has is not said.
        const known = x => engine.where(engine.equal(x, x), x, 0).data
        hash.update(known(y)).update(known(grad(x => sum(multiply(f(x), normal(seeded(2), y.shape, { dtype }))))(x)))
      }
    }
    console.log(hash.digest('hex'))`
  const digests = flags.map(flags =>
    execFileSync(process.execPath, [...flags, '--input-type=module', '--eval', program], { encoding: 'utf8' }),
  )
  expect(digests[0]).toMatch(/^[0-9a-f]{64}\n$/)
  expect(new Set(digests).size).toBe(1)
}, 30_000)
