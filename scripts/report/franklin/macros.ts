import type { Paragraph, PhrasingContent, Root, RootContent, Text } from 'mdast'
import type { Parent, Position } from 'unist'
import type { VisitorResult } from 'unist-util-visit'
import type { Directive } from '../directive.ts'
import { SKIP, visit } from '../visit.ts'
import type { Report } from './divisions.ts'

declare module 'mdast-util-math' {
  interface InlineMathData {
    /** Whether it was written between `$$`, where the file itself does not say. */
    isDisplay?: boolean
  }
}

/** What `\newcommand{\name}[parameters]{body}` defines, for the text: Markdown with `#1` or `!#1` for the arguments. */
export interface TextMacro {
  readonly parameters: number
  readonly body: string
}

/** By name, without the backslash. */
export type TextMacros = ReadonlyMap<string, TextMacro>

/** Those that Franklin brings along. */
export const ownMacros: TextMacros = new Map([
  ['style', { parameters: 2, body: '~~~<span style="!#1">!#2</span>~~~' }],
  ['underline', { parameters: 1, body: '~~~<span style="text-decoration:underline">!#1</span>~~~' }],
])

/** How many calls a file may come to, and how long what they stand for may be: a macro may call others, and itself. */
const mostCalls = 5000
const mostCharacters = 1_000_000

/** The macros that a tree defines. */
export function readTextMacros(tree: Root): Map<string, TextMacro> {
  const macros = new Map<string, TextMacro>()
  visit(tree, 'directive', ({ name, args, parameters = 0, problem }) => {
    if (name === 'newcommand' && args.length === 2 && !problem)
      macros.set(args[0]!.trim().replace(/^\\/, ''), { parameters, body: args[1]! })
  })
  return macros
}

/**
 * Puts what macros stand for in the place of their calls in the text, as Franklin does: it is Markdown, which may call
 * further macros. Its nodes stand where the call stands.
 */
export function expandMacros(tree: Root, macros: TextMacros, parse: (source: string) => Root, report: Report): void {
  let calls = 0
  let characters = 0
  expand(tree, [])

  function expand(parent: Parent, within: readonly string[]): void {
    visit(parent, (node, index, around) => {
      if (node.type === 'paragraph') return expandParagraph(node as Paragraph, index, around, within)
      if (node.type !== 'directive' || index === undefined) return undefined
      const content = contentOf(node as Directive, within)
      if (!content) return undefined
      // In a heading or a table, where no blocks can stand.
      const sentence = content.flatMap(child =>
        child.type === 'paragraph' ? child.children : [child],
      ) as RootContent[]
      around!.children.splice(index, 1, ...((node as Directive).block ? content : sentence))
      return [SKIP, index + content.length]
    })
  }

  /** Blocks that a call in a paragraph stands for divide it. */
  function expandParagraph(
    paragraph: Paragraph,
    index: number | undefined,
    parent: Parent | undefined,
    within: readonly string[],
  ): VisitorResult {
    const blocks: RootContent[] = []
    let sentence: PhrasingContent[] = []
    let isChanged = false
    const endSentence = () => {
      if (sentence.some(node => node.type !== 'text' || node.value.trim() !== ''))
        blocks.push({ ...paragraph, children: sentence })
      sentence = []
    }
    for (const child of paragraph.children) {
      const content = child.type === 'directive' ? contentOf(child, within) : undefined
      if (!content) {
        sentence.push(child)
        continue
      }
      isChanged = true
      const [only, ...others] = content
      if (only?.type === 'paragraph' && !others.length) sentence.push(...only.children)
      else {
        endSentence()
        blocks.push(...content)
      }
    }
    endSentence()
    if (!isChanged) return undefined
    parent!.children.splice(index!, 1, ...blocks)
    return [SKIP, index! + blocks.length]
  }

  /** What a call stands for; undefined if it is none. */
  function contentOf(call: Directive, within: readonly string[]): RootContent[] | undefined {
    const macro = call.unknown ? macros.get(call.name) : undefined
    if (!macro || call.problem) return undefined
    const { name, args, position } = call
    const given = args.slice(0, macro.parameters)
    if (given.length < macro.parameters) {
      report.error(
        position!.start,
        `invalid \\${name}; it takes ${macro.parameters} arguments in braces; found ${given.length}`,
      )
      return undefined
    }
    const text = fill(macro.body, given)
    characters += text.length
    if (++calls > mostCalls || characters > mostCharacters || within.length > 50) {
      if (calls <= mostCalls + 1 || within.length > 50)
        report.error(position!.start, `too many expansions: \\${name} calls itself or grows beyond what is allowed`)
      calls = mostCalls + 1
      return [{ type: 'paragraph', children: [textAt(call.value, position!)] }]
    }
    const inner = parse(text)
    place(inner, text, position!)
    expand(inner, [...within, name])
    const rest = args.slice(macro.parameters).map(arg => `{${arg}}`)
    return rest.length ? [...inner.children, textAt(rest.join(''), position!)] : inner.children
  }
}

/** `#1` is the argument with a space before it, `!#1` the argument alone. */
function fill(body: string, args: readonly string[]): string {
  const lines = body.replace(/^[ \t]*\n/, '').split('\n')
  const indent = Math.min(...lines.filter(line => line.trim()).map(line => /^[ \t]*/.exec(line)![0].length))
  return lines
    .map(line => line.slice(Number.isFinite(indent) ? indent : 0))
    .join('\n')
    .replace(/(!?)#([1-9])/g, (written, tight: string, digit: string) => {
      const arg = args[Number(digit) - 1]
      return arg === undefined ? written : (tight ? '' : ' ') + arg.trim()
    })
    .trim()
}

function textAt(value: string, position: Position): Text {
  return { type: 'text', value, position }
}

/** All of it stands where the call does; nothing of it is a cell, and a displayed formula stays one. */
function place(tree: Root, text: string, position: Position): void {
  visit(tree, node => {
    if (node.type === 'code') node.meta = null
    if (node.type === 'inlineMath' && text.startsWith('$$', node.position!.start.offset))
      node.data = { ...node.data, isDisplay: true }
    node.position = position
  })
}
