import type { Element, Text } from 'hast'
import { expect, test } from 'vitest'
import { toTable } from './table.ts'

/** Rows of cells, head first; spaces that align shown as `0` and `.` would be: `_` and `,`. */
function cells(columns: string[], rows: unknown[][]): string[][] {
  const table = toTable({ columns, rows }).children[0] as Element
  return table.children.flatMap(part =>
    (part as Element).children.map(row =>
      (row as Element).children.map(cell => {
        const { properties, children } = cell as Element
        const text = (children[0] as Text).value.replaceAll('\u2007', '_').replaceAll('\u2008', ',')
        return properties.className ? `${text} num` : text
      }),
    ),
  )
}

test('numbers stand with their points below each other', () => {
  expect(
    cells(
      ['net', 'accuracy'],
      [
        ['ReLU', 0.9523],
        ['tanh', 0.93],
        ['chance', 1],
        ['none', -10.25],
      ],
    ),
  ).toEqual([
    ['net', 'accuracy num'],
    ['ReLU', '0.9523 num'],
    ['tanh', '0.93__ num'],
    ['chance', '1,____ num'],
    ['none', '-10.25__ num'],
  ])
})

test('six decimals at most, powers of ten for the smallest', () => {
  expect(cells(['x'], [[0.1 + 0.2], [1 / 3], [0.00001234567], [1e21], [0], [1 + 2 ** -52]]).flat()).toEqual([
    'x num',
    '0.3_____ num',
    '0.333333 num',
    '1.2346e-5 num',
    '1e+21 num',
    '0,______ num',
    '1,______ num',
  ])
})

test('what is missing stays empty, what is not finite is named, mixed columns are text', () => {
  expect(
    cells(
      ['a', 'b', 'c'],
      [
        [1, 'x', null],
        [null, 2, null],
        [Number.NaN, true, null],
      ],
    ),
  ).toEqual([
    ['a num', 'b', 'c'],
    ['1 num', 'x', ''],
    [' num', '2', ''],
    ['NaN num', 'true', ''],
  ])
})

test('of a long table both ends are shown', () => {
  const shown = cells(
    ['i'],
    Array.from({ length: 1000 }, (_, i) => [i]),
  ).flat()
  expect(shown.length).toBe(202)
  expect(shown.slice(99, 103)).toEqual(['98 num', '99 num', '⋮', '900 num'])
})

test('it can be scrolled with the keyboard', () => {
  expect(toTable({ columns: [], rows: [] }).properties).toEqual({ className: ['table-scroll'], tabIndex: 0 })
})
