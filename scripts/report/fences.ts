import type { Root } from 'mdast'
import { placesIn } from './lines.ts'
import type { Place } from './problem.ts'
import { visit } from './visit.ts'

/** Where a fence of backticks would open a cell if its caption held none. */
export function findBrokenFences(tree: Root, source: string): Place[] {
  const places: Place[] = []
  visit(tree, 'paragraph', ({ position }) => {
    const { start, end } = position!
    const written = source.slice(start.offset, end.offset)
    const placeAt = placesIn(written, start)
    for (const { index } of written.matchAll(/^(?<=^[ \t>]*)`{3,}[ \t]*ts[ \t]+run[ \t][^\n`]*caption="[^\n]*`/gm))
      places.push(placeAt(index))
  })
  return places
}

/** Where a fence opens code that no fence closes. */
export function findOpenFences(tree: Root, source: string): Place[] {
  const places: Place[] = []
  visit(tree, 'code', ({ position }) => {
    const { start, end } = position!
    const [fence] = /^(?:`{3,}|~{3,})/.exec(source.slice(start.offset, start.offset! + 100)) ?? []
    if (!fence) return
    const last = source.slice(source.lastIndexOf('\n', end.offset! - 1) + 1, end.offset)
    const isClosed = end.line > start.line && new RegExp(`^[\\s>\u3000]*${fence[0]}{${fence.length},}\\s*$`).test(last)
    if (!isClosed) places.push(start)
  })
  return places
}
