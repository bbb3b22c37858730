import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CanonicalError, decode, encode } from './canonical.ts'
import { sha256 } from './digest.ts'

// The texts are written by hand, tensors and hashes by Python's struct, base64 and hashlib.
const vectors: { name: string; text: string; sha256: string }[] = JSON.parse(
  readFileSync(new URL('./fixtures/canonical.json', import.meta.url), 'utf8'),
)

const values: Record<string, unknown> = {
  null: null,
  true: true,
  'empty list': [],
  'empty record': {},
  integers: [0, 1, -1, Number.MAX_SAFE_INTEGER],
  fractions: [0.1, -1.5, 0.1 + 0.2, 123456.789],
  exponents: [1e21, 1e20, 1e-7, 1e-6, Number.MIN_VALUE, Number.MAX_VALUE],
  'minus zero': -0,
  'not a number': Number.NaN,
  infinities: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  text: 'loss "x"\n\u0001/é学🦋',
  'lone surrogates': ['\ud83e', '\udd8b'],
  tildes: ['~', '~-0', '~~', 'a~'],
  'keys in UTF-16 order': { '～': 10, '🦋': 9, 学: 8, é: 7, a: 6, Z: 5, 2: 4, 10: 3, 1: 2, '': 1 },
  'keys with tildes': { '~~': 3, '~tensor': 2, '~': 1 },
  'key __proto__': JSON.parse('{"__proto__":1}'),
  record: { step: 10, testAccuracy: 0.1135, batchAccuracy: 0.25 },
  'float32 matrix': { dtype: 'float32', shape: [2, 3], data: new Float32Array([1, 2, 3, 4, 5, 6]) },
  'float32 with NaN': new Float32Array([-0, Number.NaN, Number.POSITIVE_INFINITY]),
  'float64 scalar': { dtype: 'float64', shape: [], data: new Float64Array([0.1]) },
  'float64 with NaN': new Float64Array(
    new BigUint64Array([0x7ff8000000000000n, 0xfff8000000000000n, 0x7ff0000000000001n, 0xffffffffffffffffn]).buffer,
  ),
  'int32 typed array': new Int32Array([-1, 2147483647]),
  'uint8 typed array': new Uint8Array([0, 127, 255]),
  'bool tensor': { shape: [2, 1], dtype: 'bool', data: new Uint8Array([1, 0]) },
  'empty tensor': { dtype: 'float32', shape: [0, 3], data: new Float32Array(0) },
  nested: {
    loss: Number.NaN,
    layers: [{ W: { dtype: 'float32', shape: [1, 1], data: new Float32Array([0.5]) }, b: null }, {}],
  },
  run: {
    result: { finalLoss: 0.25 },
    records: [
      { step: 0, loss: 0.5 },
      { step: 1, loss: 0.25 },
    ],
    params: { seed: 0 },
  },
}

describe('the committed vectors', () => {
  test.each(vectors)('$name', ({ name, text, sha256: hash }) => {
    expect(values).toHaveProperty([name])
    expect(encode(values[name])).toBe(text)
    expect(sha256(text)).toBe(hash)
    expect(encode(decode(text))).toBe(text)
  })
})

test('NaNs of float32 lose their payload and sign', () => {
  const bits = new Uint32Array([0xffc00000, 0x7f800001])
  expect(encode(new Float32Array(bits.buffer))).toBe(encode(new Float32Array([Number.NaN, Number.NaN])))
})

test('a tensor is told by its shape: the engine’s own is an instance of a class with a getter', () => {
  class Tensor {
    readonly dtype = 'float32'
    readonly shape = [2]
    readonly pointer = 1024
    get data() {
      return new Float32Array([1, 2])
    }
  }
  expect(encode({ W: new Tensor() })).toBe(encode({ W: new Float32Array([1, 2]) }))
  const labeled = { dtype: 'float32', shape: [2], data: new Float32Array([1, 2]), label: 'W' }
  expect(decode(encode(labeled))).toEqual({
    ...labeled,
    data: { dtype: 'float32', shape: [2], data: new Float32Array([1, 2]) },
  })
})

