import type { Html, PhrasingContent, Root, RootContent } from 'mdast'
import type { Parent, Position } from 'unist'
import type { Directive } from '../directive.ts'
import { visit } from '../visit.ts'
import type { Report } from './divisions.ts'
import { encodeHtml } from './insertion.ts'

/** What works are called, by the keys that `\biblabel{key}{name}` gives them. */
export type Works = ReadonlyMap<string, string>

/** `\cite{key, key}`: links to works. */
export interface Citation extends Parent {
  readonly type: 'franklinCitation'
  readonly children: PhrasingContent[]
  data: { hName: 'span' }
}

declare module 'mdast' {
  interface RootContentMap {
    franklinCitation: Citation
  }
}

export function readWorks(tree: Root): Works {
  const works = new Map<string, string>()
  visit(tree, 'directive', ({ name, args }) => {
    if (name === 'biblabel' && args.length === 2) works.set(args[0]!.trim(), args[1]!.trim())
  })
  return works
}

/** Links to the works that a command cites, `\citep` in parentheses; with an unknown one it stays as text. */
export function cite({ name, args, value, position }: Directive, works: Works, report: Report): RootContent {
  const keys = args[0]!.split(',').map(key => key.trim())
  const unknown = keys.filter(key => !works.has(key))
  for (const key of unknown) {
    const reason = `unknown work: ${key}; \\biblabel{${key}}{…} of this file names one: it stays as text`
    report.warn(position!.start, reason)
  }
  const text = (value: string): PhrasingContent => ({ type: 'text', value, ...(position && { position }) })
  if (unknown.length) return text(value)
  const links = keys.flatMap((key, k): PhrasingContent[] => [
    ...(k ? [text(', ')] : []),
    { type: 'link', url: `#${toAnchor(key)}`, children: [text(works.get(key)!)], ...(position && { position }) },
  ])
  const children = name === 'citep' ? [text('('), ...links, text(')')] : links
  return { type: 'franklinCitation', children, data: { hName: 'span' }, ...(position && { position }) }
}

/** A place that links lead to: `\label{an anchor}`, `\biblabel{key}{name}`. */
export function anchor(label: string, text: string, position: Position | undefined): Html {
  const value = `<span id="${encodeHtml(toAnchor(label))}">${encodeHtml(text)}</span>`
  return { type: 'html', value, ...(position && { position }) }
}

function toAnchor(label: string): string {
  return label.trim().toLowerCase().replace(/\s+/g, '-')
}
