import { analyze } from 'eslint-scope'
import { parseSync } from 'oxc-parser'
import type { Place } from '../report/problem.ts'
import { placeAt } from './syntax.ts'

export interface Unportable {
  readonly place: Place
  readonly reason: string
}

/** Globals whose results are the same bits on every runtime. */
const portable = new Set(
  `Array ArrayBuffer AggregateError BigInt BigInt64Array BigUint64Array Boolean DataView Error EvalError Float32Array
  Float64Array Infinity Int16Array Int32Array Int8Array Iterator JSON Map NaN Number Object Promise Proxy RangeError
  ReferenceError Reflect RegExp Set String Symbol SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array
  Uint8ClampedArray WeakMap WeakSet WebAssembly atob btoa console decodeURI decodeURIComponent display encodeURI
  encodeURIComponent escape isFinite isNaN parseFloat parseInt structuredClone TextDecoder TextEncoder undefined
  unescape`.split(/\s+/),
)

/** Members of Math that every runtime rounds alike. */
const portableMath = new Set(
  `E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2 abs ceil clz32 floor fround imul max min round sign sqrt trunc`.split(
    /\s+/,
  ),
)

const localeMembers = /^(localeCompare|toLocale\w+)$/

const clock = 'a result must not depend on when it is computed'
const random = 'use seeded(seed) from backprose/engine, with the seed among the params'
const outside = 'a Program reads only what it imports: pass it as a param, or import a file'
const locale = 'a result must not depend on the reader’s language'
const instead: Record<string, string> = {
  Date: clock,
  performance: clock,
  Temporal: clock,
  Intl: locale,
  crypto: random,
  setTimeout: 'there is nothing to wait for; call the function directly',
  eval: 'write the code itself',
  Function: 'write the code itself',
  title: 'an experiment’s title is cut out of its runs; declare another constant',
  cases: 'an experiment’s cases are cut out of its runs; read params instead',
}
instead.setInterval =
  instead.setImmediate =
  instead.queueMicrotask =
  instead.requestAnimationFrame =
    instead.setTimeout!

/**
 * What in a bundle may give other bits elsewhere, or reads from outside: globals that are not on the list above, members
 * of Math that runtimes round differently, `**`, and everything that depends on a locale.
 */
export function findUnportable(bundle: string): Unportable[] {
  const { program } = parseSync('program.mjs', bundle, { lang: 'js', sourceType: 'module', range: true })
  const found: Unportable[] = []
  const refuse = (offset: number, reason: string) => found.push({ place: placeAt(bundle, offset), reason })
  const parents = new Map<object, Node>()

  walk(program as unknown as Node, undefined, (node, parent) => {
    if (parent) parents.set(node, parent)
    if (
      (node.type === 'BinaryExpression' && node.operator === '**') ||
      (node.type === 'AssignmentExpression' && node.operator === '**=')
    )
      refuse(node.start, 'unportable: **; runtimes round it differently: use Math.pow, or multiply')
    else if (node.type === 'MemberExpression' && !node.computed && localeMembers.test(node.property?.name ?? ''))
      refuse(node.property!.start, `unportable: ${node.property!.name}; ${locale}`)
  })

  // `through` are the names that nothing in the bundle declares: the globals it reads.
  const scopes = analyze(program as never, { ecmaVersion: 2022, sourceType: 'module', ignoreEval: true })
  for (const { identifier } of scopes.globalScope!.through) {
    const { name, start } = identifier as unknown as Node
    const parent = parents.get(identifier)
    if (name === 'Math') {
      const member = parent?.type === 'MemberExpression' && !parent.computed ? parent.property!.name! : undefined
      if (member === undefined) refuse(start, 'unportable: Math; write Math.name, so that the name can be checked')
      else if (member === 'random') refuse(start, `unportable: Math.random; ${random}`)
      else if (!portableMath.has(member))
        refuse(
          start,
          `unportable: Math.${member}; runtimes round it differently, and the engine has no ${member} of its own`,
        )
    } else if (!portable.has(name!)) refuse(start, `unavailable in Programs: ${name}; ${instead[name!] ?? outside}`)
  }
  return found
}

interface Node {
  readonly type: string
  readonly start: number
  readonly name?: string
  readonly operator?: string
  readonly computed?: boolean
  readonly property?: Node
}

function walk(node: Node, parent: Node | undefined, visit: (node: Node, parent: Node | undefined) => void): void {
  visit(node, parent)
  for (const value of Object.values(node))
    if (Array.isArray(value)) {
      for (const child of value) if (isNode(child)) walk(child, node, visit)
    } else if (isNode(value)) walk(value, node, visit)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}
