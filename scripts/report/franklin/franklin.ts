import type { Code, Html, Link, Parent, Root, RootContent, Text } from 'mdast'
import type { Directive } from '../directive.ts'
import { placesIn } from '../lines.ts'
import type { Place } from '../problem.ts'
import { SKIP, visit } from '../visit.ts'
import type { Definitions } from './blocks.ts'
import { nestDivisions, type Report } from './divisions.ts'
import { fillHtml, insert, variableOf } from './insertion.ts'
import { readAssignments, type Value } from './literal.ts'
import { expandMacros, ownMacros, readTextMacros, type TextMacros } from './macros.ts'

import { anchor, cite, readWorks, type Works } from './works.ts'

/** Variables by name, as `@def`, `+++` and `config.md` set them. */
export type Variables = ReadonlyMap<string, Value>

declare module 'mdast' {
  interface ImageData {
    /** The command that it was written as. */
    written?: string
  }
}

/** What a file finds around it. */
export interface FranklinContext {
  /** Of the site. */
  readonly variables: Variables
  /** Of the site, and of the page that includes the file. */
  readonly macros: TextMacros
  readonly parse: (source: string) => Root
}

/** What a file defines, and the macros it finds besides. */
export interface FranklinDefinitions {
  readonly variables: Variables
  readonly macros: TextMacros
}

/**
 * Makes of Franklin's nodes what they stand for, and returns what the file defines. What is left to Julia, or unknown,
 * stays in the page as it is written, with a warning: nothing is dropped silently.
 */
export function resolveFranklin(tree: Root, context: FranklinContext, report: Report): FranklinDefinitions {
  const macros = new Map([...ownMacros, ...context.macros, ...readTextMacros(tree)])
  expandMacros(tree, macros, context.parse, report)
  const variables = readDefinitions(tree, report)
  const ids = new Set<string>()
  const works = readWorks(tree)
  visit(tree, 'code', node => {
    const [, id] = /^run\b.*?\s#([\w-]+)/.exec(node.meta ?? '') ?? []
    if (node.lang === 'ts' && id) ids.add(id)
  })
  const lookUp = (name: string) => variables.get(name) ?? context.variables.get(name)
  visit(tree, (node, index, parent) => {
    const replace = (other: RootContent) => {
      parent!.children[index!] = other
      return SKIP
    }
    const { position } = node
    switch (node.type) {
      case 'rawHtml': {
        if (!node.closed) report.error(position!.start, 'missing ~~~: the HTML that begins here is not closed')
        const start = { ...position!.start, line: position!.start.line + 1 }
        const value = fillHtml(node.value, start, lookUp, report)
        return replace({ type: 'html', value, position: { ...position!, start } } as Html)
      }
      case 'html':
        node.value = fillHtml(node.value, position!.start, lookUp, report)
        return undefined
      case 'insertion': {
        const value = insert(node.value, position!.start, lookUp, report)
        // What the file does not know, the page that includes it may.
        if (value === undefined && variableOf(node.value)) return undefined
        return replace({ type: 'text', value: value ?? node.value, position } as Text)
      }
      case 'directive':
        return convertDirective(node, replace, { ids, works }, report)
      case 'code':
        // ```julia:name``` and ```! are carried out by Franklin; here they are listings.
        if (node.lang) node.lang = node.lang === '!' ? 'julia' : node.lang.replace(/:.*/s, '')
        return undefined
      default:
        return undefined
    }
  })
  nestDivisions(tree, report)
  return { variables, macros }
}

/** Takes the definitions out of the tree, except for those that are computed. */
function readDefinitions(tree: Root, report: Report): Map<string, Value> {
  const variables = new Map<string, Value>()
  visit(tree, 'definitions', (node, index, parent) => {
    const { start } = node.position!
    if (!node.closed) report.error(start, 'missing +++: the definitions that begin here are not closed')
    const text = node.fence === '@def' ? node.value.replace('@def', '    ') : node.value
    const kept: string[] = []
    const placeAt = placesOf(node)
    for (const { name, value, start: from, end } of readAssignments(text)) {
      if (value !== undefined) variables.set(name, value)
      else {
        kept.push(text.slice(from, end))
        report.warn(
          placeAt(from),
          `not understood: ${text.slice(from, end)}; a text, a number, a date or a list of them is expected: it stays as text`,
        )
      }
    }
    const rest: Code[] = kept.length
      ? [{ type: 'code', lang: 'julia', value: kept.join('\n'), position: node.position! }]
      : []
    ;(parent as Parent).children.splice(index!, 1, ...rest)
    return index! + rest.length
  })
  return variables
}

/** Those in what stands between `+++` begin on the line after it. */
function placesOf({ fence, value, position }: Definitions): (offset: number) => Place {
  const { line, column } = position!.start
  return placesIn(value, fence === '@def' ? { line, column } : { line: line + 1, column: 1 })
}

/** Images and links are those of Markdown; what is no directive of ours stays as text. */
function convertDirective(
  node: Directive,
  replace: (other: RootContent) => typeof SKIP,
  { ids, works }: { readonly ids: ReadonlySet<string>; readonly works: Works },
  report: Report,
) {
  const { name, args, position, value, block } = node
  const [first = '', second = ''] = args
  if (name === 'fig' && args.length === 1)
    return replace({ type: 'image', url: first.trim(), alt: '', data: { written: value }, position } as RootContent)
  if (name === 'figalt' && args.length === 2)
    return replace({ type: 'image', url: second.trim(), alt: first, data: { written: value }, position } as RootContent)
  if (name === 'file' && args.length === 2)
    return replace({ type: 'link', url: second.trim(), children: [{ type: 'text', value: first }], position } as Link)
  if (name === 'input' && /^plot(:|$)/.test(first))
    return replace({ type: 'image', url: second.trim(), alt: '', data: { written: value }, position } as RootContent)
  if (name === 'biblabel' && args.length === 2) return replace(anchor(first, second, position))
  // Others are labels of what is numbered.
  if (name === 'label' && args.length === 1 && !/^(fig|tab|tbl|table|lst|code|sec|eq):/.test(first.trim()))
    return replace(anchor(first, '', position))
  if (/^cite[tp]?$/.test(name) && args.length === 1 && value.startsWith('\\')) return replace(cite(node, works, report))
  if (name === 'tableofcontents') Object.assign(node, { name: 'toc' })
  // What Franklin's own code put out is not there; a cell of ours is known by its id.
  else if (node.unknown && !block && args.length === 0) return replace({ type: 'text', value, position } as Text)
  else if (node.unknown || (name === 'output' && !ids.has(first.trim()))) {
    report.warn(position!.start, `unknown command: \\${name}; it stays as text`)
    const text: Text = { type: 'text', value, ...(position && { position }) }
    return replace(block ? { type: 'paragraph', children: [text], ...(position && { position }) } : text)
  }
  return undefined
}
