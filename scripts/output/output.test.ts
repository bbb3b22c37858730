import { expect, test } from 'vitest'
import { toOutput } from './output.ts'

const chart = { mark: 'line', data: { values: [{ x: 1, y: 2 }] }, encoding: { x: { field: 'x' } } }

test('a string shows its text', () => {
  expect(toOutput('loss: 0.5')).toEqual({ mime: 'text/plain', data: 'loss: 0.5' })
})

test('a tensor shows its values', () => {
  const tensor = { dtype: 'float32', shape: [2, 1], data: Float32Array.of(1, 2), pointer: 4096 }
  expect(toOutput(tensor)).toEqual({
    mime: 'application/vnd.backprose.tensor',
    data: { dtype: 'float32', shape: [2, 1], data: Float32Array.of(1, 2) },
  })
})

test('so does a typed array, as a tensor of one axis', () => {
  expect(toOutput(Float64Array.of(1, 2))).toEqual({
    mime: 'application/vnd.backprose.tensor',
    data: { dtype: 'float64', shape: [2], data: Float64Array.of(1, 2) },
  })
  expect(toOutput(Uint16Array.of(65535))).toMatchObject({ data: { dtype: 'int32', data: Int32Array.of(65535) } })
  expect(toOutput(BigInt64Array.of(-1n))).toEqual({ mime: 'text/plain', data: '[-1]' })
})

test('a Vega-Lite specification is a chart, with or without its schema', () => {
  const specs = [
    chart,
    { $schema: 'https://vega.github.io/schema/vega-lite/v6.json', foo: 1 },
    { layer: [chart] },
    { hconcat: [chart, chart] },
    { facet: { field: 'a' }, spec: chart },
    { repeat: ['a', 'b'], spec: chart },
  ]
  for (const spec of specs) expect(toOutput(spec)).toEqual({ mime: 'application/vnd.vegalite.v6+json', data: spec })
  expect(toOutput({ mark: 5, score: 3 })).toEqual({ mime: 'text/plain', data: '{ mark: 5, score: 3 }' })
  expect(toOutput({ layer: 'dense' })).toEqual({ mime: 'text/plain', data: `{ layer: 'dense' }` })
})

test('the data of a chart may be typed arrays; what cannot be data becomes text', () => {
  const spec = { ...chart, data: { values: Float32Array.of(1, 2) }, title: () => 'x', width: 10n, height: undefined }
  expect(toOutput(spec).data).toEqual({ ...chart, data: { values: [1, 2] }, title: '[Function: title]', width: '10n' })
})

test('flat records are a table, columns in the order of their first appearance', () => {
  expect(
    toOutput([
      { step: 0, accuracy: 0.1 },
      { step: 10, accuracy: Number.NaN, note: 'diverged' },
    ]),
  ).toEqual({
    mime: 'application/vnd.backprose.table',
    data: {
      columns: ['step', 'accuracy', 'note'],
      rows: [
        [0, 0.1, null],
        [10, Number.NaN, 'diverged'],
      ],
    },
  })
})

test('other lists print', () => {
  expect(toOutput([])).toEqual({ mime: 'text/plain', data: '[]' })
  expect(toOutput([1, 2])).toEqual({ mime: 'text/plain', data: '[1, 2]' })
  expect(toOutput([{ nested: {} }])).toEqual({ mime: 'text/plain', data: '[{ nested: {} }]' })
  expect(toOutput([{ a: 1 }, { b: 1 }, { c: 1 }])).toEqual({
    mime: 'text/plain',
    data: '[{ a: 1 }, { b: 1 }, { c: 1 }]',
  })
})

test('the output is a copy', () => {
  const rows = [{ x: 1 }]
  const data = Float32Array.of(1)
  const spec = { mark: 'point', data: { values: rows } }
  const outputs = [toOutput(rows), toOutput(data), toOutput(spec)]
  rows[0]!.x = 2
  data[0] = 2
  expect(outputs.map(({ data }) => data)).toEqual([
    { columns: ['x'], rows: [[1]] },
    { dtype: 'float32', shape: [1], data: Float32Array.of(1) },
    { mark: 'point', data: { values: [{ x: 1 }] } },
  ])
})

test('what cannot be read still shows something', () => {
  const cyclic: Record<string, unknown> = { ...chart }
  cyclic.usermeta = cyclic
  expect(toOutput(cyclic).mime).toBe('text/plain')
  const trap = Object.defineProperty({}, 'mark', {
    enumerable: true,
    get: () => {
      throw new Error('boom')
    },
  })
  expect(toOutput(trap)).toEqual({ mime: 'text/plain', data: '{ mark: [Getter] }' })
  expect(toOutput([trap])).toEqual({ mime: 'text/plain', data: '[{ mark: [Getter] }]' })
})

test('a specification cannot bring a prototype with it', () => {
  const output = toOutput(JSON.parse('{ "mark": "bar", "data": {}, "__proto__": { "polluted": 1 } }'))
  expect(Object.keys(output.data)).toEqual(['mark', 'data'])
  expect(output.data).not.toHaveProperty('polluted')
})
