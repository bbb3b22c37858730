import { kernels } from './kernels/instance.ts'
import { allocate, buffer, free } from './memory.ts'
import { axisOf, formatShape, type Shape } from './shape.ts'
import { bytesPerElement, type DType } from './tensor.ts'

/** Part of a tensor: the element at index i lies `offset + Σ i[axis] · strides[axis]` elements from its first. */
export interface Region {
  readonly shape: Shape
  readonly offset: number
  readonly strides: readonly number[]
}

/**
 * What is taken of an axis, as NumPy writes it in brackets: an integer i drops the axis, `[start, stop, step]` is
 * `start:stop:step` (what is left out or null has NumPy's default), `[]` is all of it, and `'...'` stands for as many
 * whole axes as there are left.
 */
export type Index = number | '...' | readonly [start?: number | null, stop?: number | null, step?: number | null]

/** A whole tensor in row-major order. */
export function whole(shape: Shape): Region {
  const strides: number[] = []
  let stride = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides.unshift(stride)
    stride *= shape[axis]!
  }
  return { shape, offset: 0, strides }
}

/** A tensor of shape `own` repeated to `shape`, as broadcasting says: its elements lie several times there. */
export function repeated(own: Shape, shape: Shape): Region {
  const { strides } = whole(own)
  const extra = shape.length - own.length
  return {
    shape,
    offset: 0,
    strides: shape.map((_, axis) => (own[axis - extra] === 1 ? 0 : (strides[axis - extra] ?? 0))),
  }
}

/** A tensor with its axes in another order. */
export function permuted(shape: Shape, axes: readonly number[]): Region {
  const { strides } = whole(shape)
  return { shape: axes.map(axis => shape[axis]!), offset: 0, strides: axes.map(axis => strides[axis]!) }
}

/** What the indices given to the function `name` choose of a tensor. @throws Error of an index that is out of range, of more indices than axes. */
export function regionOf(name: string, shape: Shape, indices: readonly Index[]): Region {
  const dots = indices.indexOf('...')
  const given = dots < 0 ? indices.length : indices.length - 1
  if (given > shape.length || (dots >= 0 && indices.indexOf('...', dots + 1) >= 0))
    throw new Error(
      `invalid indices of ${name}; more than the axes of ${formatShape(shape)}: ${indices.map(formatIndex).join(', ')}`,
    )
  const rest = Array<Index>(shape.length - given).fill([])
  const full = dots < 0 ? [...indices, ...rest] : [...indices.slice(0, dots), ...rest, ...indices.slice(dots + 1)]
  const { strides } = whole(shape)
  const region = { shape: [] as number[], offset: 0, strides: [] as number[] }
  for (const [axis, index] of (full as Exclude<Index, '...'>[]).entries()) {
    const n = shape[axis]!
    if (typeof index !== 'number' && !Array.isArray(index))
      throw new Error(
        `invalid index of ${name}; neither an integer nor a range along axis ${axis} of ${formatShape(shape)}: ${index}`,
      )
    if (typeof index === 'number') region.offset += positionOf(name, index, shape, axis) * strides[axis]!
    else {
      const { start, step, length } = rangeOf(name, index, n)
      if (length > 0) region.offset += start * strides[axis]!
      region.shape.push(length)
      region.strides.push(step * strides[axis]!)
    }
  }
  return region
}

/** An index along an axis that the function `name` was given, counted from the first; a negative one counts from the last. @throws Error of any other. */
export function positionOf(name: string, index: number, shape: Shape, axis: number): number {
  const n = shape[axis]!
  const counted = index < 0 ? index + n : index
  if (!Number.isInteger(counted) || counted < 0 || counted >= n)
    throw new Error(
      `invalid index of ${name}; not one of the ${n} along axis ${axis} of ${formatShape(shape)}: ${index}`,
    )
  return counted
}

function rangeOf(
  name: string,
  index: Exclude<Index, number | '...'>,
  n: number,
): { start: number; step: number; length: number } {
  const [start, stop, step] = [index[0] ?? undefined, index[1] ?? undefined, index[2] ?? 1]
  if (![start ?? 0, stop ?? 0, step].every(Number.isInteger))
    throw new Error(`invalid range of ${name}; not integers: ${formatIndex(index)}`)
  if (step === 0) throw new Error(`invalid step of ${name}; it leads nowhere: ${formatIndex(index)}`)
  const [low, high] = step > 0 ? [0, n] : [-1, n - 1]
  const bound = (at: number) => Math.min(Math.max(at < 0 ? at + n : at, low), high)
  const first = start === undefined ? (step > 0 ? low : high) : bound(start)
  const end = stop === undefined ? (step > 0 ? high : low) : bound(stop)
  return { start: first, step, length: Math.max(0, Math.ceil((end - first) / step)) }
}

function formatIndex(index: Index): string {
  if (typeof index !== 'object') return String(index)
  const [start, stop, step] = index.map(part => part ?? '')
  return [start ?? '', stop ?? '', ...(step === undefined || step === '' ? [] : [step])].join(':')
}

/**
 * Writes the elements of a region of one tensor into a region of another, which has the same shape. Tensors are the
 * addresses of their first elements.
 */
export function copyRegion(dtype: DType, source: number, from: Region, target: number, to: Region): void {
  if (from.shape.includes(0)) return
  const element = bytesPerElement(dtype)
  const axes = merged(from, to)
  const bytes = axes.length * 12
  const list = allocate(bytes)
  const numbers = axes.flatMap(([n, fromStep, toStep]) => [n, fromStep * element, toStep * element])
  new Int32Array(buffer(), list, numbers.length).set(numbers)
  const [x, y] = [source + from.offset * element, target + to.offset * element]
  kernels().copyRegion(x, y, list, axes.length, element)
  free(list, bytes)
}

type Axis = readonly [n: number, fromStep: number, toStep: number]

// As few axes as there can be: those that are one run of elements in both regions are one.
function merged(from: Region, to: Region): readonly Axis[] {
  const axes: Axis[] = []
  for (const [axis, n] of from.shape.entries()) {
    if (n === 1) continue
    const [fromStep, toStep] = [from.strides[axis]!, to.strides[axis]!]
    const last = axes.at(-1)
    if (last && last[1] === n * fromStep && last[2] === n * toStep)
      axes[axes.length - 1] = [last[0] * n, fromStep, toStep]
    else axes.push([n, fromStep, toStep])
  }
  return axes.length > 0 ? axes : [[1, 1, 1]]
}

/** The axes that the function `name` was given, counted from the first, in the order given. @throws Error if one is none, or given twice. */
export function axesOf(name: string, shape: Shape, axes: readonly number[]): number[] {
  const counted = axes.map(axis => axisOf(name, shape, axis))
  if (new Set(counted).size < counted.length)
    throw new Error(`invalid axes of ${name}; one of ${formatShape(shape)} is given twice: ${axes.join(', ')}`)
  return counted
}