test('what cannot be stored is refused with its path', () => {
  const cycle: { children: unknown[] } = { children: [] }
  cycle.children.push(cycle)
  let deep: unknown[] = []
  for (let i = 0; i < 600; i++) deep = [deep]
  const named = Object.assign([1], { note: 'lost' })
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  const refused: [unknown, string][] = [
    [undefined, 'invalid result; cannot store undefined'],
    [{ weights: [1, 2, 3, undefined] }, 'invalid result.weights[3]; cannot store undefined'],
    [{ 'a b': { c: () => 1 } }, 'invalid result["a b"].c; cannot store a function'],
    [[Symbol('s')], 'invalid result[0]; cannot store a symbol'],
    [{ n: 1n }, 'invalid result.n; cannot store a bigint'],
    [cycle, 'invalid result.children[0]; cannot store a value that contains itself'],
    [{ seen: new Set([1]) }, 'invalid result.seen; cannot store an instance of a class: Set'],
    [{ at: new Date(0) }, 'invalid result.at; cannot store an instance of a class: Date'],
    [{ view: new BigInt64Array(1) }, 'invalid result.view; cannot store an instance of a class: BigInt64Array'],
    [new (class Losses extends Array {})(), 'invalid result; cannot store an instance of a class'],
    [{ later: Promise.resolve(1) }, 'invalid result.later; cannot store an instance of a class: Promise'],
    // biome-ignore lint/suspicious/noSparseArray: the hole is what is tested
    [[1, , 3], 'invalid result; cannot store a list with holes or named properties'],
    [named, 'invalid result; cannot store a list with holes or named properties'],
    [{ [Symbol('s')]: 1 }, 'invalid result; cannot store a property named by a symbol'],
    [
      {
        get loss() {
          throw null
        },
      },
      'invalid result.loss; cannot store a property that throws when it is read',
    ],
    [{ proxy }, 'invalid result.proxy; cannot store a value that throws when it is read'],
    [
      deep,
      `invalid result${'[0]'.repeat(500).slice(0, 94)}…${'[0]'.repeat(30)}; cannot store what is nested deeper than 500 levels`,
    ],
  ]
  for (const [value, message] of refused)
    expect(() => encode(value, { name: 'result' })).toThrow(new CanonicalError(message))
})

test('what is used twice is no cycle, and what doubles without end meets the limit', () => {
  const shared = { loss: 1 }
  expect(encode([shared, shared])).toBe('[{"loss":1},{"loss":1}]')
  let doubled: unknown = 'x'.repeat(1000)
  for (let i = 0; i < 100; i++) doubled = [doubled, doubled]
  expect(() => encode(doubled, { name: 'result', limit: 2 ** 24 })).toThrow('invalid result; more than 16 MiB')
})

test('only what encode writes is decoded', () => {
  for (const text of [
    '',
    '{"b":1,"a":2}',
    '[1, 2]',
    '1.0',
    '1e3',
    '-0',
    '"\\u0041"',
    '{"a":1,"a":1}',
    '"~"',
    '"~nan"',
    '{"~a":1}',
    '{"~tensor":1}',
    '{"a":1,"~tensor":{"data":"","dtype":"float32","shape":[0]}}',
    '{"~tensor":{"data":"AAAA","dtype":"float32","shape":[1]}}',
    '{"~tensor":{"data":"AACAPw==","dtype":"float32","shape":[2]}}',
    '{"~tensor":{"data":"AACAPx==","dtype":"float32","shape":[1]}}',
    '{"~tensor":{"data":"AACAPw==","dtype":"float16","shape":[1]}}',
    '{"~tensor":{"data":"AACAPw==","dtype":"__proto__","shape":[1]}}',
    '{"~tensor":{"data":"AADA/w==","dtype":"float32","shape":[1]}}',
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  ])
    expect(() => decode(text), text.slice(0, 80)).toThrow(CanonicalError)
})

