/** A mistake of a Program that its host found: the message says all. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError'
}

// What every Program finds in Node and in browsers alike and what gives the same on both; of the rest nothing is left.
const portable = new Set(
  `Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Promise RegExp Error
  AggregateError SuppressedError EvalError RangeError ReferenceError SyntaxError TypeError URIError globalThis JSON Math
  ArrayBuffer Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Float16Array Float32Array Float64Array
  Uint8ClampedArray BigUint64Array BigInt64Array DataView Map BigInt Set WeakMap WeakSet Proxy Reflect Iterator
  Date decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape isFinite isNaN WebAssembly
  TextEncoder TextDecoder atob btoa structuredClone queueMicrotask`.split(/\s+/),
)

const time = 'results must not depend on time'
const files = 'Programs read only what they import'
const collection = 'when memory is freed is not reproducible'
const threads = 'a Program is one thread'
const evaluated = 'code that is not in the text of a Program is not in its id'
const hints: Readonly<Record<string, string>> = {
  __proto__: null as never,
  'Math.random': "use seeded from 'backprose/engine'",
  crypto: "for random numbers use seeded from 'backprose/engine'",
  Date: time,
  performance: time,
  Temporal: time,
  setTimeout: time,
  setInterval: time,
  setImmediate: time,
  fetch: files,
  XMLHttpRequest: files,
  WebSocket: files,
  EventSource: files,
  require: files,
  process: 'Programs run in browsers too',
  Buffer: 'use Uint8Array',
  global: 'use globalThis',
  Intl: 'results must not depend on the locale',
  FinalizationRegistry: collection,
  WeakRef: collection,
  SharedArrayBuffer: threads,
  Atomics: threads,
  Worker: threads,
  eval: evaluated,
  display: 'an experiment yields records and returns a result; show them in a cell',
}

/** Takes from this realm what depends on the machine, the clock or the locale. To be called before a Program is loaded. */
export function restrict(): void {
  const realm = globalThis as unknown as Record<string, unknown>
  for (const name of Object.getOwnPropertyNames(realm))
    if (!portable.has(name)) delete realm[name]
    else if (Object.getOwnPropertyDescriptor(realm, name)!.configurable) define(realm, name, realm[name])

  // What asks for the type of a value with `instanceof Date` goes on to work.
  const refuse = () => unavailable('Date')
  for (const name of ['now', 'parse', 'UTC']) define(Date, name, refuse)
  const clock = new Proxy(Date, { apply: refuse, construct: refuse })
  define(Date.prototype, 'constructor', clock)
  define(realm, 'Date', clock)
  define(Math, 'random', () => unavailable('Math.random'))

  const { prototype: typedArray } = Object.getPrototypeOf(Uint8Array) as { prototype: object }
  for (const prototype of [Object, Number, BigInt, Array]
    .map(({ prototype }) => prototype as object)
    .concat(typedArray))
    define(prototype, 'toLocaleString', () => unavailable('toLocaleString', hints.Intl))
  for (const name of ['localeCompare', 'toLocaleLowerCase', 'toLocaleUpperCase'])
    define(String.prototype, name, () => unavailable(name, hints.Intl))
}

/** Gives Programs names of their host's own. */
export function provide(names: Readonly<Record<PropertyKey, unknown>>): void {
  for (const name of Reflect.ownKeys(names)) define(globalThis, name, names[name as string])
}

/** What a ReferenceError's message means here; undefined for a name that is nobody's. */
export function explain(message: string): string | undefined {
  const name = /^(\w+) is not defined$/.exec(message)?.[1]
  return name !== undefined && (hints[name] || removed.has(name)) ? describe(name) : undefined
}

const removed = new Set(Object.getOwnPropertyNames(globalThis).filter(name => !portable.has(name)))

export function unavailable(name: string, hint?: string): never {
  throw new ProgramError(describe(name, hint))
}

function describe(name: string, hint = hints[name] ?? 'Programs have what the language offers'): string {
  return `unavailable in Programs: ${name}; ${hint}`
}

function define(object: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(object, name, { value, writable: true, configurable: true, enumerable: false })
}
