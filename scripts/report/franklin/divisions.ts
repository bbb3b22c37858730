import type { Paragraph, PhrasingContent, RootContent } from 'mdast'
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
        if (node.children.length) division.children.push(...divideLine(node.children, position))
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

/** What stands on the line of a division: text, and divisions of one line, `@@note @@title Note@@ text @@`. */
function divideLine(line: readonly PhrasingContent[], position: Position): RootContent[] {
  const whole: RootContent[] = []
  const open: Division[] = []
  let sentence: PhrasingContent[] = []
  const endSentence = () => {
    if (sentence.some(node => node.type !== 'text' || node.value.trim() !== ''))
      (open.at(-1)?.children ?? whole).push({ type: 'paragraph', children: sentence, position })
    sentence = []
  }
  for (const node of line) {
    if (node.type !== 'text') {
      sentence.push(node)
      continue
    }
    let done = 0
    for (const { 0: mark, 1: classes, index } of node.value.matchAll(/(?<!\S)@@([\w,-]+)\s+|\s*@@(?![\w@])/g)) {
      if (!classes && open.length === 0) continue
      sentence.push({ ...node, value: node.value.slice(done, index) })
      done = index + mark.length
      endSentence()
      if (!classes) open.pop()
      else {
        const division = createDivision(classes.split(',').filter(Boolean), position)
        ;(open.at(-1)?.children ?? whole).push(division)
        open.push(division)
      }
    }
    sentence.push({ ...node, value: node.value.slice(done) })
  }
  endSentence()
  // What does not end stays as it is written.
  return open.length ? [{ type: 'paragraph', children: [...line], position }] : whole
}

/** A division may also end at the end of a paragraph's last line: `… text @@`. */
function takeClosing(node: RootContent): boolean {
  const last = node.type === 'paragraph' ? node.children.at(-1) : undefined
  if (last?.type !== 'text' || !/(^|\s)@@\s*$/.test(last.value)) return false
  last.value = last.value.replace(/(?<!\s)\s*@@\s*$/, '')
  if (last.value === '') (node as Paragraph).children.pop()
  return true
}