test('a key named __proto__ stays a key', () => {
  const decoded = decode('{"__proto__":{"polluted":1},"~~":2}') as Record<string, unknown>
  expect(Object.keys(decoded).sort()).toEqual(['__proto__', '~'])
  expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype)
  expect(decoded.polluted).toBeUndefined()
})

test('a Program that replaces what the language offers changes no text', () => {
  const value = { b: [1, 'x', { c: -0 }], a: new Float32Array([1, Number.NaN]), '~': 'z' }
  const expected = encode(value)
  const saved = { map: Array.prototype.map, sort: Array.prototype.sort, stringify: JSON.stringify, keys: Object.keys }
  const prototype = Object.prototype as unknown as Record<string, unknown>
  let text: string
  let decoded: string
  try {
    Array.prototype.map = () => ['pwned'] as never
    Array.prototype.sort = () => [] as never
    JSON.stringify = () => '{"loss":0}'
    Object.keys = () => []
    prototype.polluted = 1
    prototype.toJSON = () => 'pwned'
    prototype.get = () => 'pwned'
    text = encode(value)
    decoded = encode(decode(text))
  } finally {
    Array.prototype.map = saved.map
    Array.prototype.sort = saved.sort
    JSON.stringify = saved.stringify
    Object.keys = saved.keys
    for (const name of ['polluted', 'toJSON', 'get']) delete prototype[name]
  }
  expect([text, decoded]).toEqual([expected, expected])
})

describe('for any value', () => {
  const key = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.constantFrom('~', '~tensor', '__proto__', 'data'),
  )
  const tensor = fc.array(fc.float(), { maxLength: 3 }).map(data => toTensor(data, data.length, 1))
  const any = nested(fc.oneof(fc.constant(null), fc.boolean(), fc.double(), fc.string({ unit: 'binary' }), tensor), key)
  // So few that equal ones meet often.
  const few = nested(
    fc.constantFrom<unknown>(-0, 0, '0', toTensor([0], 1), toTensor([-0], 1)),
    fc.constantFrom('a', '~a'),
  )

  test('decode gives back what was encoded', () => {
    fc.assert(
      fc.property(any, value => {
        expect(decode(encode(value))).toStrictEqual(value)
      }),
    )
  })

  test('two texts are equal exactly when the values are', () => {
    fc.assert(
      fc.property(few, few, (a, b) => {
        expect(encode(a) === encode(b)).toBe(isDeepStrictEqual(a, b))
      }),
      { numRuns: 1000 },
    )
  })

  function nested(leaf: fc.Arbitrary<unknown>, key: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
    return fc.letrec<{ value: unknown }>(tie => ({
      value: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie('value'), { maxLength: 2 }),
        fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
      ),
    })).value
  }

  function toTensor(data: readonly number[], ...shape: number[]) {
    return { dtype: 'float32', shape, data: new Float32Array(data) }
  }
})

test('1e5 combinations of a text and params never meet', () => {
  const texts = ['', 'a', 'b', 'ab', '"', ',', '~', '[]', '1', 'a,b']
  const atoms = [1, '1', -0, 0, null, true, 'true', [], {}, [[]], { a: 1 }, { a: '1' }, [1], [1, 2], ['1,2'], '12']
  const seen = new Set<string>()
  let count = 0
  for (const first of texts)
    for (const second of texts)
      for (const x of atoms)
        for (const y of atoms)
          for (const order of [0, 1, 2, 3]) {
            const params = [{ x, y }, [x, y], { x: [x, y] }, { y: x, z: y }][order]
            seen.add(encode([first, second, params]))
            count++
          }
  expect(count).toBe(102_400)
  expect(seen.size).toBe(count)
})
