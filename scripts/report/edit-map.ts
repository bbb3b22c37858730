import { EditMap } from 'micromark-util-edit-map'
import type { Event } from 'micromark-util-types'

type Edit = [index: number, remove: number, add: Event[]]

/**
 * Applies the edits of micromark 1.0.0's `EditMap` without copying what stands before the first of them. As published it
 * copies all events of the document for each list item, so that time grows with the square of a report's length: 100,000
 * lines took eight minutes.
 */
EditMap.prototype.consume = function (this: { map: Edit[]; index?: Map<number, number> }, events: Event[]): void {
  const edits = this.map.sort(([a], [b]) => a - b)
  if (edits.length === 0) return
  const first = edits[0]![0]
  const rest = events.slice(first)
  events.length = first
  let from = 0
  const keep = (end: number) => {
    for (; from < end; from++) events.push(rest[from]!)
  }
  for (const [index, remove, add] of edits) {
    keep(index - first)
    for (const event of add) events.push(event)
    from = Math.max(from, index - first + remove)
  }
  keep(rest.length)
  edits.length = 0
  this.index?.clear()
} as unknown as typeof EditMap.prototype.consume
