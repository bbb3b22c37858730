import type { Blockquote, Paragraph } from 'mdast'
import { suggestion } from './spelling.ts'

export const calloutKinds = ['note', 'tip', 'important', 'warning', 'caution'] as const

export type CalloutKind = (typeof calloutKinds)[number]

/**
 * Makes a quote that begins with a line `[!NOTE]` a callout with a title. Returns what is wrong with it, if anything;
 * then it stays a quote.
 */
export function markCallout(
  quote: Blockquote,
  source: string,
  title: (kind: CalloutKind) => string,
): string | undefined {
  const [paragraph] = quote.children
  const text = paragraph?.type === 'paragraph' ? paragraph.children[0] : undefined
  if (text?.type !== 'text' || source[text.position!.start.offset!] !== '[') return undefined
  const [marker, word, behind] = /^\[!(\w+)\](.*?)[ \t]*(?:\n|$)/.exec(text.value) ?? []
  if (marker === undefined || word === undefined) return undefined
  if (behind) return `invalid callout; [!${word}] stands alone on its line: ${behind.trim()}`
  const kind = calloutKinds.find(known => known === word.toLowerCase())
  if (!kind) {
    const known = calloutKinds.map(name => name.toUpperCase())
    return `unknown callout: ${word}${suggestion(word.toUpperCase(), known) || `; one of ${known.join(', ')} is expected`}`
  }
  text.value = text.value.slice(marker.length)
  const { children } = paragraph as Paragraph
  if (text.value === '') children.shift()
  // What followed the marker's line was broken off from it by a hard break.
  if (children[0]?.type === 'break') children.shift()
  if (children.length === 0) quote.children.shift()
  const heading: Paragraph = {
    type: 'paragraph',
    data: { hProperties: { className: ['callout-title'] } },
    children: [{ type: 'text', value: title(kind) }],
  }
  quote.children.unshift(heading)
  quote.data = { ...quote.data, hName: 'div', hProperties: { className: ['callout', kind], role: 'note' } }
  return undefined
}
