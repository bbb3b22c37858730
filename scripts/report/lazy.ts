import type { ParseContext, Token, TokenizeContext } from 'micromark-util-types'

/**
 * Tells micromark at once that a lazy line belongs to what the line before it does. It looks for a token that is still
 * open among all that stands in the container, from the end, and that of a paragraph is the first: 20,000 lazy lines took
 * minutes. The result is the same.
 */
export function shortenLazyLines(parser: ParseContext): void {
  const { flow } = parser
  parser.flow = from => {
    const context = flow(from)
    const { write } = context
    let open: Open | undefined
    let isMarked = false
    context.write = slice => {
      if (isMarked) context.events.pop()
      isMarked = false
      const { line, offset } = context.now()
      const events = write(slice)
      if (!parser.lazy[line] || slice.at(-1) === null) return events
      if (!open || !isOpen(open, context)) open = findOpen(context, offset)
      isMarked = open !== undefined
      // Where micromark begins to look.
      if (isMarked) context.events.push(['enter', open!.token, context])
      return events
    }
    return context
  }
}

/** A token that is not ended yet, and which of the events it is. */
interface Open {
  readonly at: number
  readonly token: Token
}

function isOpen({ at, token }: Open, { events }: TokenizeContext): boolean {
  return events[at]?.[1] === token && !token.end
}

/** @param before where the lazy line begins, on which a table may be open too */
function findOpen({ events }: TokenizeContext, before: number): Open | undefined {
  const at = events.findLastIndex(([, { start, end }]) => !end && start.offset < before)
  return at === -1 ? undefined : { at, token: events[at]![1] }
}
