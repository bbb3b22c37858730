import { toDecimal } from './decimal.ts'

const precision = 8
const threshold = 1000
const edge = 3
const width = 75

/** What of a tensor prints: integers of any width, where a tensor proper has four element types. */
interface Values {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly data: ArrayLike<number | bigint>
}

/**
 * What `str()` gives for a NumPy 2.4 array under its default print options: 8 digits of precision at most, as many as
 * the neediest element needs; scientific notation when the largest magnitude reaches 10⁸ (10⁶ in float32), the
 * smallest lies below 10⁻⁴ or their ratio exceeds 1000; lines of 75 columns; beyond 1000 elements the three at each
 * end of every axis. A tensor without axes prints as a scalar does.
 */
export function formatTensor(tensor: Values): string {
  const { shape, data } = tensor
  if (shape.length === 0) return formatScalar(data[0]!, tensor.dtype)
  if (data.length === 0) return '[]'
  const summarized = data.length > threshold
  const words = formatValues(summarized ? corners(tensor) : Array.from<number | bigint>(data), tensor.dtype)
  const axes = shape.map(length => (summarized && length > 2 * edge ? 2 * edge : length))
  const cut = shape.map((length, axis) => length !== axes[axis])
  return layOut(words, axes, cut)
}

/** The elements within `edge` of the ends of every axis, in row-major order. */
function corners({ shape, data }: Values): (number | bigint)[] {
  let offsets = [0]
  for (const length of shape) {
    const kept: number[] = []
    for (let i = 0; i < length; i++) {
      if (length > 2 * edge && i === edge) i = length - edge
      kept.push(i)
    }
    offsets = offsets.flatMap(offset => kept.map(i => offset * length + i))
  }
  return offsets.map(offset => data[offset]!)
}

/** Nested brackets around words that are all equally wide. */
function layOut(words: readonly string[], shape: readonly number[], cut: readonly boolean[]): string {
  let next = 0
  const block = (axis: number, indent: string, room: number): string => {
    const length = shape[axis]!
    const inner = shape.length - axis - 1
    if (inner === 0) {
      next += length
      return row(words.slice(next - length, next), cut[axis]!, indent, room)
    }
    const separator = '\n'.repeat(inner) + indent
    const parts: string[] = []
    for (let i = 0; i < length; i++) {
      if (cut[axis] && i === edge) parts.push('...')
      parts.push(block(axis + 1, `${indent} `, room - 1))
    }
    return `[${parts.join(separator)}]`
  }
  return block(0, ' ', width)
}

function row(words: readonly string[], cut: boolean, indent: string, room: number): string {
  const items = cut ? [...words.slice(0, edge), '...', ...words.slice(edge)] : words
  const lines: string[] = []
  let line = indent
  for (const [i, item] of items.entries()) {
    if (line.length + item.length > room - 1 && line.length > indent.length) {
      lines.push(line.trimEnd())
      line = indent
    }
    line += i < items.length - 1 ? `${item} ` : item
  }
  lines.push(line)
  return `[${lines.join('\n').slice(indent.length)}]`
}

/** Words of equal width. */
function formatValues(values: readonly (number | bigint)[], dtype: string): string[] {
  if (dtype === 'bool') return values.map(value => (value ? ' True' : 'False'))
  if (dtype === 'float32' || dtype === 'float64') return formatFloats(values as readonly number[], dtype === 'float32')
  const words = values.map(String)
  const widest = longest(words)
  return words.map(word => word.padStart(widest))
}

interface Parts {
  readonly whole: string
  readonly fraction: string
  readonly exponent: string
}

