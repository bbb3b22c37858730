import { decodeTensor, encodeTensor } from './encoded-tensor.ts'
import { formatBytes } from './limits.ts'

/** A value without canonical text, or a text without value: `invalid result.weights[3]; undefined cannot be stored`. */
export class CanonicalError extends Error {
  override readonly name = 'CanonicalError'
}

export interface EncodeOptions {
  /** What the value is called in errors. Default: `value`. */
  readonly name?: string
  /** The longest text allowed, in characters. Default: 256 Mi. */
  readonly limit?: number
}

// A Program's values are encoded in the Program's own realm, where it may replace any of these.
const { parse, stringify } = JSON
const { defineProperty, getPrototypeOf, is, keys, prototype: objectPrototype } = Object
const { isArray, prototype: arrayPrototype } = Array
const { apply, ownKeys } = Reflect
const { propertyIsEnumerable: isEnumerable } = Object.prototype
const { sort } = Array.prototype
const { slice } = String.prototype

const maximumDepth = 500

/** Where a container stands: the chain to the root gives the path of an error, and finds cycles. */
interface Step {
  readonly parent: Step | undefined
  readonly key: string | number
  readonly value: object
}

/**
 * The one text of a value: equal values have equal texts and different values different ones, on every machine.
 *
 * As RFC 8785 (no spaces, keys in UTF-16 order, numbers as ECMAScript writes them, lone surrogates as `\udxxx`), and
 * beyond JSON: −0 and the non-finite numbers are `"~-0"`, `"~NaN"`, `"~Infinity"`, `"~-Infinity"`; a tensor is
 * `{"~tensor":{"data":…,"dtype":…,"shape":[…]}}` with its elements in base64, little-endian, every NaN of them with the
 * same bits (7fc00000, 7ff8000000000000), and so is a bare typed array, of one dimension; strings and keys that begin
 * with `~` get one more.
 *
 * @throws {CanonicalError} for undefined, functions, symbols, bigints, cycles, instances of classes, lists with holes or
 *   named properties, properties named by symbols or that throw when read, more than 500 levels, and a text longer than
 *   `limit`
 */
export function encode(value: unknown, { name = 'value', limit = 2 ** 28 }: EncodeOptions = {}): string {
  let text = ''

  function write(value: unknown, parent: Step | undefined, key: string | number): void {
    if (typeof value === 'string') text += encodeString(value)
    else if (typeof value === 'number') text += encodeNumber(value)
    else if (value === null || typeof value === 'boolean') text += value
    else if (typeof value === 'object') writeObject(value, parent, key)
    else refuse(nouns[typeof value as keyof typeof nouns], parent, key)
    if (text.length > limit) throw new CanonicalError(`invalid ${name}; more than ${formatBytes(limit)}`)
  }

  function writeObject(value: object, parent: Step | undefined, key: string | number): void {
    let depth = 0
    for (let step = parent; step; step = step.parent, depth++)
      if (step.value === value) refuse('a value that contains itself', parent, key)
    if (depth >= maximumDepth) refuse(`what is nested deeper than ${maximumDepth} levels`, parent, key)
    const step: Step = { parent, key, value }
    try {
      const tensor = encodeTensor(value)
      if (tensor !== undefined) text += tensor
      else if (isArray(value)) writeList(value, step)
      else writeRecord(value as Readonly<Record<string, unknown>>, step)
    } catch (error) {
      if (error instanceof CanonicalError) throw error
      refuse('a value that throws when it is read', parent, key)
    }
  }

  function writeList(list: readonly unknown[], step: Step): void {
    if (getPrototypeOf(list) !== arrayPrototype) refuse('an instance of a class', step.parent, step.key)
    const { length } = list
    // A hole would show what the prototype has there; a name would be lost.
    if (ownKeys(list).length !== length + 1) refuse('a list with holes or named properties', step.parent, step.key)
    text += '['
    for (let i = 0; i < length; i++) {
      if (i) text += ','
      write(list[i], step, i)
    }
    text += ']'
  }

  function writeRecord(record: Readonly<Record<string, unknown>>, step: Step): void {
    const prototype = getPrototypeOf(record)
    if (prototype !== objectPrototype && prototype !== null)
      refuse(`an instance of a class${nameOfClass(record)}`, step.parent, step.key)
    const all = ownKeys(record)
    for (let i = 0; i < all.length; i++)
      if (typeof all[i] === 'symbol' && apply(isEnumerable, record, [all[i]]))
        refuse('a property named by a symbol', step.parent, step.key)
    const names = keys(record)
    apply(sort, names, [])
    text += '{'
    for (let i = 0; i < names.length; i++) {
      if (i) text += ','
      text += `${encodeString(names[i]!)}:`
      write(read(record, names[i]!, step), step, names[i]!)
    }
    text += '}'
  }

  write(value, undefined, name)
  return text
}

