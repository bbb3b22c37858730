import { expect, test } from 'vitest'
import { format, inspect } from './inspect.ts'

test('strings print as they are, next to numbers as JavaScript writes them', () => {
  expect(format(['step', 10, 'loss', 0.25])).toBe('step 10 loss 0.25')
  expect(format([-0, NaN, -Infinity, 1e21, 5e-324])).toBe('-0 NaN -Infinity 1e+21 5e-324')
  expect(format([null, undefined, true, 10n, Symbol('s'), Symbol()])).toBe('null undefined true 10n Symbol(s) Symbol()')
  expect(format([])).toBe('')
  expect(format(['100 %d', 5])).toBe('100 %d 5')
})

test('terminal sequences and control characters do not reach the page', () => {
  expect(format(['\x1b[31mred\x1b[0m \x1b]0;title\x07bell\x07'])).toBe('red bell')
  expect(format(['a\r\nb\rc\td\0'])).toBe('a\nb\nc\td')
  expect(format(['\x9b31mnext'])).toBe('31mnext')
  expect(format(['user\u202egnp.exe'])).toBe('user\\u202egnp.exe')
  expect(format(['\ud800x'])).toBe('\ufffdx')
  expect(inspect(['\x1b[31m', '\0', '\ud800'])).toBe(String.raw`['\u001b[31m', '\u0000', '\ud800']`)
})

test('objects and arrays stay on one line while they fit', () => {
  expect(inspect({ optimizer: 'sgd', rate: 0.1, layers: [784, 40, 20, 10], 'epochs each': 9 })).toBe(
    `{ optimizer: 'sgd', rate: 0.1, layers: [784, 40, 20, 10], 'epochs each': 9 }`,
  )
  expect(inspect({})).toBe('{}')
  expect(inspect([[], {}, [[1]]])).toBe('[[], {}, [[1]]]')
  expect(inspect({ 誤差: 1, 0: 'zero', [Symbol('tag')]: 2 })).toBe(`{ '0': 'zero', 誤差: 1, [Symbol(tag)]: 2 }`)
})

test('longer ones break, numbers many to a line', () => {
  expect(
    inspect({
      name: 'vanishing gradient',
      params: { activation: 'sigmoid', initializer: 'xavier', seed: 0 },
      accuracy: [0.1135, 0.887, 0.901],
    }),
  ).toBe(`{
  name: 'vanishing gradient',
  params: { activation: 'sigmoid', initializer: 'xavier', seed: 0 },
  accuracy: [0.1135, 0.887, 0.901]
}`)
  expect(inspect(Array.from({ length: 40 }, (_, i) => i))).toBe(`[
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
  21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38,
  39
]`)
})

test('East Asian characters count as two columns', () => {
  const row = { 説明: 'あ'.repeat(16), 結果: 'い'.repeat(14) }
  expect(inspect(row)).toBe(`{
  説明: '${'あ'.repeat(16)}',
  結果: '${'い'.repeat(14)}'
}`)
})

test('strings inside are quoted and escaped', () => {
  expect(inspect([`it's`, `"both' `, 'line\nline', '\\', `\`'"`])).toBe(
    String.raw`["it's", ${'`"both\' `'}, 'line\nline', '\\', '${'`'}\'"']`,
  )
})

test('tensors and typed arrays print as in NumPy, aligned where they stand', () => {
  const weights = { dtype: 'float32', shape: [2, 2], data: Float32Array.of(0.1, -2, 3, 4.5) }
  expect(format(['W:', weights])).toBe('W: [[ 0.1 -2. ]\n [ 3.   4.5]]')
  expect(inspect({ weights, bias: Float64Array.of(1, 0.5) })).toBe(`{
  weights: [[ 0.1 -2. ]
            [ 3.   4.5]],
  bias: [1.  0.5]
}`)
  expect(inspect([Uint8Array.of(1, 20), Int16Array.of(-1), BigInt64Array.of(5n)])).toBe('[[ 1 20], [-1], [5]]')
})

