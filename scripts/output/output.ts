import { inspect } from './inspect.ts'
import type { TensorData, TensorValues } from './tensor.ts'
import { isTensor } from './tensor.ts'
import { cleanText } from './text.ts'

/** What a cell showed: a MIME type and plain data. Stored as it is; turned into HTML only when its page is rendered. */
export type Output =
  | { readonly mime: 'text/plain'; readonly data: string }
  | { readonly mime: 'application/vnd.backprose.tensor'; readonly data: TensorData }
  | { readonly mime: 'application/vnd.backprose.table'; readonly data: Table }
  | { readonly mime: 'application/vnd.vegalite.v6+json'; readonly data: Spec }

/** Rows under named columns, in the order given. A cell is a string, a number, a boolean or null. */
export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
  /** Cells that are marked, by their places in rows and columns. */
  readonly best?: readonly { readonly row: number; readonly column: number }[]
  /** The digest of the run behind each row. */
  readonly runs?: readonly string[]
}

/** A Vega-Lite specification as plain data; nothing about it is checked before it is rendered. */
export type Spec = { readonly [key: string]: unknown }

/**
 * What `display(value)` and a cell's last expression show: a string its text, a tensor or typed array its values, a
 * Vega-Lite specification a chart, a list of flat records a table, anything else what `inspect` prints. The output is a
 * copy: what happens to `value` later does not change it. Never throws.
 */
export function toOutput(value: unknown): Output {
  if (typeof value === 'string') return { mime: 'text/plain', data: cleanText(value) }
  try {
    const tensor = toTensor(value)
    if (tensor) return { mime: 'application/vnd.backprose.tensor', data: tensor }
    if (isSpec(value)) return { mime: 'application/vnd.vegalite.v6+json', data: copy(value, []) as Spec }
    const table = toTable(value)
    if (table) return { mime: 'application/vnd.backprose.table', data: table }
  } catch {
    // Getters that throw, cycles in a specification: `inspect` shows what can be shown.
  }
  return { mime: 'text/plain', data: inspect(value) }
}

function toTensor(value: unknown): TensorData | undefined {
  if (isTensor(value)) {
    const data = copyValues(value.data)
    return data && { dtype: value.dtype, shape: [...value.shape], data }
  }
  const data = ArrayBuffer.isView(value) ? copyValues(value) : undefined
  return data && { dtype: data.constructor.name.replace('Array', '').toLowerCase(), shape: [data.length], data }
}

/** The values in one of the four element types of tensors, if one of them holds them all. */
function copyValues(view: ArrayBufferView): TensorValues | undefined {
  if (view instanceof Float32Array) return new Float32Array(view)
  if (view instanceof Float64Array) return new Float64Array(view)
  if (view instanceof Uint8Array || view instanceof Uint8ClampedArray) return new Uint8Array(view)
  if (view instanceof Int32Array || view instanceof Int16Array || view instanceof Int8Array) return new Int32Array(view)
  if (view instanceof Uint16Array) return new Int32Array(view)
  return undefined
}

const compositions = ['layer', 'hconcat', 'vconcat', 'concat']

/** Full Vega counts too, so that the renderer can say what is wrong with it. */
function isSpec(value: unknown): value is Spec {
  if (!isRecord(value)) return false
  const { $schema, mark } = value
  if (typeof $schema === 'string') return /\bvega(?:-lite)?\b/.test($schema)
  if (compositions.some(key => Array.isArray(value[key]))) return true
  if (('facet' in value || 'repeat' in value) && isRecord(value.spec)) return true
  return (typeof mark === 'string' || (isRecord(mark) && 'type' in mark)) && ('encoding' in value || 'data' in value)
}

function toTable(value: unknown): Table | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const names = new Set<string>()
  let cells = 0
  for (const row of value as readonly unknown[]) {
    if (!isRecord(row)) return undefined
    for (const [name, cell] of Object.entries(row)) {
      if ((typeof cell === 'object' && cell !== null) || typeof cell === 'function') return undefined
      names.add(name)
      cells++
    }
  }
  // Records that share fewer than half of their fields are a list of different things.
  if (cells === 0 || cells * 2 < names.size * value.length) return undefined
  const columns = [...names]
  const rows = value.map((row: Spec) => columns.map(name => (Object.hasOwn(row, name) ? toCell(row[name]) : null)))
  return { columns: columns.map(cleanText), rows, ...toMarks(value, columns) }
}

/** What the authors' `table` says of its rows. */
function toMarks(value: object, columns: readonly string[]): Pick<Table, 'best' | 'runs'> {
  const marks = (value as { [marksOf]?: Marks })[marksOf]
  if (!marks) return {}
  const best = marks.best.map(({ row, column }) => ({ row, column: columns.indexOf(column) }))
  return { best, runs: marks.runs.map(String) }
}

const marksOf = Symbol.for('backprose.table')

interface Marks {
  readonly best: readonly { readonly row: number; readonly column: string }[]
  readonly runs: readonly string[]
}

function toCell(value: unknown): string | number | boolean | null {
  if (typeof value === 'string') return cleanText(value)
  if (typeof value === 'number' || typeof value === 'boolean') return value
  return value === undefined || value === null ? null : inspect(value)
}

/** Plain data with the content of `value`; functions and the like become text, which no chart accepts. */
function copy(value: unknown, ancestors: readonly object[]): unknown {
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint'
      ? inspect(value)
      : value
  }
  if (ancestors.includes(value) || ancestors.length > 100) throw new TypeError('invalid value; reason: it has a cycle')
  const path = [...ancestors, value]
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, item => copy(item, path))
  if (Array.isArray(value)) return value.map(item => copy(item ?? null, path))
  const entries = Object.entries(value).filter(([key, item]) => key !== '__proto__' && item !== undefined)
  return Object.fromEntries(entries.map(([key, item]) => [key, copy(item, path)]))
}

function isRecord(value: unknown): value is Spec {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
