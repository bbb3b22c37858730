import type { Nodes, Root } from 'mdast'
import type { Parent, Position } from 'unist'
import { placesIn } from './lines.ts'
import { visit } from './visit.ts'

/**
 * Says where the links stand that mdast-util-gfm-autolink-literal makes of addresses in text once it is parsed, and what
 * it leaves of that text: it gives them no place. They share the gap between their neighbors.
 */
export function placeLinks(tree: Root, source: string): void {
  visit(tree, node => {
    if (!('children' in node) || node.children.every(({ position }) => position)) return
    const { children } = node as Parent
    for (let at = 0; at < children.length; at++) {
      if (children[at]!.position) continue
      let end = at
      while (end < children.length && !children[end]!.position) end++
      const gap: Position = {
        start: children[at - 1]?.position?.end ?? node.position!.start,
        end: children[end]?.position?.start ?? node.position!.end,
      }
      place(children.slice(at, end) as Nodes[], gap, source)
      at = end
    }
  })
}

function place(nodes: readonly Nodes[], gap: Position, source: string): void {
  const written = source.slice(gap.start.offset, gap.end.offset)
  const placeAt = placesIn(written, gap.start)
  const point = (offset: number) => ({ ...placeAt(offset), offset: gap.start.offset! + offset })
  let at = 0
  for (const node of nodes) {
    const text = textOf(node)
    const found = at === -1 ? -1 : written.indexOf(text, at)
    // What is written otherwise, with an escape or the like, and what follows stand somewhere in the gap.
    at = found === -1 ? -1 : found + text.length
    // Places are moved in place, each by itself.
    node.position =
      at === -1 ? { start: { ...gap.start }, end: { ...gap.end } } : { start: point(found), end: point(at) }
  }
}

function textOf(node: Nodes): string {
  return 'value' in node ? node.value : 'children' in node ? node.children.map(textOf).join('') : ''
}
