import { labelEnd } from 'micromark-core-commonmark'
import type { Construct, Event, ParseContext, Resolver, TokenizeContext } from 'micromark-util-types'

/**
 * Joins neighboring pieces of text in one walk. micromark takes each run of them out of the array of all events by itself,
 * which moves everything behind it: time grew with the square of the lines of a paragraph. The result is the same.
 */
export function mergeInLinearTime({ constructs }: ParseContext): void {
  const seen = new WeakSet<TokenizeContext['now']>()
  // Matches nothing, once a text: what it resolves is resolved before micromark's turn comes.
  const once: Construct = {
    name: 'mergedText',
    resolveAll: mergeText,
    // It is no reason to stop at a character.
    previous: () => false,
    tokenize(_effects, ok, nok) {
      if (seen.has(this.now)) return nok
      seen.add(this.now)
      return ok
    },
  }
  for (const record of [constructs.text, constructs.string] as Record<string, Construct[]>[])
    for (const code of Object.keys(record))
      if (!/[a-z\d]/i.test(String.fromCharCode(Number(code)))) record[code] = [once, ...record[code]!.map(merging)]
}

/** What brackets without a partner leave is text too. */
function merging(construct: Construct): Construct {
  return construct.resolveAll === labelEnd.resolveAll ? { ...construct, resolveAll: resolveLabels } : construct
}

const resolveLabels: Resolver = (events, context) => mergeText(labelEnd.resolveAll!(events, context))

/** Makes one token of neighboring ones of text, in place. */
export function mergeText(events: Event[]): Event[] {
  let length = 0
  for (const event of events) {
    const before = events[length - 1]
    const [side, token] = event
    if (length > 0 && token.type === 'data' && before![1].type === 'data' && before![1] !== token) {
      if (side === 'exit') before![1].end = token.end
    } else events[length++] = event
  }
  events.length = length
  return events
}
