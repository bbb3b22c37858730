import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import { isExperiment } from '../program/experiment.ts'
import type { Directive } from '../report/directive.ts'
import { type Document, parseDocument } from '../report/document.ts'
import type { Place, Problems } from '../report/problem.ts'
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
  readonly kind: 'markdown' | 'experiment' | 'script' | 'listing'
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
      if (directive.name !== 'textinput' || directive.problem || !directive.block) continue
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
  const sources: Sources = { root, workingDirectory, documents, pages, includes }
  for (const document of documents.values()) checkCycles(sources, document, problems)
  for (const name of pages) checkSize(sources, documents.get(name)!, limits, problems)
  return sources
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
  if (args.length !== 1 || !target)
    return refuse('directive', `invalid \\textinput; one path in braces is expected, found ${args.length}`)
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
  return name.endsWith('.ts') && !name.endsWith('.d.ts') ? 'script' : 'listing'
}

/** `a.md:3:1 -> b.md:3:1 -> a.md` for each cycle of includes, reported at the first of its files by name. */
function checkCycles({ documents, includes }: Sources, start: Document, problems: Problems): void {
  const visited = new Set<string>()
  const search = (document: Document, chain: readonly { name: string; path: string; place: Place }[]): void => {
    for (const directive of document.directives) {
      const include = includes.get(directive)
      if (include?.kind !== 'markdown') continue
      const next = [...chain, { name: document.name, path: document.path, place: directive.position!.start }]
      if (include.name === start.name) {
        if (next.some(({ name }) => name < start.name)) continue
        const steps = next.map(({ path, place }) => `${path}:${place.line}:${place.column}`)
        problems.error(
          next[0]!.path,
          next[0]!.place,
          'cycle',
          `invalid \\textinput; the file includes itself: ${[...steps, start.path].join(' -> ')}`,
        )
      } else if (!visited.has(include.name)) {
        visited.add(include.name)
        search(documents.get(include.name)!, next)
      }
    }
  }
  search(start, [])
}

/** Counts what a page includes, each time it is included, without expanding it. */
function checkSize({ documents, includes }: Sources, page: Document, limits: Limits, problems: Problems): void {
  interface Weight {
    count: number
    bytes: number
    depth: number
  }
  const known = new Map<string, Weight | undefined>()
  const weigh = (document: Document): Weight => {
    const before = known.get(document.name)
    if (before || known.has(document.name)) return before ?? { count: 0, bytes: 0, depth: 0 } // a cycle: reported by itself
    known.set(document.name, undefined)
    const weight = { count: 0, bytes: document.source.length, depth: 0 }
    for (const directive of document.directives) {
      const include = includes.get(directive)
      if (!include) continue
      const inner = include.kind === 'markdown' ? weigh(documents.get(include.name)!) : undefined
      weight.count += 1 + (inner?.count ?? 0)
      weight.bytes += inner?.bytes ?? statSync(include.absolute).size
      weight.depth = Math.max(weight.depth, 1 + (inner?.depth ?? 0))
    }
    known.set(document.name, weight)
    return weight
  }
  const { count, bytes, depth } = weigh(page)
  const place = page.directives[0]?.position?.start ?? { line: 1, column: 1 }
  const refuse = (what: string) =>
    problems.error(
      page.path,
      place,
      'limit',
      `expansion budget exceeded; ${what}: include less, or raise it in backprose.yml`,
    )
  if (count > limits.includes) refuse(`${count} included files, the limit is ${limits.includes} (limits.includes)`)
  if (bytes > limits.pageBytes) refuse(`${bytes} bytes, the limit is ${limits.pageBytes} (limits.pageBytes)`)
  if (depth > limits.includeDepth)
    refuse(`included ${depth} deep, the limit is ${limits.includeDepth} (limits.includeDepth)`)
}
