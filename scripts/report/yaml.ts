import {
  type Document,
  isMap,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml'
import type { z } from 'zod'
import type { Place } from './problem.ts'
import { suggestion } from './spelling.ts'

export interface YamlProblem {
  readonly place: Place
  readonly rule: string
  readonly reason: string
}

/** Front matter and configuration are small; a file beyond this is a mistake or an attack. */
const maxCharacters = 100_000
/** How many brackets may be open; the library takes most of a second for some thousands before it gives up. */
const mostBrackets = 200

/** Where one bracket too many opens, of all that are written, also in texts. */
function findDeepBracket(text: string): number | undefined {
  let open = 0
  for (const { 0: bracket, index } of text.matchAll(/[[\]{}]/g)) {
    open = /[[{]/.test(bracket) ? open + 1 : Math.max(0, open - 1)
    if (open > mostBrackets) return index
  }
  return undefined
}

/**
 * Reads YAML 1.2 and checks it against a schema. All problems are collected, each at the line and column of the value
 * it is about; `firstLine` is the line of the file on which the YAML text begins.
 */
export function readYaml<Schema extends z.ZodObject>(
  text: string,
  schema: Schema,
  firstLine = 1,
): { value?: z.infer<Schema>; problems: YamlProblem[] } {
  const problems: YamlProblem[] = []
  const lines = new LineCounter()
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1) - 1 + firstLine, column: Math.max(col, 1) }
  }
  if (text.length > maxCharacters)
    return {
      problems: [{ place: placeAt(0), rule: 'yaml', reason: `invalid YAML; longer than ${maxCharacters} characters` }],
    }

  const deepest = findDeepBracket(text)
  if (deepest !== undefined) {
    const before = text.slice(0, deepest).split('\n')
    const place = { line: before.length - 1 + firstLine, column: before.at(-1)!.length + 1 }
    return { problems: [{ place, rule: 'yaml', reason: 'invalid YAML; nested too deeply' }] }
  }

  let data: unknown
  let root: Node | null
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      // The library compares each key with all before it.
      uniqueKeys: false,
      merge: false,
      logLevel: 'error',
    })
    // The library turns its own stack overflow into an error at each level.
    if (document.errors.some(({ message }) => /call stack/.test(message))) throw new RangeError('nested too deeply')
    for (const { message, pos } of [...document.errors, ...document.warnings])
      problems.push({ place: placeAt(pos[0]), rule: 'yaml', reason: `invalid YAML; ${lowerFirst(message)}` })
    if (document.errors.length) return { problems }
    root = document.contents
    // Of a field that is given twice, the other fields can still be checked.
    for (const offset of findDoubledKeys(document))
      problems.push({ place: placeAt(offset), rule: 'yaml', reason: 'invalid YAML; map keys must be unique' })
    // Aliases are refused as such: nothing here needs them, and nested ones grow without bound.
    data = document.toJS({ maxAliasCount: 0 }) ?? {}
  } catch (error) {
    const reason =
      error instanceof RangeError
        ? 'nested too deeply'
        : error instanceof ReferenceError
          ? 'aliases (*name) are not supported'
          : lowerFirst(String((error as Error).message))
    return { problems: [{ place: placeAt(0), rule: 'yaml', reason: `invalid YAML; ${reason}` }] }
  }
  if (root !== null && !isMap(root))
    return {
      problems: [
        {
          place: placeAt(root.range?.[0] ?? 0),
          rule: 'yaml',
          reason: 'invalid YAML; fields such as "title: …" are expected',
        },
      ],
    }

  const pairs = new Map<YAMLMap, ReadonlyMap<string, Pair>>()
  const findPair = (map: YAMLMap, key: PropertyKey): Pair | undefined => {
    if (!pairs.has(map)) pairs.set(map, indexPairs(map))
    return pairs.get(map)!.get(String(key))
  }
  const placeOf = (path: readonly PropertyKey[]): Place => {
    let node: unknown = root
    let offset = root?.range?.[0] ?? 0
    for (const key of path) {
      if (isMap(node)) {
        const pair = findPair(node, key)
        if (!pair) break
        offset = (pair.key as Node).range?.[0] ?? offset
        node = pair.value
      } else if (node && typeof node === 'object' && 'items' in node) node = (node.items as unknown[])[Number(key)]
      offset = (node as Node | null)?.range?.[0] ?? offset
    }
    return placeAt(offset)
  }
  const keyPlace = (path: readonly PropertyKey[], key: string): Place => {
    let node: unknown = root
    for (const step of path) node = isMap(node) ? node.get(step, true) : undefined
    const pair = isMap(node) ? findPair(node, key) : undefined
    return placeAt((pair?.key as Node | undefined)?.range?.[0] ?? 0)
  }

  const parsed = schema.safeParse(data)
  if (parsed.success) return problems.length ? { problems } : { value: parsed.data, problems }
  for (const issue of parsed.error.issues) {
    if (issue.code === 'unrecognized_keys') {
      const known = issue.path.length ? [] : Object.keys(schema.shape)
      for (const key of issue.keys)
        problems.push({
          place: keyPlace(issue.path, key),
          rule: 'unknown-field',
          reason: `unknown field: ${key}${suggestion(key, known)}`,
        })
    } else
      problems.push({
        place: placeOf(issue.path),
        rule: 'invalid-field',
        reason: `invalid ${issue.path.join('.') || 'value'}; ${explain(issue)}`,
      })
  }
  return { problems }
}

/** The fields of a map by name, of those that are given twice the first. */
function indexPairs({ items }: YAMLMap): Map<string, Pair> {
  const pairs = new Map<string, Pair>()
  for (const pair of items)
    if (isScalar(pair.key) && !pairs.has(String(pair.key.value))) pairs.set(String(pair.key.value), pair)
  return pairs
}

/** Where a field of a map has the name of one before it. */
function findDoubledKeys(document: Document.Parsed): number[] {
  const offsets: number[] = []
  visit(document, {
    Map(_key, { items }) {
      const seen = new Set<unknown>()
      for (const { key } of items) {
        if (!isScalar(key)) continue
        if (seen.has(key.value)) offsets.push(key.range?.[0] ?? 0)
        seen.add(key.value)
      }
    },
  })
  return offsets
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text is expected: write it in quotes',
  number: 'a number is expected, without quotes',
  boolean: 'true or false is expected',
  array: 'a list is expected, such as [a, b]',
  object: 'fields below it are expected',
}

/** What is wrong with a value, in the words of YAML. */
function explain(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return kinds[issue.expected] ?? lowerFirst(issue.message)
  if (issue.code === 'too_small') return 'it is empty'
  if (issue.code === 'invalid_value') return `${issue.values.join(' or ')} is expected`
  return lowerFirst(issue.message)
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
