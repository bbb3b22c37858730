import type { Directive } from '../report/directive.ts'
import type { Document } from '../report/document.ts'
import type { TextMacros } from '../report/franklin/macros.ts'
import type { Problems } from '../report/problem.ts'
import type { Include } from './include.ts'

interface Parts {
  readonly documents: ReadonlyMap<string, Document>
  readonly includes: Map<Directive, Include>
  /** The macros that a file found when it was read. */
  readonly found: ReadonlyMap<Document, TextMacros>
  /** Reads a file again, and finds what it includes. */
  readonly readAgain: (part: Document, textMacros: TextMacros) => Document
}

/**
 * A file that several pages of Franklin's dialect include was read with the macros of the first. For a page with others
 * it is read again. Where cells or values stand in it, which run once, that is left undone, with a warning.
 */
export function adaptParts(pages: Iterable<Document>, parts: Parts, problems: Problems): void {
  const { documents, includes, found, readAgain } = parts
  const versions = new Map<string, Document>()
  for (const page of pages) if (page.dialect === 'franklin') adapt(page, [page.name])

  function adapt(document: Document, chain: readonly string[]): void {
    for (const directive of document.directives) {
      const include = includes.get(directive)
      if (include?.kind !== 'markdown') continue
      const part = documents.get(include.name)!
      // A cycle was reported where the file was read first.
      if (chain.includes(part.name)) includes.delete(directive)
      else if (part.dialect === 'franklin') {
        const version = versionOf(part, document, directive)
        if (version !== part) includes.set(directive, { ...include, document: version })
        adapt(version, [...chain, part.name])
      }
    }
  }

  function versionOf(part: Document, by: Document, { position }: Directive): Document {
    const macros = found.get(part)
    if (!macros || write(macros) === write(by.textMacros)) return part
    if (part.cells.length || part.expressions.length) {
      const reason = `${part.path} has cells, so it keeps the macros of the page that includes it first: define those that differ in config.md`
      problems.warn(by.path, position!.start, 'franklin', reason)
      return part
    }
    const key = `${part.name}\0${write(by.textMacros)}`
    const version = versions.get(key) ?? readAgain(part, by.textMacros)
    versions.set(key, version)
    return version
  }
}

function write(macros: TextMacros): string {
  return JSON.stringify([...macros].sort(([a], [b]) => (a < b ? -1 : 1)))
}
