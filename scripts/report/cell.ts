import type { Code, PhrasingContent } from 'mdast'
import { unquote } from './caption.ts'
import { suggestion } from './spelling.ts'

/** A runnable fence of a Markdown file: ```` ```ts run ````. */
export interface Cell {
  /** Its place among the cells of its file, from 0. */
  readonly index: number
  /** The line of the opening fence, and the column it begins at. */
  readonly line: number
  readonly column: number
  /** The code, a string a line; line `k` stands on line `line + 1 + k` of the file. */
  readonly lines: readonly string[]
  /** How many columns of the Markdown file precede each line of code (in lists and quotes). */
  readonly indents: readonly number[]
  readonly attributes: CellAttributes
}

/** ```` ```ts run #id echo=false fold caption="…" output=false ```` */
export interface CellAttributes {
  readonly id?: string
  /** Whether the code is shown. Default true. */
  readonly echo: boolean
  /** Whether the code is folded. By default the code of a cell that shows a chart is. */
  readonly fold?: boolean
  /** Whether outputs are shown where the cell stands. Default true. */
  readonly output: boolean
  /** Text of the cell's figures and tables, as Markdown. */
  readonly caption?: string
}

const flags = ['echo', 'fold', 'output'] as const
const names = [...flags, 'caption']

/** Whether a fence is a cell: its info string is `ts run …`. */
export function isCell(node: Code): boolean {
  return node.lang === 'ts' && /^run(\s|$)/.test(node.meta ?? '')
}

/** What stands in the quotes of a caption, and where on the line of the fence, from 0. */
export interface WrittenCaption {
  readonly text: string
  readonly at: number
}

/** A cell's node, with the content of its caption. */
export type CellNode = Code & { children?: PhrasingContent[] }

export function toCell(
  node: Code,
  index: number,
  source: readonly string[],
): { cell: Cell; problems: string[]; caption?: WrittenCaption } {
  const { line, column } = node.position!.start
  const lines = node.value === '' ? [] : node.value.split('\n')
  const indents = lines.map((text, k) => Math.max(0, (source[line + k] ?? '').length - text.length))
  // As it is written: in a node's `meta` backslashes are gone.
  const fence = source[line - 1]!
  const at = column - 1 + /^[`~]+\s*\S+\s+run\s*/.exec(fence.slice(column - 1))![0].length
  const { attributes, problems, caption } = parseAttributes(fence.slice(at).trimEnd())
  return {
    cell: { index, line, column, lines, indents, attributes },
    problems,
    ...(caption && { caption: { text: caption.text, at: at + caption.at } }),
  }
}

/** Reads what follows `run` in a fence's info string. */
export function parseAttributes(text: string): {
  attributes: CellAttributes
  problems: string[]
  caption?: WrittenCaption
} {
  const problems: string[] = []
  let caption: WrittenCaption | undefined
  const found: { -readonly [Key in keyof CellAttributes]: CellAttributes[Key] } = { echo: true, output: true }
  for (const { 1: word, index } of text.matchAll(/((?:[^\s"]|"(?:[^"\\]|\\.)*"?)+)/g)) {
    const [, name, value] = /^([^=]+)(?:=(.*))?$/s.exec(word!) ?? [undefined, word!]
    const flag = flags.find(known => known === name)
    if (/^#[\w-]+$/.test(word!)) {
      if (found.id !== undefined) problems.push(`invalid id; a cell has one: ${word}`)
      found.id ??= word!.slice(1)
    } else if (flag) {
      if (value === undefined || value === 'true') found[flag] = true
      else if (value === 'false') found[flag] = false
      else problems.push(`invalid ${flag}; true or false is expected: ${value}`)
    } else if (name === 'caption') {
      const quoted = /^"((?:[^"\\]|\\.)*)"$/s.exec(value ?? '')
      if (quoted) {
        caption = { text: quoted[1]!, at: index + 'caption="'.length }
        found.caption = unquote(quoted[1]!)
      } else problems.push('invalid caption; text in double quotes is expected: caption="…"')
    } else problems.push(`unknown attribute: ${name}${suggestion(name!, names)}`)
  }
  return { attributes: found, problems, ...(caption && { caption }) }
}
