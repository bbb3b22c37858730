import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { type CellsOptions, runCells } from './cells.ts'
import { createDatasets } from './datasets.ts'
import { limits, openPool, writeBundle } from './fixtures/child.ts'
import type { StoredRun } from './run.ts'

// What the bundler puts around cells.
const host = "const host = globalThis[Symbol.for('backprose')]"

function cells(text: string, options: Partial<CellsOptions> = {}) {
  return runCells({ bundle: writeBundle(`${host}\n${text}`), runs: {}, pool: openPool(), limits, ...options })
}

const text = (data: string) => ({ mime: 'text/plain', data })

test('outputs come in order, each with its cell and the place that showed it', async () => {
  const result = await cells(`host.cell(0)
const x = 2
display(x)
host.value(undefined)
host.cell(1)
  console.log('x is', x)
  console.info('and', x)
  display(x + 1)
  console.error('bye')
host.value('last')
host.cell(4)
`)
  expect(result).toEqual({
    outputs: [
      { cell: 0, output: text('2'), at: { line: 4, column: 1 }, runs: [] },
      { cell: 1, output: text('x is 2\nand 2\n'), at: { line: 7, column: 11 }, runs: [] },
      { cell: 1, output: text('3'), at: { line: 9, column: 3 }, runs: [] },
      { cell: 1, output: text('bye\n'), at: { line: 10, column: 11 }, runs: [] },
      { cell: 1, output: text('last'), at: { line: 11, column: 6 }, runs: [] },
    ],
    evaluations: [],
  })
})

test('what is shown is copied: changing it afterwards changes no output', async () => {
  const { outputs } = await cells(`host.cell(0)
    const W = new Float32Array([1, 2])
    display(W)
    W[0] = 9
    const rows = [{ step: 0 }]
    display(rows)
    rows[0].step = 9`)
  expect(outputs.map(({ output }) => output)).toEqual([
    {
      mime: 'application/vnd.backprose.tensor',
      data: { dtype: 'float32', shape: [2], data: new Float32Array([1, 2]) },
    },
    { mime: 'application/vnd.backprose.table', data: { columns: ['step'], rows: [[0]] } },
  ])
})

test('runs are given by experiment, and what is shown afterwards names them', async () => {
  const stored = (experiment: string, digest: string, loss: number): StoredRun => {
    const text = `{"params":{"seed":0},"records":[{"loss":${loss}}],"result":"~NaN"}`
    return { experiment, id: `id-${digest}`, digest, text }
  }
  const runs = {
    'sgd.experiment.ts': [stored('sgd.experiment.ts', 'a', 0.5), stored('sgd.experiment.ts', 'b', 0.25)],
    'adam.experiment.ts': [stored('adam.experiment.ts', 'c', 0.1)],
  }
  const { outputs, failure } = await cells(
    `host.cell(0)
    display('before')
    const [run] = host.runs('sgd.experiment.ts')
    display(run.records[0].loss)
    console.log(Object.keys(run).join(), run.id, run.result, Object.isFrozen(run.records[0]))
    const adam = host.runs('adam.experiment.ts')
    display('both')
    display('narrowed', { runs: adam })
    host.cell(1)
    host.runs('other.experiment.ts')`,
    { runs },
  )
  expect(outputs.map(({ output, runs }) => [output.data, runs])).toEqual([
    ['before', []],
    ['0.5', ['a', 'b']],
    ['experiment,params,records,result,id,digest id-a NaN true\n', ['a', 'b']],
    ['both', ['a', 'b', 'c']],
    ['narrowed', ['c']],
  ])
  expect(failure).toEqual({
    kind: 'threw',
    reason: 'unknown experiment: other.experiment.ts; the Program does not import it',
    frames: [{ line: 11, column: 10 }],
    cell: 1,
  })
})

