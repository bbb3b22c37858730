import { expect, test } from 'vitest'
import { runCells } from './cells.ts'
import { limits, openPool, writeBundle } from './fixtures/child.ts'
import type { StoredRun } from './run.ts'

const stored = (experiment: string, digest: string, loss: number): StoredRun => ({
  experiment,
  id: `id-${digest}`,
  digest,
  text: `{"params":{},"records":[{"loss":${loss}}],"result":{"last":${loss}}}`,
})
const runs = {
  'sgd.experiment.ts': [stored('sgd.experiment.ts', 'a', 0.5), stored('sgd.experiment.ts', 'b', 0.25)],
  'adam.experiment.ts': [stored('adam.experiment.ts', 'c', 0.1)],
}

/** What the bundler makes of cells and of expressions in the prose around them. */
function evaluate(text: string, seconds = limits.seconds) {
  const host = "const host = globalThis[Symbol.for('backprose')]"
  const bundle = writeBundle(`${host}\n${text}`)
  return runCells({ bundle, runs, pool: openPool(), limits: { ...limits, seconds } })
}

test('expressions are evaluated after the last cell, whose values they may use', async () => {
  const { evaluations } = await evaluate(`
    host.expression(0, 'value', [0], () => half)
    host.cell(0)
    let half = 0.5
    host.expression(1, 'claim', [0], () => host.operand(0, half) > 1 && host.operand(1, half))
    host.expression(2, 'claim', [0], () => host.operand(0, half) === 0.25)
    half /= 2`)
  expect(evaluations).toEqual([
    { expression: 0, outcome: { kind: 'value', text: '0.25' }, operands: [], runs: [] },
    { expression: 1, outcome: { kind: 'claim', holds: false }, operands: ['0.25'], runs: [] },
    { expression: 2, outcome: { kind: 'claim', holds: true }, operands: ['0.25'], runs: [] },
  ])
})

test('each is caught alone', async () => {
  const { evaluations } = await evaluate(`
    host.expression(0, 'value', [], () => { throw new RangeError('out of range') })
    host.expression(1, 'value', [], () => ({ dtype: 'float32', shape: [], data: new Float32Array([0.5]) }))
    host.expression(2, 'value', [], () => 'two\\n lines')
    host.expression(3, 'value', [], () => [1, 2])
    host.expression(4, 'claim', [], () => 'yes')`)
  expect(evaluations.map(({ outcome }) => outcome)).toEqual([
    { kind: 'failure', reason: 'RangeError: out of range' },
    { kind: 'value', text: '0.5' },
    { kind: 'value', text: 'two lines' },
    {
      kind: 'failure',
      reason: 'invalid value; only a text or a number can stand in a sentence, show others in a cell: [1, 2]',
    },
    { kind: 'failure', reason: "invalid claim; neither true nor false: 'yes'" },
  ])
})

test('runs are those that were read by it or by the statements it stands on', async () => {
  const { evaluations } = await evaluate(`
    host.statement(0)
    const [first, second] = host.runs('sgd.experiment.ts')
    host.statement(1)
    const loss = second.records[0].loss
    host.statement(2)
    const [adam] = host.runs('adam.experiment.ts')
    const other = adam.result.last
    host.expression(0, 'value', [0], () => first.result.last)
    host.expression(1, 'value', [0, 1], () => loss)
    host.expression(2, 'claim', [2], () => other < first.records[0].loss)
    host.expression(3, 'value', [0], () => 2 + 2)
    host.expression(4, 'claim', [], () => host.operand(0, host.runs('sgd.experiment.ts')).every(run => run.result.last < 1))`)
  expect(evaluations.map(({ runs }) => runs)).toEqual([['a'], ['b'], ['a', 'c'], [], ['a', 'b']])
  expect(evaluations[4]!.operands).toEqual(['2 runs'])
})

test('what never ends is known by its number', async () => {
  const { evaluations, failure } = await evaluate(
    `host.cell(0)
    host.expression(0, 'value', [], () => 1)
    host.expression(1, 'value', [], () => { for (;;) {} })`,
    1,
  )
  expect(evaluations).toEqual([])
  expect(failure).toEqual({ kind: 'timeout', reason: 'timed out after 1 s', frames: [], expression: 1 })
})
