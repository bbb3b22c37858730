import { describe, expect, it } from 'vitest'
import { encode } from '../run/canonical.ts'
import { sha256 } from '../run/digest.ts'
import { compareStates } from './changes.ts'
import { formatAsMarkdown } from './markdown.ts'
import { formatRelative } from './rows.ts'
import type { State, Statement } from './state.ts'
import { formatForTerminal } from './terminal.ts'

interface Sketch {
  readonly experiment?: string
  readonly id: string
  readonly case: unknown
  readonly records?: readonly unknown[]
  readonly metrics: Record<string, number>
}

function stateOf(name: string, runs: readonly Sketch[], rest: Partial<State> = {}): State {
  const texts = runs.map(({ case: params, records = [], metrics }) => encode({ params, records, result: metrics }))
  return {
    name,
    runs: runs.map(({ experiment = 'net.experiment.ts', id, case: params, metrics }, k) => ({
      experiment,
      case: params,
      id: sha256(id),
      digest: sha256(texts[k]!),
      metrics,
    })),
    texts: new Map(texts.map(text => [sha256(text), text])),
    statements: [],
    exhibits: [],
    unknown: new Set(),
    problems: [],
    ...rest,
  }
}

describe('runs', () => {
  const before = stateOf('v1', [
    { id: 'a', case: { seed: 0 }, metrics: { accuracy: 0.8, steps: 100 } },
    { id: 'b', case: { seed: 1 }, metrics: { accuracy: 0.9 } },
    { id: 'c', case: { seed: 2 }, metrics: {}, records: [{ loss: 1 }, { loss: 0.5 }] },
    { id: 'd', case: { seed: 3 }, metrics: { accuracy: 0.7 } },
    { id: 'e', experiment: 'old.experiment.ts', case: {}, metrics: { last: 1 } },
    { id: 'f', case: { seed: 5 }, metrics: { accuracy: 0.1 } },
  ])
  const after = stateOf('v2', [
    { id: 'a2', case: { seed: 0 }, metrics: { accuracy: 0.85, steps: 100 } },
    { id: 'b2', case: { seed: 1 }, metrics: { accuracy: 0.9 } },
    { id: 'c2', case: { seed: 2 }, metrics: {}, records: [{ loss: 1 }, { loss: 0.25 }] },
    { id: 'e', experiment: 'new.experiment.ts', case: {}, metrics: { last: 1 } },
    { id: 'g', case: { seed: 4 }, metrics: { accuracy: 0.6 } },
    { id: 'f', case: { seed: 5 }, metrics: { accuracy: 0.1 } },
  ])
  const changes = compareStates(before, after)

  it('are paired by experiment and case', () => {
    expect(changes.runs.map(({ case: params, kind }) => [params, kind])).toEqual([
      [{ seed: 0 }, 'changed'],
      [{ seed: 1 }, 'recomputed'],
      [{ seed: 2 }, 'changed'],
      [{ seed: 3 }, 'removed'],
      [{ seed: 4 }, 'added'],
      [{}, 'moved'],
    ])
    const [first, , third] = changes.runs
    expect(first!.metrics).toEqual([
      { name: 'accuracy', before: 0.8, after: 0.85, relative: expect.closeTo(0.0625, 12) },
    ])
    expect(third).toMatchObject({ metrics: [], difference: 'record 1, loss: 0.5 → 0.25' })
  })

  it('are a table on the terminal', () => {
    expect(formatForTerminal(changes, process.stdout)).toBe(
      [
        'v1 → v2: 2 runs came out otherwise, 1 run added, 1 run removed, 1 run renamed, 1 run computed by other code, with the same results',
        '',
        'Results',
        '  experiment         case    metric    old   new  change',
        '  net.experiment.ts  seed 0  accuracy  0.8  0.85  +6.25 %',
        '                     seed 2                       record 1, loss: 0.5 → 0.25',
        '                     seed 3  accuracy  0.7        removed',
        '                     seed 4  accuracy        0.6  added',
        '  new.experiment.ts                               was old.experiment.ts',
        '',
      ].join('\n'),
    )
  })

  it('are a table in Markdown', () => {
    expect(formatAsMarkdown(changes).split('\n').slice(2, 7)).toEqual([
      '### Results',
      '',
      '| experiment | case | metric | old | new | change |',
      '| --- | --- | --- | --: | --: | --- |',
      '| `net.experiment.ts` | seed 0 | accuracy | 0.8 | 0.85 | +6.25 % |',
    ])
  })
})

