import { expect, test } from 'vitest'
import { renderChart } from './chart.ts'
import { defaultFigure } from './figure.ts'

const run = (params: unknown, ...records: unknown[]) => ({ params, records })

test('a panel for each numeric field over the first, a line for each combination of the params that vary', async () => {
  const spec = defaultFigure([
    run({ activation: 'sigmoid', initializer: 'xavier', seed: 0 }, { step: 0, testAccuracy: 0.1, batchAccuracy: 0.2 }),
    run(
      { activation: 'relu', initializer: 'he', seed: 0 },
      { step: 0, testAccuracy: 0.3, batchAccuracy: 0.4, note: 'x' },
    ),
  ])
  const color = { field: 'series', type: 'nominal', sort: null, title: null }
  const y = (field: string, title: string) => ({ field, type: 'quantitative', title, scale: { zero: false } })
  const x = (title: string | null) => ({ field: 'step', type: 'quantitative', title })
  expect(spec).toEqual({
    data: {
      values: [
        { step: 0, testAccuracy: 0.1, batchAccuracy: 0.2, series: 'sigmoid · xavier' },
        { step: 0, testAccuracy: 0.3, batchAccuracy: 0.4, series: 'relu · he' },
      ],
    },
    vconcat: [
      { mark: 'line', encoding: { x: x(null), y: y('testAccuracy', 'test accuracy'), color } },
      { mark: 'line', encoding: { x: x('step'), y: y('batchAccuracy', 'batch accuracy'), color } },
    ],
  })
  expect((await renderChart(spec!, { width: 640 })).problems).toEqual([])
})

test('a param that varies alone names the legend', () => {
  const spec = defaultFigure([
    run({ learningRate: 0.1 }, { step: 1, loss: 2 }),
    run({ learningRate: 0.01 }, { step: 1, loss: 3 }),
  ])
  expect(spec).toMatchObject({
    data: { values: [{ series: '0.1' }, { series: '0.01' }] },
    mark: 'line',
    encoding: { color: { title: 'learning rate' } },
  })
})

test('params may be plain values or lists', () => {
  const spec = defaultFigure([run([40, 20], { step: 1, loss: 2 }), run([40, 30, 20], { step: 1, loss: 3 })])
  expect(spec).toMatchObject({
    data: { values: [{ series: '[40,20]' }, { series: '[40,30,20]' }] },
    encoding: { color: { title: null } },
  })
})

test('one run has no legend', () => {
  const spec = defaultFigure([run({ seed: 0 }, { step: 1, loss: 2 }, { step: 2, loss: 1 })])
  expect(spec).toMatchObject({
    data: {
      values: [
        { step: 1, loss: 2 },
        { step: 2, loss: 1 },
      ],
    },
  })
  expect(spec).not.toHaveProperty('encoding.color')
})

test('nothing to draw, no figure', () => {
  expect(defaultFigure([])).toBeUndefined()
  expect(defaultFigure([run({})])).toBeUndefined()
  expect(defaultFigure([run({}, { step: 1 }, { step: 2 })])).toBeUndefined()
  expect(defaultFigure([run({}, 1, null, 'x', { note: 'x' })])).toBeUndefined()
})

test('x is the field that counts, wherever it stands in the records', () => {
  const records = [
    { accuracy: 0.2, step: 10 },
    { accuracy: 0.1, step: 20 },
  ]
  expect(defaultFigure([{ params: {}, records }])).toMatchObject({
    encoding: { x: { field: 'step' }, y: { field: 'accuracy' } },
  })
})
