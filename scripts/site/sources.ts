import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import { isExperiment } from '../program/experiment.ts'
import type { Directive } from '../report/directive.ts'
import { type Document, parseDocument } from '../report/document.ts'
import type { Problems } from '../report/problem.ts'
import type { Limits } from './config.ts'

/** Everything that was read from the content folder. */
export interface Sources {
  /** Absolute path of the content folder. */
  readonly root: string
  readonly workingDirectory: string
  /** All Markdown files that are pages or parts of pages, by name. */
  readonly documents: ReadonlyMap<string, Document>
  /** Names of the documents that become pages, sorted. */
  readonly pages: readonly string[]
  /** What each `\textinput` stands for. Absent where that is an error. */
  readonly includes: ReadonlyMap<Directive, Include>
}

/** The file that a `\textinput` names. */
export interface Include {
  readonly kind: 'markdown' | 'experiment' | 'script' | 'notebook' | 'table' | 'listing'
  /** From the content root. */
  readonly name: string
  readonly absolute: string
}

const maxFileBytes = 10e6

/** Reads all reports and, transitively, what they include. */
export function readSources(workingDirectory: string, content: string, limits: Limits, problems: Problems): Sources {
  const root = join(workingDirectory, content)
  const documents = new Map<string, Document>()
  const includes = new Map<Directive, Include>()
  const included = new Set<string>()

  const read = (name: string): Document => {
    const known = documents.get(name)
    if (known) return known
    const absolute = join(root, name)
    const path = relative(workingDirectory, absolute).split(sep).join('/')
    const document = parseDocument(path, name, decode(readFileSync(absolute), path, problems), problems)
    documents.set(name, document)
    for (const directive of document.directives) {
      if (directive.name !== 'textinput' || directive.problem || !directive.block || directive.args.length !== 1)
        continue
      const place = directive.position!.start
      const include = resolveInclude(root, document, directive)
      if ('reason' in include) problems.error(path, place, include.rule, include.reason)
      else {
        includes.set(directive, include)
        if (include.kind === 'markdown') {
          included.add(include.name)
          read(include.name)
        }
      }
    }
    return document
  }

  const names = findReports(root, '')
  for (const name of names) read(name)
  const pages = names.filter(name => documents.get(name)!.frontMatter || !included.has(name)).sort()
  cutCycles(documents, includes, problems)
  for (const name of pages) checkSize(documents, includes, documents.get(name)!, limits, problems)
  return { root, workingDirectory, documents, pages, includes }
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

function decode(bytes: Uint8Array, path: string, problems: Problems): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const text = new TextDecoder().decode(bytes)
    const before = text.slice(0, text.indexOf('\uFFFD')).split('\n')
    problems.error(
      path,
      { line: before.length, column: before.at(-1)!.length + 1 },
      'encoding',
      'invalid UTF-8; save the file as UTF-8',
    )
    return text
  }
}

/** Finds the file a `\textinput` names: relative to the file it stands in, or from the content root with `/`. */
function resolveInclude(
  root: string,
  document: Document,
  { args }: Directive,
): Include | { rule: string; reason: string } {
  const target = args[0]?.trim() ?? ''
  const refuse = (rule: string, reason: string) => ({ rule, reason })
  if (!target) return refuse('directive', 'missing path: \\textinput{}; one path in braces is expected')
  if (/^[a-z][a-z0-9+.-]*:/i.test(target))
    return refuse('outside', `invalid path; an address is not a file of the content folder: ${target}`)
  if (target.includes('\\') || target.includes('\0'))
    return refuse('outside', `invalid path; write / between folders: ${JSON.stringify(target)}`)
  const name = posix.normalize(
    target.startsWith('/') ? target.slice(1) : posix.join(posix.dirname(document.name), target),
  )
  if (name === '..' || name.startsWith('../'))
    return refuse('outside', `invalid path; outside the content folder: ${target}`)
  if (name.split('/').some(part => part.startsWith('.') && part !== '.'))
    return refuse('outside', `invalid path; hidden files are not included: ${target}`)
  const absolute = join(root, name)
  if (!existsSync(absolute)) return refuse('missing-file', `missing file: ${target}${nearName(absolute)}`)
  const status = statSync(absolute)
  if (!status.isFile()) return refuse('missing-file', `invalid path; not a file: ${target}`)
  if (!realpathSync(absolute).startsWith(realpathSync(root) + sep))
    return refuse('outside', `invalid path; a symbolic link leads outside the content folder: ${target}`)
  if (status.size > maxFileBytes)
    return refuse('limit', `invalid file; larger than ${maxFileBytes / 1e6} MB: ${target}`)
  return { kind: kindOf(name), name, absolute }
}

function nearName(absolute: string): string {
  const folder = dirname(absolute)
  const wanted = absolute.slice(folder.length + 1).toLowerCase()
  const near = existsSync(folder) ? readdirSync(folder).find(name => name.toLowerCase() === wanted) : undefined
  return near ? `; did you mean "${near}"?` : ''
}

function kindOf(name: string): Include['kind'] {
  if (isExperiment(name)) return 'experiment'
  if (name.endsWith('.md')) return 'markdown'
  if (name.endsWith('.ipynb')) return 'notebook'
  if (name.endsWith('.csv')) return 'table'
  return name.endsWith('.ts') && !name.endsWith('.d.ts') ? 'script' : 'listing'
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