describe('claims and values', () => {
  const claim = (line: number, source: string, outcome: string, value: string): Statement => ({
    kind: 'claim',
    path: 'content/a.md',
    line,
    source,
    text: 'It *learns*',
    outcome,
    operands: [{ source: 'x', value }],
  })
  const value = (line: number, outcome: string): Statement => ({
    ...claim(line, 'a || b', outcome, ''),
    kind: 'value',
    text: '',
    operands: [],
  })
  const before = stateOf('v1', [], {
    statements: [claim(1, 'x > 1', 'true', '2'), claim(2, 'x > 0', 'true', '2'), value(3, '0.5')],
  })
  const after = stateOf('v2', [], {
    statements: [claim(5, 'x > 1', 'false', '1'), claim(7, 'x > 0', 'true', '2'), value(8, '0.6'), value(9, '0.6')],
  })
  const changes = compareStates(before, after)

  it('are paired by their expression, wherever they stand in the file', () => {
    expect(changes.claims.map(({ before, after }) => [before?.line, after?.line])).toEqual([[1, 5]])
    expect(changes.values.map(({ before, after }) => [before?.line, after?.line])).toEqual([
      [3, 8],
      [undefined, 9],
    ])
  })

  it('say what they came to on both sides', () => {
    expect(formatForTerminal(changes, process.stdout)).toBe(
      [
        'v1 → v2: 1 claim differs, 2 values differ',
        '',
        'Claims',
        '  content/a.md:5  true → false  It *learns*',
        '      x > 1',
        '      x: 2 → 1',
        '',
        'Values',
        '  content/a.md:8  0.5 → 0.6',
        '      a || b',
        '  content/a.md:9  new: 0.6',
        '      a || b',
        '',
      ].join('\n'),
    )
    const markdown = formatAsMarkdown(changes)
    expect(markdown).toContain('| `content/a.md:5` | It \\*learns\\* | true → false | `x > 1` | x: 2 → 1 |')
    expect(markdown).toContain('| `content/a.md:8` | 0.5 → 0.6 | `a \\|\\| b` |')
  })
})

it('says nothing of what errors kept from being computed', () => {
  const statement = {
    kind: 'value',
    path: 'content/a.md',
    line: 1,
    source: 'a',
    text: '',
    outcome: '1',
    operands: [],
  } as const
  const before = stateOf('v1', [{ id: 'a', case: 1, metrics: { loss: 1 } }], { statements: [statement] })
  const problem = { path: 'content/a.md', line: 1, column: 1, rule: 'x', reason: 'x', fatal: true }
  const after = stateOf('v2', [], { unknown: new Set(['content/a.md']), problems: [problem] })
  expect(compareStates(before, after)).toMatchObject({ runs: [], values: [], whole: false })
})

it('says so when nothing differs', () => {
  const state = stateOf('v1', [{ id: 'a', case: 1, metrics: { loss: Number.NaN } }])
  expect(formatForTerminal(compareStates(state, state), process.stdout)).toBe('v1 → v1: no difference\n')
})

it.each([
  [0.0625, '+6.25 %'],
  [-0.5, '−50 %'],
  [0.000123, '+0.0123 %'],
  [12, '+1200 %'],
  [2e-12, '+2.0e-10 %'],
  [undefined, ''],
])('writes a relative change of %s as %s', (relative, text) => {
  expect(formatRelative(relative)).toBe(text)
})
