import type { Construct, Event, ParseContext, Point, Resolver, Token, TokenizeContext } from 'micromark-util-types'
import { mergeText } from './merging.ts'

/**
 * Pairs the marks of emphasis and strikethrough in time that grows as the text does. micromark and its extensions copy
 * all events of a paragraph for each pair, look back to its beginning for each mark without a partner, and go through
 * what is nested again for each level: 20,000 words in asterisks took minutes. The result is the same.
 */
export function pairInLinearTime({ constructs }: ParseContext): void {
  const replace = (all: Construct[]): Construct[] =>
    all.map(construct => {
      const rules = construct.name === undefined ? undefined : resolvers[construct.name]
      return rules ? { ...construct, resolveAll: rules } : construct
    })
  const text = constructs.text as Record<string, Construct[]>
  for (const code of Object.keys(text)) text[code] = replace(text[code]!)
  constructs.insideSpan.null = replace(constructs.insideSpan.null as Construct[])
}

/** How marks of a kind find each other. */
interface Rules {
  /** The type of their tokens as long as they have no partner. */
  readonly type: string
  /** What closing marks have in common that the same opening ones may match. */
  readonly kind: (closing: Token, marker: number) => string
  readonly matches: (opening: Token, closing: Token) => boolean
  /** Takes from both what belongs together: the tokens of the pair, of its two marks and of its text. */
  readonly join: (opening: Token, closing: Token) => Pair
}

interface Pair {
  readonly group: Token
  readonly opening: Token
  readonly closing: Token
  readonly text: Token
}

const attention: Rules = {
  type: 'attentionSequence',
  kind: (closing, marker) => `${marker} ${closing._open} ${sizeOf(closing) % 3}`,
  // CommonMark 0.31.2, rules 9 and 10 of emphasis.
  matches: (opening, closing) =>
    !((opening._close || closing._open) && sizeOf(closing) % 3 !== 0 && (sizeOf(opening) + sizeOf(closing)) % 3 === 0),
  join(opening, closing) {
    const use = sizeOf(opening) > 1 && sizeOf(closing) > 1 ? 2 : 1
    const [start, end] = [moved(opening.end, -use), moved(closing.start, use)]
    const name = use > 1 ? 'strong' : 'emphasis'
    const pair: Pair = {
      group: { type: name, start: { ...start }, end: { ...end } },
      opening: { type: `${name}Sequence`, start, end: { ...opening.end } },
      text: { type: `${name}Text`, start: { ...opening.end }, end: { ...closing.start } },
      closing: { type: `${name}Sequence`, start: { ...closing.start }, end },
    }
    opening.end = { ...start }
    closing.start = { ...end }
    return pair
  },
}

const strikethrough: Rules = {
  type: 'strikethroughSequenceTemporary',
  kind: closing => String(sizeOf(closing)),
  matches: (opening, closing) => sizeOf(opening) === sizeOf(closing),
  join(opening, closing) {
    const mark = ({ start, end }: Token) => ({ type: 'strikethroughSequence', start, end }) as unknown as Token
    const pair = {
      group: { type: 'strikethrough', start: { ...opening.start }, end: { ...closing.end } },
      opening: mark(opening),
      text: { type: 'strikethroughText', start: { ...opening.end }, end: { ...closing.start } },
      closing: mark(closing),
    } as unknown as Pair
    opening.end = opening.start
    closing.start = closing.end
    return pair
  },
}

const resolvers: Readonly<Record<string, Resolver>> = {
  attention: (events, context) => pairUp(events, context, attention),
  strikethrough: (events, context) => pairUp(events, context, strikethrough),
}

function pairUp(events: Event[], context: TokenizeContext, rules: Rules): Event[] {
  const type = rules.type as Token['type']
  /** What stands before the event that is looked at; of a pair, only that it begins and ends. */
  const before: Event[] = []
  const insides = new Map<Token, Event[]>()
  /** Before which index of `before` nothing can open what a kind of mark closes. */
  const bottoms = new Map<string, number>()
  const markers = new Map<Token, number>()
  const markerOf = (token: Token): number => {
    if (!markers.has(token)) markers.set(token, context.sliceSerialize(token).charCodeAt(0))
    return markers.get(token)!
  }

  const findOpening = (closing: Token): number => {
    const marker = markerOf(closing)
    const kind = rules.kind(closing, marker)
    const bottom = bottoms.get(kind) ?? 0
    for (let at = before.length - 1; at >= bottom; at--) {
      const [side, token] = before[at]!
      if (side !== 'exit' || token.type !== type || !token._open || markerOf(token) !== marker) continue
      if (rules.matches(token, closing)) return at
    }
    bottoms.set(kind, before.length)
    return -1
  }

  const close = (closing: Token): boolean => {
    const at = findOpening(closing)
    if (at === -1) return false
    const opening = before[at]![1]
    const inside = resolveInside(before.splice(at + 1), type, context)
    const { group, ...marks } = rules.join(opening, closing)
    before.length = at - 1
    // What is left of the marks may match what the whole of them did not.
    for (const [kind, bottom] of bottoms) if (bottom >= at) bottoms.set(kind, at - 1)
    if (sizeOf(opening)) before.push(['enter', opening, context], ['exit', opening, context])
    const wrap = (token: Token): Event[] => [
      ['enter', token, context],
      ['exit', token, context],
    ]
    const [begin, end] = wrap(marks.text) as [Event, Event]
    insides.set(group, [...wrap(marks.opening), begin, ...inside, end, ...wrap(marks.closing)])
    before.push(...wrap(group))
    return true
  }

  for (const event of events) {
    const [side, token] = event
    if (token.type === type && token._close && side === 'enter') while (sizeOf(token) && close(token));
    if (token.type !== type || sizeOf(token)) before.push(event)
  }
  release(before, type)
  // micromark goes on with the array that it gave.
  events.length = 0
  for (const event of flatten(before, insides)) events.push(event)
  return mergeText(events)
}

/** What other resolvers make of what stands in a pair. Of the same kind nothing in it has a partner. */
function resolveInside(events: Event[], type: Token['type'], context: TokenizeContext): Event[] {
  release(events, type)
  const all = context.parser.constructs.insideSpan.null ?? []
  const own = type === attention.type ? resolvers.attention : resolvers.strikethrough
  const others = new Set(all.flatMap(({ resolveAll }) => (resolveAll && resolveAll !== own ? resolveAll : [])))
  let resolved = events
  for (const resolve of others) resolved = resolve(resolved, context)
  return resolved
}

/** Marks without a partner are text. */
function release(events: readonly Event[], type: Token['type']): void {
  for (const [, token] of events) if (token.type === type) token.type = 'data'
}

/** All events, those of pairs in their places. */
function flatten(events: readonly Event[], insides: ReadonlyMap<Token, readonly Event[]>): Event[] {
  const flat: Event[] = []
  const waiting: Iterator<Event>[] = [events[Symbol.iterator]()]
  while (waiting.length) {
    const { value: event, done } = waiting.at(-1)!.next()
    if (done) {
      waiting.pop()
      continue
    }
    flat.push(event)
    const inside = event[0] === 'enter' ? insides.get(event[1]) : undefined
    if (inside) waiting.push(inside[Symbol.iterator]())
  }
  return flat
}

function sizeOf({ start, end }: Token): number {
  return end.offset - start.offset
}

/** Marks stand on one line. */
function moved(point: Point, by: number): Point {
  return {
    ...point,
    column: point.column + by,
    offset: point.offset + by,
    _bufferIndex: point._bufferIndex + by,
  }
}
