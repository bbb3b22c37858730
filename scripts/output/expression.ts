/** What of Vega's expression trees is looked at. */
interface Node {
  readonly type: string
  readonly name?: string
  readonly value?: unknown
  readonly computed?: boolean
  readonly object?: Node
  readonly property?: Node
  readonly callee?: Node
  readonly key?: Node
  readonly [part: string]: unknown
}

const names = ['datum', 'parent', 'NaN', 'E', 'LN2', 'LN10', 'LOG2E', 'LOG10E', 'PI', 'SQRT1_2', 'SQRT2']
const limits = ['MIN_VALUE', 'MAX_VALUE', 'undefined', 'width', 'height']

const logic = ['if', 'isArray', 'isBoolean', 'isDefined', 'isFinite', 'isNaN', 'isNumber', 'isObject', 'isString']
const conversion = ['isValid', 'toBoolean', 'toNumber', 'toString', 'parseFloat', 'parseInt', 'format', 'utcFormat']
const arithmetic = ['abs', 'ceil', 'clamp', 'floor', 'max', 'min', 'round', 'sqrt', 'lerp', 'bin', 'peek']
const lists = ['extent', 'inrange', 'join', 'length', 'reverse', 'slice', 'span', 'indexof', 'lastindexof', 'pluck']
const strings = ['lower', 'upper', 'split', 'substring', 'trim', 'truncate', 'replace']
const colors = ['rgb', 'hsl', 'lab', 'hcl', 'luminance', 'contrast']
const times = ['utc', 'utcyear', 'utcquarter', 'utcmonth', 'utcdate', 'utcday', 'utchours', 'utcminutes', 'utcseconds']

const functions = new Set([logic, conversion, arithmetic, lists, strings, colors, times].flat())

/** Functions that Vega-Lite itself writes into what it compiles. */
const compiledParts = ['data', 'domain', 'range', 'scale', 'bandwidth', 'sequence', 'bandspace', 'merge', 'isDate']
const compiledTimes = ['toDate', 'datetime', 'time', 'timeUnitSpecifier', 'timeOffset', 'utcOffset']
const compiled = new Set([...compiledParts, ...compiledTimes])

const unportable = new Set(['acos', 'asin', 'atan', 'atan2', 'cos', 'exp', 'hypot', 'log', 'pow', 'sin', 'tan'])

const forbidden = new Set(['__proto__', 'prototype', 'constructor', 'valueOf', 'toString', 'eval', 'view'])

export interface Scope {
  /** Names of parameters. */
  readonly parameters: ReadonlySet<string>
  /** Written by an author, or by Vega-Lite's compiler? */
  readonly authored: boolean
}

/**
 * Why an expression may not be evaluated, or undefined: it may read `datum` and parameters, compute and call the
 * functions listed here. What reaches for events, views or prototypes, and what differs between machines and days
 * (`random`, `now`, local time, `exp` and kin), is refused.
 */
export function refuseExpression(tree: unknown, scope: Scope): string | undefined {
  const node = tree as Node
  switch (node.type) {
    case 'Literal':
      return undefined
    case 'Identifier':
      return refuseName(node.name!, scope)
    case 'CallExpression':
      return refuseFunction(node.callee!, scope) ?? refuseParts(node.arguments, scope)
    case 'MemberExpression':
      return refuseExpression(node.object!, scope) ?? refuseMember(node, scope)
    case 'ObjectExpression':
      if (scope.authored) return 'it has an object literal'
      return refuseParts(node.properties, scope)
    case 'Property':
      return refuseKey(node.key!) ?? refuseExpression(node.value, scope)
    case 'ArrayExpression':
      return refuseParts(node.elements, scope)
    case 'UnaryExpression':
      return refuseExpression(node.argument, scope)
    case 'BinaryExpression':
    case 'LogicalExpression':
      return refuseParts([node.left, node.right], scope)
    case 'ConditionalExpression':
      return refuseParts([node.test, node.consequent, node.alternate], scope)
    default:
      return `it has ${node.type}`
  }
}

function refuseParts(nodes: unknown, scope: Scope): string | undefined {
  for (const node of nodes as readonly Node[]) {
    const reason = refuseExpression(node, scope)
    if (reason) return reason
  }
  return undefined
}

function refuseName(name: string, { parameters, authored }: Scope): string | undefined {
  if (names.includes(name) || limits.includes(name) || parameters.has(name)) return undefined
  if (!authored && !forbidden.has(name) && name !== 'event') return undefined
  return `it names ${name}`
}

function refuseFunction(callee: Node, { authored }: Scope): string | undefined {
  const name = callee.name ?? ''
  if (callee.type !== 'Identifier') return 'it calls what is not a function name'
  if (functions.has(name) || (!authored && compiled.has(name))) return undefined
  if (unportable.has(name)) return `${name} differs between runtimes, compute it in the cell`
  return `it calls ${name}`
}

function refuseMember({ computed, property }: Node, scope: Scope): string | undefined {
  if (computed && property!.type !== 'Literal') return scope.authored ? 'it computes a property name' : undefined
  return refuseKey(property!)
}

function refuseKey(key: Node): string | undefined {
  const name = String(key.name ?? key.value)
  return forbidden.has(name) ? `it reads ${name}` : undefined
}
