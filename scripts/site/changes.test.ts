import { expect, it } from 'vitest'
import { changesOf, type RunOutcome } from './changes.ts'

const run = (seed: number, accuracy: number): RunOutcome => ({
  params: { seed },
  records: [
    { step: 1, norms: [1, 2] },
    { step: 2, norms: [3, 4] },
  ],
  result: { accuracy, diverged: false },
})
const outcomes = { 'a.experiment.ts': [run(0, 0.5), run(1, 0.75)], 'b.experiment.ts': [run(0, 1)] }

const after = (scope: 'all' | 'one', description: string) => {
  const changes = changesOf(outcomes, scope, experiment => experiment === 'a.experiment.ts')
  const change = changes.find(candidate => candidate.description === description)
  if (!change) throw new Error(changes.map(candidate => candidate.description).join('\n'))
  return change.apply()
}

it('moves the outcomes of cases, and leaves their params', () => {
  const { 'a.experiment.ts': moved, 'b.experiment.ts': other } = after(
    'all',
    'cases moved by 1 in all runs of a.experiment.ts',
  )
  expect(moved).toEqual([
    { ...run(0, 0.75), params: { seed: 0 } },
    { ...run(0, 0.5), params: { seed: 1 } },
  ])
  expect(other).toBe(outcomes['b.experiment.ts'])
  expect(after('one', 'runs 1 and 2 swapped of a.experiment.ts')['a.experiment.ts']).toEqual(moved)
})

it('scales a metric of results or records, in all runs or one', () => {
  const halved = after('all', 'result.accuracy halved in all runs of a.experiment.ts')['a.experiment.ts']!
  expect(halved.map(({ result }) => result)).toEqual([
    { accuracy: 0.25, diverged: false },
    { accuracy: 0.375, diverged: false },
  ])
  const late = after('one', 'norms doubled in the second half of the records in run 2 of a.experiment.ts')
  expect(late['a.experiment.ts']!.map(({ records }) => records[1])).toEqual([
    { step: 2, norms: [3, 4] },
    { step: 2, norms: [6, 8] },
  ])
  const answer = after('one', 'result.diverged doubled in run 1 of a.experiment.ts')['a.experiment.ts']!
  expect(answer[0]!.result).toEqual({ accuracy: 0.5, diverged: true })
})