test('maps, sets, errors, functions, classes', () => {
  class Dense {
    units = 10
  }
  class Conv extends Dense {}
  expect(
    inspect(
      new Map<unknown, unknown>([
        ['a', 1],
        [{ k: 1 }, [2]],
      ]),
    ),
  ).toBe(`Map(2) { 'a' => 1, { k: 1 } => [2] }`)
  expect(inspect(new Set([1, 'x']))).toBe(`Set(2) { 1, 'x' }`)
  expect(inspect(new Dense())).toBe('Dense { units: 10 }')
  expect(inspect([Dense, Conv, () => 1, function named() {}, Math.sqrt])).toBe(
    '[\n  [class Dense],\n  [class Conv extends Dense],\n  [Function: (anonymous)],\n  [Function: named],\n  [Function: sqrt]\n]',
  )
  expect(inspect(new TypeError('no such layer'))).toBe('TypeError: no such layer')
  expect(inspect(Object.assign(new RangeError('loss is NaN'), { step: 12 }))).toBe(
    'RangeError: loss is NaN { step: 12 }',
  )
  expect(inspect(new Error('outer', { cause: new Error('inner') }))).toBe('Error: outer { cause: Error: inner }')
  expect(inspect(new AggregateError([new Error('one')], 'many'))).toBe('AggregateError: many { errors: [Error: one] }')
  expect(inspect(/a+/g)).toBe('/a+/g')
  expect(inspect(Promise.resolve(1))).toBe('Promise {}')
  expect(inspect(Object.assign(Object.create(null), { a: 1 }))).toBe('[Object: null prototype] { a: 1 }')
})

test('shortens what is too deep, too long or too much', () => {
  let deep: unknown = 1
  for (let i = 0; i < 9; i++) deep = { deep }
  expect(inspect(deep)).toBe('{ deep: { deep: { deep: { deep: { deep: { deep: {…} } } } } } }')
  expect(inspect(Array.from({ length: 1234 }, () => 0))).toMatch(/0,\n {2}… 1134 more\n\]$/)
  // biome-ignore lint/suspicious/noSparseArray: holes are the case
  expect(inspect([1, , , 4, ,])).toBe('[1, <2 empty items>, 4, <1 empty item>]')
  expect(inspect(new Array(1e9))).toBe('[… 1000000000 more]')
  expect(inspect(['x'.repeat(10_001)])).toMatch(/x'… 1 more character/)
  expect(inspect(new Set(Array.from({ length: 101 }, (_, i) => i)))).toMatch(/… 1 more\n\}$/)
  const bush = (depth: number): unknown => (depth === 0 ? {} : Array.from({ length: 60 }, () => bush(depth - 1)))
  expect(inspect(bush(3)).length).toBeLessThan(200_000)
})

test('cycles are named, shared values are not', () => {
  const node: Record<string, unknown> = { shared: [1] }
  node.self = node
  node.again = node.shared
  expect(inspect(node)).toBe('{ shared: [1], self: [Circular], again: [1] }')
})

test('nothing makes it throw, and no getter is called', () => {
  const explosive = () => {
    throw new Error('boom')
  }
  const traps = { get: explosive, getOwnPropertyDescriptor: explosive, getPrototypeOf: explosive, ownKeys: explosive }
  const revoked = Proxy.revocable({}, {})
  revoked.revoke()
  expect(
    inspect([
      new Proxy({}, traps),
      new Proxy([], traps),
      revoked.proxy,
      new Proxy(() => 1, {}),
      Object.defineProperty({}, 'x', { get: explosive, enumerable: true }),
      Object.defineProperty({}, 'dtype', { get: explosive, enumerable: true }),
      Object.defineProperty(new Error('kept'), 'message', { get: explosive }),
      // biome-ignore lint/suspicious/noThenProperty: a thenable is the case
      { then: 1, toString: explosive, toJSON: explosive, [Symbol.toPrimitive]: explosive },
      Object.create({ constructor: 1 }),
    ]),
  ).toBe(`[
  [unreadable],
  [unreadable],
  [unreadable],
  [Function: (anonymous)],
  { x: [Getter] },
  { dtype: [Getter] },
  Error,
  {
    then: 1,
    toString: [Function: explosive],
    toJSON: [Function: explosive],
    [Symbol(Symbol.toPrimitive)]: [Function: explosive]
  },
  {}
]`)
})

test('tensors of the engine, whose data is copied out on demand', () => {
  class Tensor {
    readonly dtype = 'float64'
    readonly shape = [4]
    get data() {
      return Float64Array.of(1, 5, 2, -1)
    }
  }
  expect(format(['x', new Tensor()])).toBe('x [ 1.  5.  2. -1.]')
})
