import { describe, expect, test } from 'vitest'
import { firstDifference } from './difference.ts'
import { formatLock, headlineMetrics, type LockEntry, parseLock } from './lock.ts'
import { compareFrozen, compareLock, updateLock } from './lock-comparison.ts'

const a = 'a'.repeat(64)
const b = 'b'.repeat(64)
const c = 'c'.repeat(64)

function entry(activation: string, id = a, digest = b): LockEntry {
  const experiment = 'reports/vanishing-gradient.experiment.ts'
  return { experiment, case: { seed: 0, activation }, id, digest, metrics: { finalTestAccuracy: 0.9412 } }
}

const text = `# backprose.lock 1: what every run computed (id) and what came out (digest), one line a run. Commit this file.
{"experiment":"index.experiment.ts","case":"a,\\"id\\":","id":"${a}","digest":"${b}","metrics":{"id":"~NaN"}}
{"experiment":"reports/vanishing-gradient.experiment.ts","case":{"activation":"relu","seed":0},"id":"${a}","digest":"${b}","metrics":{"finalTestAccuracy":0.9412}}
{"experiment":"reports/vanishing-gradient.experiment.ts","case":{"activation":"sigmoid","seed":0},"id":"${a}","digest":"${b}","metrics":{"finalTestAccuracy":0.9412}}
`
const odd: LockEntry = {
  experiment: 'index.experiment.ts',
  case: 'a,"id":',
  id: a,
  digest: b,
  metrics: { id: Number.NaN },
}

describe('the file', () => {
  test('is sorted, one line a run, and says in its first line what it is', () => {
    expect(formatLock([entry('sigmoid'), odd, entry('relu')])).toBe(text)
  })

  test('reads back, also with the line ends of Windows', () => {
    const entries = [odd, entry('relu'), entry('sigmoid')]
    expect(parseLock(text)).toMatchObject({ entries, problems: [] })
    expect(parseLock(text.replaceAll('\n', '\r\n'))).toMatchObject({ entries, problems: [] })
    expect([...parseLock(text).lines.values()]).toEqual([2, 3, 4])
    expect(parseLock('')).toMatchObject({ entries: [], problems: [] })
  })

  test('that git could not merge has the lines of both sides, not those of what both came from', () => {
    const [first, ...lines] = text.trimEnd().split('\n')
    const base = lines[1]!.replaceAll(a, c)
    const [ours, common, theirs] = ['<<<<<<< ours', '||||||| base', '======='] as const
    const merged = [first, ours, lines[0], common, base, theirs, lines[1], '>>>>>>> theirs', lines[2]].join('\n')
    const { entries, problems } = parseLock(merged)
    expect(entries).toEqual([odd, entry('relu'), entry('sigmoid')])
    expect(problems).toEqual([{ line: 2, column: 1, kind: 'merge', reason: 'unresolved merge' }])
  })

  test('that git merged by keeping both lines of a run has both', () => {
    const both = parseLock(formatLock([entry('relu'), entry('relu', c)]))
    expect(both.entries).toEqual([entry('relu'), entry('relu', c)])
    expect(both.problems).toEqual([
      { line: 3, column: 1, kind: 'merge', reason: 'doubled run; line 2 is of the same experiment and case' },
    ])
    expect(parseLock(formatLock([odd, odd])).problems).toEqual([])
  })

  test('that was damaged is an error at the line and column where it leaves the format', () => {
    const places = (text: string) => parseLock(text).problems.map(({ line, column }) => [line, column])
    const [first, line] = text.split('\n') as [string, string]
    expect(places(`${first}\n{"experiment":1}`)).toEqual([[2, 15]])
    expect(places(`${first}\n${line.replace('"digest"', '"digset"')}`)).toEqual([[2, line.indexOf(',"digest"') + 1]])
    expect(places(`${first}\n${line.slice(0, -1)}`)).toEqual([[2, line.indexOf('{"id"') + 14]])
    expect(places(`${first}\n${line.replace('"a,\\"id\\":"', '{b: 1}')}`)).toEqual([[2, 44]])
    expect(places(`${first}\n${line.replace('"~NaN"', '"high"')}`)).toEqual([[2, line.indexOf('{"id"') + 1]])
    expect(places('hello')).toEqual([
      [1, 1],
      [1, 1],
    ])
    expect(parseLock('# backprose.lock 2: …\n{}').problems).toEqual([
      {
        line: 1,
        column: 1,
        kind: 'damage',
        reason: 'unknown version of backprose.lock: 2; restore the file from git, or delete it and run backprose build',
      },
    ])
  })

  test('shows the numeric fields of a result', () => {
    expect(headlineMetrics({ loss: 0.5, name: 'relu', weights: [1], steps: 10, diverged: Number.NaN })).toEqual({
      loss: 0.5,
      steps: 10,
      diverged: Number.NaN,
    })
    expect(headlineMetrics(0.5)).toEqual({ result: 0.5 })
    expect(headlineMetrics([1, 2])).toEqual({})
    expect(headlineMetrics(null)).toEqual({})
  })
})

