import type { Root } from 'mdast'
import type { Document } from './document.ts'
import { placesIn } from './lines.ts'
import type { Problems } from './problem.ts'
import { suggestion } from './spelling.ts'
import { visit } from './visit.ts'

/** Warns of footnotes without a text, which stay in the text as they are, with two, and of texts that nothing refers to. */
export function checkFootnotes(tree: Root, { path, source }: Document, problems: Problems): void {
  const defined = new Map<string, { line: number; column: number }>()
  const referred = new Set<string>()
  visit(tree, node => {
    if (node.type === 'footnoteDefinition') {
      const first = defined.get(node.identifier)
      if (first) {
        const reason = `doubled footnote: [^${node.label ?? node.identifier}]; the text on line ${first.line} is shown`
        problems.warn(path, node.position!.start, 'footnote', reason)
      } else defined.set(node.identifier, node.position!.start)
    } else if (node.type === 'footnoteReference') referred.add(node.identifier)
  })
  for (const [name, place] of defined)
    if (!referred.has(name)) problems.warn(path, place, 'footnote', `unused footnote: [^${name}]; no text refers to it`)
  visit(tree, 'text', ({ value, position }) => {
    if (!value.includes('[^') || !position) return
    const written = source.slice(position.start.offset, position.end.offset)
    const placeAt = placesIn(written, position.start)
    for (const { 0: whole, 1: name, index } of written.matchAll(/(?<!\\)\[\^([^\]\s]+)\](?!\()/g)) {
      const place = placeAt(index)
      if (defined.has(name!.toLowerCase())) {
        problems.warn(path, place, 'footnote', `invalid footnote: ${whole}; it stays text here: refer to it elsewhere`)
        continue
      }
      const hint = suggestion(name!, defined.keys()) || `; a line ${whole}: … gives its text`
      problems.warn(path, place, 'footnote', `missing footnote: ${whole}${hint}`)
    }
  })
}
