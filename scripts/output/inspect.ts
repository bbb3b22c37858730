import { formatTensor } from './numpy.ts'
import { isTensor } from './tensor.ts'
import { cleanText, columns, quote } from './text.ts'

const lineWidth = 76
const maxDepth = 6
const maxItems = 100
const maxValues = 10_000
const maxCharacters = 10_000

/**
 * What `console.log(...args)` prints: strings as they are, everything else as `inspect` writes it, between spaces.
 * There are no `%` directives.
 */
export function format(args: readonly unknown[]): string {
  return args.map(arg => (typeof arg === 'string' ? cleanText(arg) : inspect(arg))).join(' ')
}

/**
 * A value as readable text, the same on every runtime: literals as in JavaScript, tensors and typed arrays as in
 * NumPy, lines of 76 columns, 2 spaces of indentation. No getter but a tensor's `data` is called, and nothing in `value` makes it throw.
 * Shortened with an ellipsis: beyond 6 levels, 100 items a collection, 10,000 characters a string, 10,000 values.
 */
export function inspect(value: unknown): string {
  return layOut(describe(value, { ancestors: [], budget: { left: maxValues } }), 0, 0)
}

/** Text, or something with items between brackets that are laid out on one line or several. */
type Description = string | Group

interface Group {
  readonly open: string
  readonly items: readonly Item[]
  readonly close: string
  /** Broken lines hold as many items as fit, not one each. */
  readonly filled: boolean
}

interface Item {
  readonly label: string
  readonly value: Description
}

interface Context {
  readonly ancestors: readonly object[]
  readonly budget: { left: number }
}

function describe(value: unknown, context: Context): Description {
  if (typeof value === 'string') return literal(value)
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'symbol') return describeSymbol(value)
  if (Object.is(value, -0)) return '-0'
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return String(value)
  if (context.budget.left-- <= 0) return '…'
  if (context.ancestors.includes(value)) return '[Circular]'
  try {
    return describeObject(value, context)
  } catch {
    // A Proxy's trap, a `toString` of its own, a binding read before its declaration: anything may throw.
    return '[unreadable]'
  }
}

function describeObject(value: object, { ancestors, budget }: Context): Description {
  if (typeof value === 'function') return describeFunction(value)
  // The engine's tensors copy their data out in a getter, the only one that is called.
  if (hasOwnValues(value, ['dtype', 'shape']) && isTensor(value)) return formatTensor(value)
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return describeTypedArray(value)
  if (value instanceof RegExp) return RegExp.prototype.toString.call(value)

  const name = constructorName(value)
  if (ancestors.length >= maxDepth) return Array.isArray(value) ? '[…]' : `${prefix(name, 'Object')}{…}`
  const context = { ancestors: [...ancestors, value], budget }
  if (Array.isArray(value)) return list(prefix(name, 'Array'), describeElements(value, context))
  if (value instanceof Map) return group(`${name}(${value.size}) {`, describeEntries(value, context), '}')
  if (value instanceof Set) return group(`${name}(${value.size}) {`, describeMembers(value, context), '}')
  const properties = describeProperties(value, context)
  if (!(value instanceof Error)) return group(`${prefix(name, 'Object')}{`, properties, '}')
  const title = describeError(value, name)
  return properties.length === 0 ? title : group(`${title} {`, properties, '}')
}

function describeFunction(value: object): string {
  const name = stringProperty(value, 'name')
  if (!/^class\b/.test(Function.prototype.toString.call(value))) return `[Function: ${name || '(anonymous)'}]`
  const parent: unknown = Object.getPrototypeOf(value)
  const base = typeof parent === 'function' ? stringProperty(parent, 'name') : ''
  return `[class ${name || '(anonymous)'}${base && ` extends ${base}`}]`
}

function describeSymbol(value: symbol): string {
  return `Symbol(${cleanText(value.description ?? '')})`
}

function describeError(error: Error, name: string): string {
  const given = stringProperty(error, 'name') || name
  const message = shorten(stringProperty(error, 'message'))
  return message ? `${given}: ${message}` : given
}

function describeTypedArray(view: ArrayBufferView): string {
  const name = typedArrayName.call(view) as string
  const data = view as unknown as ArrayLike<number>
  return formatTensor({ dtype: name.replace('Array', '').toLowerCase(), shape: [data.length], data })
}

// Subclasses may shadow the tag; the getter of the common prototype tells the truth.
const typedArrayName = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)!
  .get!

function describeElements(array: readonly unknown[], context: Context): Item[] {
  const items: Item[] = []
  let index = 0
  while (index < array.length && items.length < maxItems) {
    const property = Object.getOwnPropertyDescriptor(array, index)
    const next = property ? index + 1 : endOfHole(array, index)
    if (next === undefined) break
    items.push({
      label: '',
      value: property ? describeProperty(property, context) : `<${plural(next - index, 'empty item')}>`,
    })
    index = next
  }
  return index < array.length ? [...items, more(array.length - index)] : items
}

/** The first index after the hole, or undefined where that is too far to look. */
function endOfHole(array: readonly unknown[], start: number): number | undefined {
  for (let index = start + 1; index - start < maxValues; index++) {
    if (index === array.length || Object.hasOwn(array, index)) return index
  }
  return undefined
}

