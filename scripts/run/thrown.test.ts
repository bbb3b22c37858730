import { expect, test } from 'vitest'
import { CanonicalError } from './canonical.ts'
import { explain } from './sandbox.ts'
import { toFailure } from './thrown.ts'

class DivergenceError extends Error {
  override readonly name = 'DivergenceError'
}
const cycle = new Error('cycle')
cycle.cause = cycle
const unreadable = 'threw a value that cannot be read'

test.each<[unknown, string]>([
  [null, 'threw null'],
  [undefined, 'threw undefined'],
  ['str', 'threw a string: str'],
  ['two\nlines\u001b[2J\u202e', 'threw a string: two lines [2J '],
  [0n, 'threw 0n'],
  [Symbol('s'), 'threw Symbol(s)'],
  [() => 1, 'threw a function'],
  [{ code: 3 }, 'threw {"code":3}'],
  [{ toString: () => expect.fail() }, unreadable],
  [
    new Proxy(new Error('p'), {
      get() {
        throw 1
      },
    }),
    unreadable,
  ],
  [
    new Proxy(
      {},
      {
        getPrototypeOf() {
          throw 1
        },
      },
    ),
    unreadable,
  ],
  [new Error('m'.repeat(1e7)), `Error: ${'m'.repeat(4086)}…`],
  [new Error('学'.repeat(1e6)), `Error: ${'学'.repeat(1362)}…`],
  [new Error(''), 'Error'],
  [new Error('c', { cause: new TypeError('d') }), 'Error: c (because of TypeError: d)'],
  [cycle, 'Error: cycle (because of Error: cycle)'],
  [Object.assign(new Error('s'), { stack: null }), 'Error: s'],
  [Object.assign(new Error('n'), { name: 1 }), 'Error: n'],
  [new DivergenceError('loss is NaN at step 3'), 'DivergenceError: loss is NaN at step 3'],
  [new ReferenceError('process is not defined'), 'unavailable in Programs: process; Programs run in browsers too'],
  [new ReferenceError('accuracy is not defined'), 'ReferenceError: accuracy is not defined'],
])('%# is told in one line of at most 4 KiB', (thrown, reason) => {
  expect(toFailure(thrown)).toEqual({ kind: 'threw', reason, frames: [] })
  expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(4096)
})

test('what cannot be stored is of a kind of its own', () => {
  const error = new CanonicalError('invalid result; cannot store undefined')
  expect(toFailure(error)).toEqual({ kind: 'data', reason: error.message, frames: [] })
})

test('a name that Programs lack is explained, a misspelled one is not', () => {
  expect(explain('display is not defined')).toBe(
    'unavailable in Programs: display; an experiment yields records and returns a result; show them in a cell',
  )
  expect(explain('BroadcastChannel is not defined')).toBe(
    'unavailable in Programs: BroadcastChannel; Programs have what the language offers',
  )
  expect(explain('constructor is not defined')).toBeUndefined()
  expect(explain('dispaly is not defined')).toBeUndefined()
})
