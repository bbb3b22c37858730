import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import type { Directive } from '../report/directive.ts'
import { type Document, declaredDialect, parseDocument } from '../report/document.ts'
import { decodeText } from '../report/encoding.ts'
import type { TextMacros } from '../report/franklin/macros.ts'
import type { Dialect } from '../report/front-matter.ts'
import type { Problems } from '../report/problem.ts'
import type { Config, Limits } from './config.ts'
import { Folders } from './folder.ts'
import { type FranklinSite, isOutput } from './franklin.ts'
import { type Include, isInclude, resolveInclude } from './include.ts'
import { adaptParts } from './shared-parts.ts'

/** Everything that was read from the content folder. */
export interface Sources {
  /** Absolute path of the content folder. */
  readonly root: string
  readonly workingDirectory: string
  /** The site, if it was written for Franklin. */
  readonly franklin?: FranklinSite
  /** All Markdown files that are pages or parts of pages, by name. */
  readonly documents: ReadonlyMap<string, Document>
  /** Names of the documents that become pages, sorted. */
  readonly pages: ReadonlySet<string>
  /** What each `\textinput` stands for. Absent where that is an error. */
  readonly includes: ReadonlyMap<Directive, Include>
  readonly folders: Folders
}

/** Reads all reports and, transitively, what they include. */
export function readSources(workingDirectory: string, content: string, config: Config, problems: Problems): Sources {
  const root = join(workingDirectory, content)
  const { limits, franklin, dialect: usual } = config
  const documents = new Map<string, Document>()
  const includes = new Map<Directive, Include>()
  const included = new Set<string>()
  const texts = new Map<string, string>()
  const folders = new Folders()

  const pathOf = (name: string) => relative(workingDirectory, join(root, name)).split(sep).join('/')
  const textOf = (name: string) => {
    if (!texts.has(name)) texts.set(name, decodeText(readFileSync(join(root, name)), pathOf(name), problems))
    return texts.get(name)!
  }
  const found = new Map<Document, TextMacros>()
  const parse = (name: string, dialect: Dialect, textMacros?: TextMacros): Document => {
    const options = {
      dialect,
      textMacros: textMacros ?? franklin?.textMacros ?? new Map(),
      // What a part does not define itself is for the page to say, and only then for the site.
      ...(franklin && !textMacros && { variables: franklin.variables }),
    }
    const path = pathOf(name)
    return parseDocument(path, name, withinLimit(path, textOf(name), limits, problems), problems, options)
  }
  /** @param readPart what becomes of a Markdown file that the document includes */
  const resolveIncludes = (document: Document, readPart: (name: string) => void): void => {
    const { path } = document
    for (const directive of document.directives) {
      if (!isInclude(directive)) continue
      const place = directive.position!.start
      const include = resolveInclude(root, document, directive, franklin, folders)
      const isLate = document.dialect === 'franklin' && isOutput(directive.args.at(-1)!)
      if ('reason' in include && include.rule === 'missing-file' && isLate) {
        problems.warn(path, place, 'franklin', `${include.reason}; Franklin's code would write it: it stays as text`)
        Object.assign(directive, { problem: include.reason })
      } else if ('reason' in include) problems.error(path, place, include.rule, include.reason)
      else {
        includes.set(directive, include)
        if (include.kind === 'markdown') {
          included.add(include.name)
          readPart(include.name)
        }
      }
    }
  }
  /**
   * @param dialect that of the file which asks for it, unless it has its own
   * @param textMacros those of that file
   */
  const read = (name: string, dialect: Dialect, textMacros?: TextMacros): void => {
    if (documents.has(name)) return
    const document = parse(name, dialect, textMacros)
    documents.set(name, document)
    found.set(document, textMacros ?? franklin?.textMacros ?? new Map())
    resolveIncludes(document, part => read(part, document.dialect, document.textMacros))
  }

  const names = findReports(root, '').filter(name => !franklin?.ignores(name))
  // What a report of Franklin's includes is written like it: such reports come first.
  const dialects = new Map(names.map(name => [name, declaredDialect(textOf(name)) ?? usual]))
  for (const dialect of ['franklin', 'markdown'] as const)
    for (const name of names) if (dialects.get(name) === dialect) read(name, dialect)
  const pages = new Set(names.filter(name => documents.get(name)!.frontMatter || !included.has(name)).sort())
  cutCycles(documents, includes, problems)
  noteIncludes(documents, includes, pages, ({ name }) => pathOf(name), problems)
  for (const name of pages) checkSize(documents, includes, documents.get(name)!, limits, problems)
  const readAgain = (part: Document, textMacros: TextMacros) => {
    const again = parse(part.name, part.dialect, textMacros)
    resolveIncludes(again, name => read(name, again.dialect, again.textMacros))
    return again
  }
  const documentsOf = [...pages].map(name => documents.get(name)!)
  adaptParts(documentsOf, { documents, includes, found, readAgain }, problems)
  return { root, workingDirectory, documents, pages, includes, folders, ...(franklin && { franklin }) }
}

