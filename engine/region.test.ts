import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arange, zeros } from './creation.ts'
import { cast } from './layout.ts'
import { copyRegion, type Index, regionOf, repeated, whole } from './region.ts'
import { size } from './shape.ts'
import { type DType, scope } from './tensor.ts'

// Offsets of a region's elements, in row-major order.
function offsets({ shape, offset, strides }: ReturnType<typeof whole>): number[] {
  let found = [offset]
  for (const [axis, n] of shape.entries())
    found = found.flatMap(at => Array.from({ length: n }, (_, i) => at + i * strides[axis]!))
  return found
}

// What Python's slice(start, stop, step).indices(n) gives, by its definition: walk from the start while inside.
function walked(n: number, [start, stop, step]: readonly (number | null | undefined)[]): number[] {
  const stride = step ?? 1
  const clamp = (at: number) => {
    const counted = at < 0 ? at + n : at
    return stride > 0 ? Math.min(Math.max(counted, 0), n) : Math.min(Math.max(counted, -1), n - 1)
  }
  const first = start == null ? (stride > 0 ? 0 : n - 1) : clamp(start)
  const end = stop == null ? (stride > 0 ? n : -1) : clamp(stop)
  const indices: number[] = []
  for (let i = first; stride > 0 ? i < end : i > end; i += stride) indices.push(i)
  return indices
}

const bound = fc.option(fc.integer({ min: -7, max: 7 }))
const step = fc.option(fc.integer({ min: -3, max: 3 }).filter(step => step !== 0))

test('ranges choose what Python’s slices choose', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(5), fc.tuple(bound, bound, step)), { maxLength: 3 }), axes => {
      const shape = axes.map(([n]) => n)
      const region = regionOf(
        'slice',
        shape,
        axes.map(([, range]) => range),
      )
      const { strides } = whole(shape)
      let expected = [0]
      for (const [axis, [n, range]] of axes.entries())
        expected = expected.flatMap(at => walked(n, range).map(i => at + i * strides[axis]!))
      expect(size(region.shape)).toBe(expected.length)
      expect(offsets(region).slice(0, expected.length)).toEqual(expected)
    }),
    { numRuns: 500 },
  )
})

test.each<[string, Index[], number[], number[]]>([
  ['[1]', [1], [2], [2, 3]],
  ['[-1]', [-1], [2], [4, 5]],
  ['[:, 0]', [[], 0], [3], [0, 2, 4]],
  ['[..., 0]', ['...', 0], [3], [0, 2, 4]],
  ['[1, ..., 1]', [1, '...', 1], [], [3]],
  ['[1:]', [[1]], [2, 2], [2, 3, 4, 5]],
  ['[:-1, 1]', [[null, -1], 1], [2], [1, 3]],
  [
    '[::-1, ::-1]',
    [
      [null, null, -1],
      [null, null, -1],
    ],
    [3, 2],
    [5, 4, 3, 2, 1, 0],
  ],
  ['[5:9]', [[5, 9]], [0, 2], []],
])('of shape (3, 2): %s', (_, indices, shape, expected) => {
  const region = regionOf('slice', [3, 2], indices)
  expect(region.shape).toEqual(shape)
  expect(offsets(region)).toEqual(expected)
})

test('a copy between regions moves each element to the same index', () => {
  const axis = fc.record({
    n: fc.integer({ min: 1, max: 20 }),
    range: fc.constantFrom<Index>([], [1], [null, null, -1], [null, null, 2], [null, -1]),
  })
  const dtypes = fc.constantFrom<DType>('float64', 'float32', 'uint8')
  fc.assert(
    fc.property(fc.array(axis, { maxLength: 3 }), fc.boolean(), fc.boolean(), dtypes, (axes, back, wide, dtype) => {
      scope(() => {
        const shape = axes.map(({ n }) => n)
        const part = regionOf(
          'slice',
          shape,
          axes.map(({ range }) => range),
        )
        // A value for each index, one for all of them along the first axis, or the elements of a region.
        const from = back ? part : wide ? repeated(part.shape.slice(1), part.shape) : whole(part.shape)
        const to = back ? whole(part.shape) : part
        const x = cast(arange(Math.max(size(shape), 1)), dtype)
        const y = zeros([Math.max(size(shape), 1)], { dtype })
        copyRegion(dtype, x.pointer, from, y.pointer, to)
        const [source, expected] = [x.data, new Array<number>(y.data.length).fill(0)]
        const places = offsets(to)
        for (const [i, at] of offsets(from).entries()) if (size(to.shape) > 0) expected[places[i]!] = source[at]!
        expect([...y.data]).toEqual(expected)
      })
    }),
    { numRuns: 300 },
  )
})

test('misuse says what it was given', () => {
  expect(() => regionOf('slice', [3, 2], [3])).toThrow(
    'invalid index of slice; not one of the 3 along axis 0 of (3, 2): 3',
  )
  expect(() => regionOf('slice', [3, 2], [0, -3])).toThrow(
    'invalid index of slice; not one of the 2 along axis 1 of (3, 2): -3',
  )
  expect(() => regionOf('slice', [3, 2], [0.5])).toThrow(
    'invalid index of slice; not one of the 3 along axis 0 of (3, 2): 0.5',
  )
  expect(() => regionOf('slice', [3, 2], [0, [1], 0])).toThrow(
    'invalid indices of slice; more than the axes of (3, 2): 0, 1:, 0',
  )
  expect(() => regionOf('slice', [3, 2], ['...', '...'])).toThrow(
    'invalid indices of slice; more than the axes of (3, 2): ..., ...',
  )
  expect(() => regionOf('slice', [3, 2], [[0, 2, 0]])).toThrow('invalid step of slice; it leads nowhere: 0:2:0')
  expect(() => regionOf('slice', [3, 2], [[0.5]])).toThrow('invalid range of slice; not integers: 0.5:')
})
