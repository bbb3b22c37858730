import type { Construct, Event, ParseContext, Token, TokenizeContext } from 'micromark-util-types'

/**
 * Lets each `]` look back for what opens a footnote no further than the one before it did, and each address for an open
 * bracket no further than that: micromark's extensions go back to the beginning of the text where there is none. The
 * result is the same.
 */
export function lookBackOnce({ constructs }: ParseContext): void {
  const wrap = (construct: Construct): Construct => {
    if (construct.name === 'gfmPotentialFootnoteCall') return withMemory(construct)
    return addresses.has(construct.name!) ? withBrackets(construct) : construct
  }
  const text = constructs.text as Record<string, Construct[]>
  for (const code of Object.keys(text)) text[code] = text[code]!.map(wrap)
}

const addresses: ReadonlySet<string> = new Set(['wwwAutolink', 'protocolAutolink', 'emailAutolink'])

/** All that an address asks of the events is whether a bracket is open. */
function withBrackets(construct: Construct): Construct {
  return {
    ...construct,
    tokenize(effects, ok, nok) {
      const starts = this._labelStarts ?? []
      // micromark discards them too, but only where a bracket closes.
      while (starts.at(-1)?._balanced) starts.pop()
      const bracket = starts.at(-1)
      const events: Event[] = bracket ? [['enter', bracket, this]] : []
      return construct.tokenize.call(Object.assign(Object.create(this), { events }), effects, ok, nok)
    },
  }
}

/** What stands nearest before an event of those that matter. */
interface Found {
  readonly at: number
  readonly event: Event
  readonly token: Token | undefined
}

/** What ends the search, as in micromark-extension-gfm-footnote 2.1.0. */
const ends: ReadonlySet<string> = new Set(['labelImage', 'gfmFootnoteCall', 'labelLink', 'label', 'image', 'link'])

function withMemory(construct: Construct): Construct {
  const known = new WeakMap<TokenizeContext['now'], Found>()
  const findOpening = ({ now, events }: TokenizeContext): Token | undefined => {
    const before = known.get(now)
    // Events before one that is still in its place are as they were.
    const isKnown = before !== undefined && events[before.at] === before.event
    let at = events.length - 1
    while (at > (isKnown ? before.at : -1) && !ends.has(events[at]![1].type)) at--
    const token = isKnown && at === before.at ? before.token : events[at]?.[1]
    const last = events.at(-1)
    if (last) known.set(now, { at: events.length - 1, event: last, token })
    return token
  }
  return {
    ...construct,
    tokenize(effects, ok, nok) {
      const opening = findOpening(this)
      // Only what looked like an image, and is none, can be a mark and a footnote.
      return opening?.type === 'labelImage' && opening._balanced ? construct.tokenize.call(this, effects, ok, nok) : nok
    },
  }
}