function formatFloats(values: readonly number[], single: boolean): string[] {
  const finite = values.filter(Number.isFinite)
  const write = isScientific(finite, single) ? scientific(finite, single) : fixed(single)
  const written = values.map(value => (Number.isFinite(value) ? write(value) : nonFinite(value)))
  const parts = written.filter(word => typeof word !== 'string')
  const left = longest(parts.map(({ whole }) => whole))
  const right = longest(parts.map(({ fraction, exponent }) => fraction + exponent))
  const total = Math.max(left + 1 + right, longest(written.filter(word => typeof word === 'string')))
  return written.map(word => {
    if (typeof word === 'string') return word.padStart(total)
    return `${word.whole}.${(word.fraction + word.exponent).padEnd(right)}`.padStart(total)
  })
}

function isScientific(finite: readonly number[], single: boolean): boolean {
  let max = 0
  let min = Number.POSITIVE_INFINITY
  for (const value of finite) {
    const size = Math.abs(value)
    if (size > max) max = size
    if (size !== 0 && size < min) min = size
  }
  if (max === 0) return false
  // NumPy compares in the array's own type.
  const [least, ratio] = single ? [Math.fround(0.0001), Math.fround(max / min)] : [0.0001, max / min]
  return max >= (single ? 1e6 : 1e8) || min < least || ratio > 1000
}

function fixed(single: boolean): (value: number) => Parts {
  return value => {
    const { digits, exponent } = toDecimal(value, single, () => ({ last: -precision, least: Number.POSITIVE_INFINITY }))
    return { ...positional(digits, exponent, value), exponent: '' }
  }
}

/** Every element gets as many digits as the neediest one: those beyond what identifies it are of its exact value. */
function scientific(finite: readonly number[], single: boolean): (value: number) => Parts {
  const shortest = finite.map(value =>
    toDecimal(value, single, first => ({ last: first - precision, least: Number.POSITIVE_INFINITY })),
  )
  const fraction = longest(shortest.map(({ digits }) => digits.replace(/0+$/, '').slice(1)))
  const power = Math.max(2, longest(shortest.map(({ exponent }) => String(Math.abs(exponent)))))
  return value => {
    const { digits, exponent } = toDecimal(value, single, first => ({
      last: first - fraction,
      least: first - fraction,
    }))
    return {
      whole: signed(digits.slice(0, 1), value),
      fraction: digits.slice(1).padEnd(fraction, '0'),
      exponent: `e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(power, '0')}`,
    }
  }
}

function positional(digits: string, exponent: number, value: number): { whole: string; fraction: string } {
  const text = exponent < 0 ? '0'.repeat(-exponent) + digits : digits.padEnd(exponent + 1, '0')
  const point = exponent < 0 ? 1 : exponent + 1
  return { whole: signed(text.slice(0, point), value), fraction: text.slice(point).replace(/0+$/, '') }
}

function signed(digits: string, value: number): string {
  return value < 0 || Object.is(value, -0) ? `-${digits}` : digits
}

function nonFinite(value: number): string {
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'
}

function longest(texts: readonly string[]): number {
  return texts.reduce((length, text) => Math.max(length, text.length), 0)
}

/** `str()` of a NumPy scalar: the shortest digits that identify it, never rounded to a precision. */
function formatScalar(value: number | bigint, dtype: string): string {
  if (dtype === 'bool') return value ? 'True' : 'False'
  if (typeof value === 'bigint' || !dtype.startsWith('float')) return String(value)
  if (!Number.isFinite(value)) return nonFinite(value)
  const single = dtype === 'float32'
  const size = Math.abs(value)
  const { digits, exponent } = toDecimal(value, single, () => ({
    last: Number.NEGATIVE_INFINITY,
    least: Number.POSITIVE_INFINITY,
  }))
  if (size === 0 || (size >= 1e-4 && size < (single ? 1e6 : 1e16))) {
    const { whole, fraction } = positional(digits, exponent, value)
    return `${whole}.${fraction || '0'}`
  }
  const fraction = digits.slice(1).replace(/0+$/, '')
  const power = String(Math.abs(exponent)).padStart(2, '0')
  return `${signed(digits.slice(0, 1), value)}${fraction && `.${fraction}`}e${exponent < 0 ? '-' : '+'}${power}`
}