function describeEntries(map: Map<unknown, unknown>, context: Context): Item[] {
  const items: Item[] = []
  for (const [key, value] of Map.prototype.entries.call(map)) {
    if (items.length === maxItems) return [...items, more(map.size - maxItems)]
    items.push({ label: `${flatten(describe(key, context)) ?? '…'} => `, value: describe(value, context) })
  }
  return items
}

function describeMembers(set: Set<unknown>, context: Context): Item[] {
  const items: Item[] = []
  for (const value of Set.prototype.values.call(set)) {
    if (items.length === maxItems) return [...items, more(set.size - maxItems)]
    items.push({ label: '', value: describe(value, context) })
  }
  return items
}

/** Own enumerable properties; of an error also its cause and the errors it gathers, which are not enumerable. */
function describeProperties(value: object, context: Context): Item[] {
  const items: Item[] = []
  // Even to ask for the descriptor of `stack` makes V8 write it, which calls the error's getters.
  const keys = Reflect.ownKeys(value).filter(key => !(key === 'stack' && value instanceof Error))
  for (const [index, key] of keys.entries()) {
    const property = Object.getOwnPropertyDescriptor(value, key)
    const hidden = value instanceof Error && (key === 'cause' || key === 'errors')
    if (!property || !(property.enumerable || hidden)) continue
    if (items.length === maxItems) return [...items, more(keys.length - index)]
    items.push({ label: `${describeKey(key)}: `, value: describeProperty(property, context) })
  }
  return items
}

// `\p{ID_Start}` grows with the Unicode version of the runtime.
const identifier = /^(?!\d)[\w$\u00c0-\u1fff\u2c00-\u2fef\u3005-\ud7ff\uf900-\ufdcf]+$/

function describeKey(key: string | symbol): string {
  if (typeof key === 'symbol') return `[${describeSymbol(key)}]`
  return identifier.test(key) ? key : literal(key)
}

function describeProperty(property: PropertyDescriptor, context: Context): Description {
  if (property.get || property.set) return property.get ? '[Getter]' : '[Setter]'
  return describe(property.value, context)
}

function constructorName(value: object): string {
  let prototype: object | null = Object.getPrototypeOf(value)
  if (prototype === null) return '[Object: null prototype]'
  for (; prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    const maker: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value
    if (typeof maker === 'function') return stringProperty(maker, 'name') || '(anonymous)'
  }
  return '[Object]'
}

function prefix(name: string, expected: string): string {
  return name === expected ? '' : `${name} `
}

function hasOwnValues(value: object, keys: readonly string[]): boolean {
  return keys.every(key => Object.getOwnPropertyDescriptor(value, key)?.value !== undefined)
}

/** A property that ought to be a string, wherever it stands in the prototype chain; getters are not called. */
function stringProperty(value: object, key: string): string {
  for (let holder: object | null = value; holder !== null; holder = Object.getPrototypeOf(holder)) {
    const property = Object.getOwnPropertyDescriptor(holder, key)
    if (property) return typeof property.value === 'string' ? cleanText(property.value) : ''
  }
  return ''
}

function literal(text: string): string {
  if (text.length <= maxCharacters) return quote(text)
  return `${quote(text.slice(0, maxCharacters))}… ${plural(text.length - maxCharacters, 'more character')}`
}

function shorten(text: string): string {
  return text.length <= maxCharacters ? text : `${text.slice(0, maxCharacters)}…`
}

function more(count: number): Item {
  return { label: '', value: `… ${count} more` }
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function list(name: string, items: readonly Item[]): Group {
  const filled = items.every(({ value }) => typeof value === 'string' && value.length <= 16)
  return { open: `${name}[`, items, close: ']', filled }
}

function group(open: string, items: readonly Item[], close: string): Group {
  return { open, items, close, filled: false }
}

/** On one line, or undefined where that cannot be. */
function flatten(description: Description): string | undefined {
  if (typeof description === 'string') return description.includes('\n') ? undefined : description
  const { open, items, close } = description
  const parts: string[] = []
  for (const { label, value } of items) {
    const text = flatten(value)
    if (text === undefined) return undefined
    parts.push(label + text)
  }
  if (parts.length === 0) return open + close
  const space = close === '}' ? ' ' : ''
  return open + space + parts.join(', ') + space + close
}

/** `column` is where the description begins, `indent` what its closing bracket aligns with. */
function layOut(description: Description, column: number, indent: number): string {
  if (typeof description === 'string') return description.replaceAll('\n', `\n${' '.repeat(column)}`)
  const flat = flatten(description)
  if (flat !== undefined && column + columns(flat) <= lineWidth) return flat
  const { open, items, close, filled } = description
  const margin = ' '.repeat(indent + 2)
  const parts = items.map(({ label, value }) => label + layOut(value, indent + 2 + columns(label), indent + 2))
  const lines = filled ? fill(parts, lineWidth - margin.length) : parts
  return `${open}\n${lines.map(line => margin + line).join(',\n')}\n${' '.repeat(indent)}${close}`
}

function fill(parts: readonly string[], width: number): string[] {
  const lines: string[] = []
  for (const part of parts) {
    const last = lines.at(-1)
    if (last !== undefined && columns(last) + columns(part) + 3 <= width) lines[lines.length - 1] = `${last}, ${part}`
    else lines.push(part)
  }
  return lines
}
