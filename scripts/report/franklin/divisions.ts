import type { Paragraph, RootContent } from 'mdast'
import type { Parent, Position } from 'unist'
import type { Place } from '../problem.ts'

/** Where what is wrong, or not understood, is said. */
export interface Report {
  readonly error: (place: Place, reason: string) => void
  readonly warn: (place: Place, reason: string) => void
}

/** What stands between `@@name` and `@@`. */
export interface Division extends Parent {
  readonly type: 'division'
  readonly children: RootContent[]
  data: { hName: 'div'; hProperties: { className: readonly string[] } }
  position: Position
}

declare module 'mdast' {
  interface RootContentMap {
    division: Division
  }
  interface BlockContentMap {
    division: Division
  }
}

const mostOpen = 200

/** Makes divisions of the fences among the children of a node, and of theirs. */
export function nestDivisions(parent: Parent, report: Report): void {
  const result: RootContent[] = []
  const open: Division[] = []
  const add = (node: RootContent) => (open.at(-1)?.children ?? result).push(node)
  const close = (position: Position) => {
    open.pop()!.position.end = position.end
  }
  for (const node of parent.children as RootContent[]) {
    if (node.type === 'divisionFence') {
      const position = node.position!
      if (node.classes.length) {
        const division = createDivision(node.classes, position)
        if (node.children.length)
          division.children.push({ type: 'paragraph', children: [...node.children], position } as Paragraph)
        // Deeper, it is left out: walking the tree would exhaust the stack.
        if (open.length < mostOpen) add(division)
        else if (open.length === mostOpen)
          report.error(position.start, `invalid nesting; divisions stand in each other more than ${mostOpen} deep`)
        open.push(division)
        if (node.closed) close(position)
      } else if (open.length) close(position)
      else {
        report.warn(position.start, 'unexpected @@; no division is open here: it stays as text')
        add({ type: 'paragraph', children: [{ type: 'text', value: '@@', position }], position })
      }
      continue
    }
    const ends = open.length > 0 && takeClosing(node)
    if ('children' in node && node.type !== 'paragraph') nestDivisions(node, report)
    if (!ends || (node as Paragraph).children.length) add(node)
    if (ends) close(node.position!)
  }
  for (const { position, data } of open)
    report.error(position.start, `missing @@: the division @@${data.hProperties.className} is not closed`)
  parent.children = result
}

function createDivision(classes: readonly string[], { start, end }: Position): Division {
  return {
    type: 'division',
    children: [],
    data: { hName: 'div', hProperties: { className: classes } },
    position: { start, end },
  }
}

/** A division may also end at the end of a paragraph's last line: `… text @@`. */
function takeClosing(node: RootContent): boolean {
  const last = node.type === 'paragraph' ? node.children.at(-1) : undefined
  if (last?.type !== 'text' || !/(^|\s)@@\s*$/.test(last.value)) return false
  last.value = last.value.replace(/(?<!\s)\s*@@\s*$/, '')
  if (last.value === '') (node as Paragraph).children.pop()
  return true
}
