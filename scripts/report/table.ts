import type { Root } from 'mdast'
import type { Place } from './problem.ts'
import { visit } from './visit.ts'

/** How many cells the rows of a file's tables may lack together: each is made, so that they could be many millions. */
const mostMissing = 20_000

/** Empties tables whose rows lack so many cells that they can only be a mistake; returns the places of these. */
export function emptyWideTables(tree: Root): Place[] {
  const places: Place[] = []
  let missing = 0
  visit(tree, 'table', table => {
    const columns = table.children[0]?.children.length ?? 0
    for (const { children } of table.children) missing += Math.max(0, columns - children.length)
    if (missing <= mostMissing) return
    places.push(table.position!.start)
    table.children.length = 1
  })
  return places
}

export const tooWide = `invalid table; its rows have fewer cells than its head, more than ${mostMissing} in all: give each row as many`
