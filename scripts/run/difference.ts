import { isTensor, type TensorData } from '../output/tensor.ts'
import { encode } from './canonical.ts'
import type { Run } from './run.ts'

type Outcome = Pick<Run, 'records' | 'result'>

/**
 * The first value in which two outcomes of a run differ, old → new, records before the result:
 * `record 12, testAccuracy: 0.9412 → 0.9411`, `length of records: 200 → 199`, `result.finalLoss: 0.1 → 0.2`.
 * Undefined if they are equal.
 */
export function firstDifference(a: Outcome, b: Outcome): string | undefined {
  for (let i = 0; i < Math.min(a.records.length, b.records.length); i++) {
    const difference = compare(a.records[i], b.records[i], '')
    if (difference) return `record ${i}${difference.path && `, ${difference.path}`}: ${difference.values}`
  }
  if (a.records.length !== b.records.length) return `length of records: ${a.records.length} → ${b.records.length}`
  const difference = compare(a.result, b.result, 'result')
  return difference && `${difference.path}: ${difference.values}`
}

interface Difference {
  readonly path: string
  readonly values: string
}

function compare(a: unknown, b: unknown, path: string): Difference | undefined {
  if (isTensor(a) && isTensor(b)) return compareTensors(a, b, path)
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const difference = compare(a[i], b[i], `${path}[${i}]`)
      if (difference) return difference
    }
    return a.length === b.length ? undefined : { path: `length of ${path}`, values: `${a.length} → ${b.length}` }
  }
  if (isRecord(a) && isRecord(b)) {
    for (const key of [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()) {
      const name = /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
      const inner = path ? path + name : name.replace(/^\./, '')
      const difference = Object.hasOwn(a, key) && Object.hasOwn(b, key) ? compare(a[key], b[key], inner) : undefined
      if (difference) return difference
      if (!Object.hasOwn(b, key)) return { path: inner, values: `${show(a[key])} → nothing` }
      if (!Object.hasOwn(a, key)) return { path: inner, values: `nothing → ${show(b[key])}` }
    }
    return undefined
  }
  return encode(a) === encode(b) ? undefined : { path, values: `${show(a)} → ${show(b)}` }
}

function compareTensors(a: TensorData, b: TensorData, path: string): Difference | undefined {
  const kind = (tensor: TensorData) => `${tensor.dtype}[${tensor.shape.join(', ')}]`
  if (kind(a) !== kind(b)) return { path, values: `${kind(a)} → ${kind(b)}` }
  const at = a.data.findIndex((value, i) => !Object.is(value, b.data[i]))
  if (at < 0) return undefined
  let rest = at
  const position = a.shape.map((_, axis) => {
    const stride = a.shape.slice(axis + 1).reduce((product, size) => product * size, 1)
    const index = Math.floor(rest / stride)
    rest %= stride
    return index
  })
  return { path: `${path}[${position.join(', ')}]`, values: `${show(a.data[at])} → ${show(b.data[at])}` }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isTensor(value)
}

function show(value: unknown): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : `${value}`
  const text = encode(value)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
