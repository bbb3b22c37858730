import { expect, test } from 'vitest'
import { toOutput } from '../output/output.ts'
import type { Run } from './run.ts'
import { table } from './table.ts'

const run = <Params, Result>(params: Params, result: Result, digest: string): Run<Params, never, Result> => ({
  experiment: 'x.experiment.ts',
  params,
  records: [],
  result,
  id: digest,
  digest,
})
const all = [
  run({ rate: 0.1, seed: 0, layers: [2, 3] }, { testAccuracy: 0.9, loss: 0.3, note: 'x' }, 'a'),
  run({ rate: 0.2, seed: 0, layers: [2] }, { testAccuracy: 0.95, loss: 0.4, note: 'y' }, 'b'),
]

test('a table of runs has the params that vary, the metrics, and the best of each', () => {
  expect(toOutput(table(all))).toEqual({
    mime: 'application/vnd.backprose.table',
    data: {
      columns: ['rate', 'layers', 'testAccuracy', 'loss'],
      rows: [
        [0.1, '[2,3]', 0.9, 0.3],
        [0.2, '[2]', 0.95, 0.4],
      ],
      best: [
        { row: 1, column: 2 },
        { row: 0, column: 3 },
      ],
      runs: ['a', 'b'],
    },
  })
})

test('what is best can be said, and equal values are not', () => {
  expect(toOutput(table(all, { best: { loss: 'max' } })).data).toMatchObject({
    best: [
      { row: 1, column: 2 },
      { row: 1, column: 3 },
    ],
  })
  expect(toOutput(table(all, { best: false })).data).toMatchObject({ best: [] })
  const equal = [run(1, { score: 2 }, 'a'), run(2, { score: 2 }, 'b'), run(3, { score: Number.NaN }, 'c')]
  expect(toOutput(table(equal)).data).toMatchObject({ columns: ['case', 'score'], best: [] })
})
