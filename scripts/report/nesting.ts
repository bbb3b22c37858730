import type { Nodes, Root } from 'mdast'
import type { Place } from './problem.ts'

/** How many levels a tree may have; a list has two. Every pass over a tree calls itself for each of them. */
const mostLevels = 500

export interface NestedTree {
  readonly tree: Root
  readonly problem?: Place & { readonly reason: string }
}

/** The tree of a Markdown file, cut off where it nests so deeply that walking it would exhaust the stack. */
export function parseNested(parse: (source: string) => Root, source: string): NestedTree {
  let tree: Root
  try {
    tree = parse(source)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { tree: { type: 'root', children: [] }, problem: { ...deepestLine(source), reason: tooDeep } }
  }
  const waiting: { node: Nodes; level: number }[] = [{ node: tree, level: 0 }]
  let first: Nodes | undefined
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, level } = next
    if (!('children' in node)) continue
    if (level < mostLevels) for (const child of node.children) waiting.push({ node: child, level: level + 1 })
    else if (node.children.length) {
      node.children.length = 0
      if (!first || node.position!.start.offset! < first.position!.start.offset!) first = node
    }
  }
  if (!first) return { tree }
  const { line, column } = first.position!.start
  return { tree, problem: { line, column, reason: tooDeep } }
}

const tooDeep = `invalid nesting; quotes, lists and emphasis are nested more than ${mostLevels} levels deep`

/** The line that most markers of quotes and lists stand before. */
function deepestLine(source: string): Place {
  let [line, length] = [1, 0]
  for (const [index, text] of source.split(/\r\n|\r|\n/).entries()) {
    const markers = /^(?:[ \t]|>|[-+*](?=[ \t])|\d+[.)](?=[ \t]))*/.exec(text)![0].length
    if (markers > length) [line, length] = [index + 1, markers]
  }
  return { line, column: 1 }
}
