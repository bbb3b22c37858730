import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { formatTensor } from './numpy.ts'
import type { TensorData, TensorValues } from './tensor.ts'

interface Case {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly data: readonly (number | string)[] | { readonly from: number; readonly by: number }
  readonly text: string
}

// Written by fixtures/print_arrays.py from what NumPy prints.
const cases: Case[] = JSON.parse(readFileSync(new URL('./fixtures/arrays.json', import.meta.url), 'utf8'))

const arrays: Record<string, { from(values: readonly number[]): TensorValues }> = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint8: Uint8Array,
  bool: Uint8Array,
}

function tensor({ dtype, shape, data }: Omit<Case, 'text'>): TensorData {
  const size = shape.reduce((product, length) => product * length, 1)
  const values =
    'from' in data
      ? Array.from({ length: size }, (_, i) => data.from + i * data.by)
      : data.map(value => Number(String(value).replace('inf', 'Infinity')))
  return { dtype, shape, data: arrays[dtype]!.from(values) }
}

test('prints the tensors of a report as they were published', () => {
  expect(formatTensor(tensor({ dtype: 'float64', shape: [3], data: [1, 0.99925397, 0.99816706] }))).toBe(
    '[1.         0.99925397 0.99816706]',
  )
  expect(formatTensor(tensor({ dtype: 'float32', shape: [4], data: [1, 5, 2, -1] }))).toBe('[ 1.  5.  2. -1.]')
})

test('a number keeps the digits of its own type', () => {
  expect(formatTensor(tensor({ dtype: 'float32', shape: [], data: [0.1] }))).toBe('0.1')
  expect(formatTensor(tensor({ dtype: 'float64', shape: [], data: [0.10000000149011612] }))).toBe('0.10000000149011612')
})

test('every array prints as in NumPy', () => {
  expect(cases.length).toBe(440)
  for (const item of cases) {
    expect({ of: item, text: formatTensor(tensor(item)) }).toEqual({ of: item, text: item.text })
  }
})