test('a cell that throws keeps what was shown before, and stops the ones after', async () => {
  const { outputs, failure } = await cells(`host.cell(0); display(1)
host.cell(1); console.log('so far')
missing()
host.cell(2); display(3)`)
  expect(outputs.map(({ cell, output }) => [cell, output.data])).toEqual([
    [0, '1'],
    [1, 'so far\n'],
  ])
  expect(failure).toEqual({
    kind: 'threw',
    reason: 'ReferenceError: missing is not defined',
    frames: [{ line: 4, column: 1 }],
    cell: 1,
  })
})

test.each([
  ['timeout', 'for (;;);', { seconds: 1 }],
  ['no-result', 'await new Promise(() => {})', {}],
  ['memory', 'const keep = []; for (;;) keep.push(new Float64Array(131072).fill(1))', {}],
])('a cell that ends in %s is named, with the outputs of the cells before', async (kind, code, limit) => {
  const { outputs, failure } = await cells(`host.cell(0); display(1)\nhost.cell(7)\n${code}`, {
    limits: { ...limits, ...limit },
  })
  expect(outputs.map(({ output }) => output.data)).toEqual(['1'])
  expect(failure).toMatchObject({ kind, cell: 7 })
})

test('a cell may wait', async () => {
  const { outputs } = await cells('host.cell(0)\ndisplay(await Promise.resolve(1))\nhost.cell(1)\ndisplay(2)')
  expect(outputs.map(({ cell, output }) => [cell, output.data])).toEqual([
    [0, '1'],
    [1, '2'],
  ])
})

test('outputs past the limit are an error where they are shown', async () => {
  const { failure } = await cells("host.cell(0)\nfor (;;)\n  display('x'.repeat(10000))")
  expect(failure).toEqual({
    kind: 'data',
    reason: 'invalid outputs; more than 1 MiB',
    frames: [{ line: 4, column: 3 }],
    cell: 0,
  })
})

test('printing past the limit keeps the head and the tail of a cell', async () => {
  const { outputs } = await cells("host.cell(0)\nfor (let i = 0; i < 30; i++) console.log((i + '').padEnd(9, '.'))", {
    limits: { ...limits, printed: 40 },
  })
  expect(outputs.map(({ output }) => output.data)).toEqual([
    '0........\n1........\n\n… 260 bytes dropped …\n28.......\n29.......\n',
  ])
})

test('console does what it does elsewhere', async () => {
  const { outputs } = await cells(`host.cell(0)
    console.group('layer', 1)
    console.log('two\\nlines')
    console.groupEnd()
    console.assert(1 < 2, 'no')
    console.assert(2 < 1, 'yes')
    console.count('step'); console.count('step')
    console.table([{ a: 1 }])`)
  expect(outputs.map(({ output }) => output.data)).toEqual([
    'layer 1\n  two\n  lines\nAssertion failed yes\nstep: 1\nstep: 2\n',
    { columns: ['a'], rows: [[1]] },
  ])
})

test('the files of datasets are found for cells, too', async () => {
  const sha256 = createHash('sha256').update('0123').digest('hex')
  const file = writeBundle('0123')
  const { outputs } = await cells(
    `const files = await host.files([{ name: 'digits/train', sha256: '${sha256}' }])
    host.cell(0)
    display(files.get('${sha256}')[3])`,
    { pool: openPool({ datasets: createDatasets(() => file) }) },
  )
  expect(outputs.map(({ output }) => output.data)).toEqual(['51'])
})

test('twenty Programs may wait for one place under one signal', async () => {
  const warnings: Error[] = []
  const listen = (warning: Error) => warnings.push(warning)
  process.on('warning', listen)
  const pool = openPool({ jobs: 1 })
  const controller = new AbortController()
  const waiting = Array.from({ length: 20 }, () => cells('host.cell(0)', { pool, signal: controller.signal }))
  controller.abort(new Error('newer save'))
  for (const settled of await Promise.allSettled(waiting)) expect(settled.status).toBe('rejected')
  await new Promise(resolve => setImmediate(resolve))
  process.off('warning', listen)
  expect(warnings).toEqual([])
})