/** Markdown files by name, without files and folders that begin with `_` or `.`; sorted by code units. */
function findReports(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !/^[._]/.test(name))
    .flatMap(entry => {
      const name = posix.join(folder, entry.name)
      return entry.isDirectory() ? findReports(root, name) : entry.isFile() && name.endsWith('.md') ? [name] : []
    })
    .sort()
}

/** The text of a file; of one that no page could hold, nothing: parsing it would take minutes. */
function withinLimit(path: string, text: string, { pageBytes }: Limits, problems: Problems): string {
  if (text.length <= pageBytes) return text
  const reason = `invalid file; ${text.length} bytes, the limit is ${pageBytes} (limits.pageBytes): split it, or raise it in backprose.yml`
  problems.error(path, { line: 1, column: 1 }, 'limit', reason)
  return ''
}

/** Problems of a part say by which line it is included; those of an experiment, which runs by itself, do not. */
function noteIncludes(
  documents: ReadonlyMap<string, Document>,
  includes: ReadonlyMap<Directive, Include>,
  pages: ReadonlySet<string>,
  pathOf: (include: Include) => string,
  problems: Problems,
): void {
  for (const { path, directives } of documents.values())
    for (const directive of directives) {
      const include = includes.get(directive)
      if (!include || include.kind === 'experiment' || pages.has(include.name)) continue
      const { line, column } = directive.position!.start
      problems.includedAt(pathOf(include), { path, line, column })
    }
}

/** Reports each cycle of includes once, at the first of its files by name, and takes the include that closes it out. */
function cutCycles(
  documents: ReadonlyMap<string, Document>,
  includes: Map<Directive, Include>,
  problems: Problems,
): void {
  const done = new Set<Document>()
  const chain: { document: Document; directive: Directive }[] = []
  const visit = (document: Document): void => {
    for (const directive of document.directives) {
      const include = includes.get(directive)
      if (include?.kind !== 'markdown') continue
      const target = documents.get(include.name)!
      if (done.has(target)) continue
      chain.push({ document, directive })
      const start = chain.findIndex(step => step.document === target)
      if (start === -1) visit(target)
      else {
        includes.delete(directive)
        reportCycle(chain.slice(start), problems)
      }
      chain.pop()
    }
    done.add(document)
  }
  for (const document of documents.values()) if (!done.has(document)) visit(document)
}

/** `a.md:3:1 -> b.md:3:1 -> a.md` */
function reportCycle(cycle: readonly { document: Document; directive: Directive }[], problems: Problems): void {
  const names = cycle.map(({ document }) => document.name)
  const first = names.indexOf([...names].sort()[0]!)
  const turned = [...cycle.slice(first), ...cycle.slice(0, first)]
  const steps = turned.map(({ document, directive }) => {
    const { line, column } = directive.position!.start
    return `${document.path}:${line}:${column}`
  })
  const { document, directive } = turned[0]!
  const reason = `invalid \\textinput; the file includes itself: ${[...steps, document.path].join(' -> ')}`
  problems.error(document.path, directive.position!.start, 'cycle', reason)
}

/** Counts what a page includes, each time it is included, without expanding it; a page beyond the limits loses its includes. */
function checkSize(
  documents: ReadonlyMap<string, Document>,
  includes: Map<Directive, Include>,
  page: Document,
  limits: Limits,
  problems: Problems,
): void {
  interface Weight {
    readonly count: number
    readonly bytes: number
    readonly depth: number
  }
  const known = new Map<Document, Weight>()
  const weigh = (document: Document): Weight => {
    const before = known.get(document)
    if (before) return before
    let [count, bytes, depth] = [0, document.source.length, 0]
    for (const directive of document.directives) {
      const include = includes.get(directive)
      if (!include) continue
      const inner = include.kind === 'markdown' ? weigh(documents.get(include.name)!) : undefined
      count += 1 + (inner?.count ?? 0)
      bytes += inner?.bytes ?? statSync(include.absolute).size
      depth = Math.max(depth, 1 + (inner?.depth ?? 0))
    }
    const weight = { count, bytes, depth }
    known.set(document, weight)
    return weight
  }
  const { count, bytes, depth } = weigh(page)
  const exceeded = [
    count > limits.includes && `${count} included files, the limit is ${limits.includes} (limits.includes)`,
    bytes > limits.pageBytes && `${bytes} bytes, the limit is ${limits.pageBytes} (limits.pageBytes)`,
    depth > limits.includeDepth && `included ${depth} deep, the limit is ${limits.includeDepth} (limits.includeDepth)`,
  ].filter(what => what !== false)
  const place = page.directives[0]?.position?.start ?? { line: 1, column: 1 }
  for (const what of exceeded)
    problems.error(
      page.path,
      place,
      'limit',
      `expansion budget exceeded; ${what}: include less, or raise it in backprose.yml`,
    )
  if (exceeded.length) for (const directive of page.directives) includes.delete(directive)
}
