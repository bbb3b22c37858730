import type { Element, Root } from 'hast'
import type { Node } from 'unist'
import { h } from '../page/element.ts'
import type { Strings } from '../page/strings.ts'
import type { Directive } from '../report/directive.ts'
import type { Document } from '../report/document.ts'
import type { Place, Problems } from '../report/problem.ts'
import { type Answer, usualTag } from './answer.ts'
import type { BibEntry } from './bibtex.ts'
import { Ids } from './ids.ts'
import { Labels } from './label.ts'
import type { ArticleLink } from './link.ts'
import type { Origin } from './origin.ts'

/**
 * The content of a page as one tree, files that it includes and all: what is numbered, linked and listed across it.
 * Elements that stand for something of the author's carry its number as `data-origin` until the tree is finished.
 */
export class Article {
  readonly path: string
  readonly strings: Strings
  readonly problems: Problems
  readonly ids = new Ids(['site-main', 'list-of-notes', 'list-of-works'])
  /** Other names by which links may mean an id. */
  readonly aliases = new Map<string, string>()
  readonly labels: Labels
  readonly links: ArticleLink[] = []
  /** Of the headings that a `\\toc` lists unless it says otherwise. */
  depths = { min: 2, max: 4 }
  /** What tags of answers are called. */
  answerNames: readonly string[] = [usualTag]
  readonly answers: Answer[] = []
  /** Where `\\answers` stands, to be filled once all pages are known. */
  readonly answerIndexes: { readonly element: Element; readonly name: string }[] = []
  /** The works that the page may cite, by key. */
  references: ReadonlyMap<string, BibEntry> | 'unreadable' | undefined
  readonly #origins: Origin[] = []
  #files = 0
  #equations = 0

  /** @param path the file of the page in the site */
  constructor(path: string, strings: Strings, problems: Problems) {
    this.path = path
    this.strings = strings
    this.problems = problems
    this.labels = new Labels(problems)
  }

  /** A number for the next file that is rendered into the page: its footnotes are told apart by it. */
  nextFile(): number {
    return this.#files++
  }

  /** The number of the next equation. */
  nextEquation(): string {
    return String(++this.#equations)
  }

  /** Takes note of a labelled equation; returns the id that it gets. */
  labelEquation({ path }: Document, name: string, number: string, { line, column }: Place): string {
    const id = this.ids.claim(name)
    this.labels.define(name, { number, id, origin: { path, line, column } })
    return id
  }

  /** Remembers where a node was written. */
  mark(document: Document, node: Node, directive?: Directive): number {
    const { start, end } = node.position!
    const source = document.source.slice(start.offset, end.offset)
    this.#origins.push({
      document,
      path: document.path,
      line: start.line,
      column: start.column,
      source,
      ...(directive && { directive }),
    })
    return this.#origins.length - 1
  }

  /** Stands for a directive until the whole page is known. */
  placeholder(document: Document, directive: Directive): Element {
    const dataOrigin = this.mark(document, directive, directive)
    return h(directive.block ? 'div' : 'span', { dataOrigin, dataDirective: directive.name })
  }

  origin({ properties: { dataOrigin } }: Element): Origin | undefined {
    return typeof dataOrigin === 'number' ? this.#origins[dataOrigin] : undefined
  }
}

/** The directives of a name that stand in the tree, with their places. */
export function findDirectives(
  tree: Root,
  article: Article,
  ...names: readonly string[]
): { element: Element; origin: Origin; args: readonly string[] }[] {
  const found: { element: Element; origin: Origin; args: readonly string[] }[] = []
  // Not by visit(), which makes a function for each node: pages are looked through for many names.
  const waiting: (Root | Root['children'][number])[] = [tree]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type === 'element' && names.includes(String(node.properties.dataDirective))) {
      const origin = article.origin(node)!
      found.push({ element: node, origin, args: origin.directive!.args })
    }
    if ('children' in node) for (let k = node.children.length; k-- > 0; ) waiting.push(node.children[k]!)
  }
  return found
}