describe('compared with what was built', () => {
  const old = [entry('same'), entry('edited'), entry('random'), entry('gone')]
  const now = [entry('same'), entry('edited', c, c), entry('random', a, c), entry('new')]

  test('every run is unchanged, updated, added, missing or irreproducible', () => {
    const pair = (was: LockEntry, is = was) => ({ before: was, now: is })
    expect(compareLock(old, now)).toEqual({
      unchanged: [pair(entry('same'))],
      updated: [pair(entry('edited'), entry('edited', c, c))],
      added: [entry('new')],
      missing: [entry('gone')],
      irreproducible: [pair(entry('random'), entry('random', a, c))],
    })
  })

  test('of the lines of two branches, that of the same computation counts', () => {
    const merged = [entry('both', c, c), entry('both')]
    expect(compareLock(merged, [entry('both')])).toMatchObject({ unchanged: [{ before: entry('both') }], missing: [] })
    expect(compareLock(merged, [entry('both', a, c)])).toMatchObject({ irreproducible: [{ before: entry('both') }] })
    expect(updateLock(merged, [entry('both', b, b)], { prune: false })).toEqual([entry('both', b, b)])
  })

  test('the update keeps irreproducible runs as they were, and prunes only when asked to', () => {
    const kept = [entry('same'), entry('edited', c, c), entry('new'), entry('random'), entry('gone')]
    expect(updateLock(old, now, { prune: false })).toEqual(kept)
    expect(updateLock(old, now, { prune: true })).toEqual(kept.slice(0, -1))
  })

  test('frozen, a run that came out the same under another id is a notice, all else an error', () => {
    const misquoted = { ...entry('misquoted'), metrics: { finalTestAccuracy: 0.99 } }
    const frozen = compareFrozen(
      [...old, entry('refactored'), misquoted],
      [...now, entry('refactored', c), entry('misquoted')],
    )
    expect(frozen.missing).toEqual([entry('new')])
    expect(frozen.extra).toEqual([entry('gone')])
    expect(frozen.different.map(pair => pair.now)).toEqual([entry('random', a, c), entry('edited', c, c)])
    expect(frozen.misquoted.map(pair => pair.before)).toEqual([misquoted])
    expect(frozen.notices.map(pair => pair.now)).toEqual([entry('refactored', c)])
  })
})

describe('the first difference of two outcomes', () => {
  const records = [
    { step: 0, loss: 0.5 },
    { step: 1, loss: 0.25, weights: [1, 2] },
  ]
  const outcome = { records, result: { finalTestAccuracy: 0.9412, W: matrix(1, 2, 3, 4) } }

  function matrix(...values: number[]) {
    return { dtype: 'float32', shape: [2, 2], data: new Float32Array(values) }
  }

  test.each<[string, unknown[], unknown]>([
    ['record 1, loss: 0.25 → 0.26', [records[0], { ...records[1], loss: 0.26 }], null],
    ['record 1, weights[1]: 2 → -0', [records[0], { ...records[1], weights: [1, -0] }], null],
    ['record 1, length of weights: 2 → 1', [records[0], { ...records[1], weights: [1] }], null],
    ['record 0, loss: 0.5 → "0.5"', [{ step: 0, loss: '0.5' }, records[1]], null],
    ['record 0: {"loss":0.5,"step":0} → null', [null, records[1]], null],
    ['record 0, step: 0 → nothing', [{ loss: 0.5 }], null],
    ['record 0, accuracy: nothing → 1', [{ step: 0, loss: 0.5, accuracy: 1 }], null],
    ['length of records: 2 → 1', records.slice(0, 1), null],
    ['result.finalTestAccuracy: 0.9412 → 0.9411', records, { ...outcome.result, finalTestAccuracy: 0.9411 }],
    ['result.W[1, 0]: 3 → NaN', records, { ...outcome.result, W: matrix(1, 2, Number.NaN, 4) }],
    ['result.W: float32[2, 2] → float32[4]', records, { ...outcome.result, W: { ...matrix(1, 2, 3, 4), shape: [4] } }],
  ])('%s', (expected, records, result) => {
    expect(firstDifference(outcome, { records, result })).toBe(expected)
  })

  test('is undefined for equal ones', () => {
    expect(firstDifference(outcome, structuredClone(outcome))).toBeUndefined()
  })
})