/**
 * The value of a canonical text; tensors come back as `{dtype, shape, data}`.
 *
 * @throws {CanonicalError} for a text that `encode` does not write
 */
export function decode(text: string): unknown {
  let value: unknown
  try {
    value = revive(parse(text), 0)
  } catch (error) {
    if (error instanceof CanonicalError) throw error
    throw new CanonicalError('invalid canonical text; not JSON')
  }
  if (encode(value) !== text) throw new CanonicalError('invalid canonical text; another order, spelling or spacing')
  return value
}

function encodeString(text: string): string {
  return text[0] === '~' ? stringify(`~${text}`) : stringify(text)
}

function encodeNumber(value: number): string {
  if (is(value, -0)) return '"~-0"'
  // Not isFinite: NaN and the infinities differ from themselves when subtracted.
  return value - value === 0 ? `${value}` : `"~${value}"`
}

function revive(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value[0] === '~' ? reviveEscaped(value) : value
  if (typeof value !== 'object' || value === null) return value
  if (depth > maximumDepth) throw new CanonicalError(`invalid canonical text; deeper than ${maximumDepth} levels`)
  if (isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = revive(value[i], depth + 1)
    return value
  }
  const record = value as Record<string, unknown>
  const names = keys(record)
  let escaped = false
  for (let i = 0; i < names.length; i++) {
    if (names[i] === '~tensor') {
      const tensor = decodeTensor(record['~tensor'])
      if (tensor) return tensor
      throw new CanonicalError('invalid canonical text; broken tensor')
    }
    if (names[i]![0] === '~') escaped = true
    // Never the setter of `__proto__`: what JSON.parse makes is a property of the object's own.
    record[names[i]!] = revive(record[names[i]!], depth + 1)
  }
  if (!escaped) return record
  const revived = {}
  for (let i = 0; i < names.length; i++) {
    const name = names[i]![0] === '~' ? (reviveEscaped(names[i]!) as string) : names[i]!
    const descriptor = { value: record[names[i]!], writable: true, enumerable: true, configurable: true }
    defineProperty(revived, name, { __proto__: null, ...descriptor } as PropertyDescriptor)
  }
  return revived
}

function reviveEscaped(text: string): string | number {
  if (text[1] === '~') return apply(slice, text, [1])
  if (text === '~-0') return -0
  if (text === '~NaN') return Number.NaN
  if (text === '~Infinity') return Number.POSITIVE_INFINITY
  if (text === '~-Infinity') return Number.NEGATIVE_INFINITY
  throw new CanonicalError(`invalid canonical text; unknown escape: ${apply(slice, text, [0, 40])}`)
}

function nameOfClass(value: object): string {
  const name = (value as { constructor?: { name?: unknown } }).constructor?.name
  return typeof name === 'string' && name !== '' && name.length < 80 ? `: ${name}` : ''
}

const nouns = {
  undefined: 'undefined',
  function: 'a function',
  symbol: 'a symbol',
  bigint: 'a bigint',
} as const

function read(record: Readonly<Record<string, unknown>>, key: string, step: Step): unknown {
  try {
    return record[key]
  } catch {
    refuse('a property that throws when it is read', step, key)
  }
}

function refuse(noun: string, parent: Step | undefined, key: string | number): never {
  throw new CanonicalError(`invalid ${toPath(parent, key)}; cannot store ${noun}`)
}

/** `result.weights[3]["a b"]`; the middle of a long one is left out. */
function toPath(parent: Step | undefined, key: string | number): string {
  let path = parent ? toKey(key) : `${key}`
  for (let step = parent; step; step = step.parent) path = (step.parent ? toKey(step.key) : `${step.key}`) + path
  return path.length > 200 ? `${apply(slice, path, [0, 100])}…${apply(slice, path, [-90])}` : path
}

function toKey(key: string | number): string {
  return typeof key === 'string' && isName(key) ? `.${key}` : `[${stringify(key)}]`
}

function isName(key: string): boolean {
  for (let i = 0; i < key.length; i++) {
    const c = key[i]!
    const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c === '_' || c === '$'
    if (!letter && (i === 0 || c < '0' || c > '9')) return false
  }
  return key !== ''
}
