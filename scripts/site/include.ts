import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, posix, sep } from 'node:path'
import { isExperiment } from '../program/experiment.ts'
import type { Directive } from '../report/directive.ts'
import type { Document } from '../report/document.ts'
import { suggestion } from '../report/spelling.ts'
import type { Folders } from './folder.ts'
import { type FranklinSite, franklinNames } from './franklin.ts'

/** The file that a `\textinput` names. */
export interface Include {
  readonly kind: 'markdown' | 'experiment' | 'script' | 'notebook' | 'table' | 'listing'
  /** From the content root. */
  readonly name: string
  readonly absolute: string
  /** Of a Markdown file, if the one that includes it reads it in its own way. */
  readonly document?: Document
  /** Of a listing, if it is said. */
  readonly language?: string
  /** Of a table: its head, with commas; without one its first row is the head. */
  readonly header?: string
}

const maxFileBytes = 10e6

/** Directives that name a file, written as they should be. */
export function isInclude({ name, args, block, problem }: Directive): boolean {
  return block && !problem && args.length === pathIndex(name) + 1
}

/** Which argument is the path; no directive without one is asked for it. */
function pathIndex(name: string): number {
  return name === 'textinput' ? 0 : name === 'input' || name === 'tableinput' ? 1 : Number.NaN
}

/** Finds the file a `\textinput` names: relative to the file it stands in, or from the content root with `/`. */
export function resolveInclude(
  root: string,
  document: Document,
  { name: directive, args }: Directive,
  franklin: FranklinSite | undefined,
  folders: Folders,
): Include | { rule: string; reason: string } {
  const target = args[pathIndex(directive)]!.trim()
  const refuse = (rule: string, reason: string) => ({ rule, reason })
  if (!target) return refuse('directive', `missing path: \\${directive}{}; one path in braces is expected`)
  if (/^[a-z][a-z0-9+.-]*:/i.test(target))
    return refuse('outside', `invalid path; an address is not a file of the content folder: ${target}`)
  if (target.includes('\\') || target.includes('\0'))
    return refuse('outside', `invalid path; write / between folders: ${JSON.stringify(target)}`)
  const candidates =
    document.dialect === 'franklin'
      ? franklinNames(target, document.name, franklin?.prepath ?? '')
      : [target.startsWith('/') ? target.slice(1) : posix.join(posix.dirname(document.name), target)]
  const names = candidates.map(candidate => posix.normalize(candidate))
  const name = names.find(candidate => !candidate.startsWith('..') && existsSync(join(root, candidate))) ?? names[0]!
  if (name === '..' || name.startsWith('../'))
    return refuse('outside', `invalid path; outside the content folder: ${target}`)
  if (name.split('/').some(part => part.startsWith('.') && part !== '.'))
    return refuse('outside', `invalid path; hidden files are not included: ${target}`)
  const absolute = join(root, name)
  if (!existsSync(absolute) && isLink(absolute))
    return refuse('missing-file', `invalid path; a symbolic link that leads nowhere: ${target}`)
  if (!existsSync(absolute))
    return refuse('missing-file', `missing file: ${target.slice(0, 200)}${nearName(absolute, folders)}`)
  const status = statSync(absolute)
  if (!status.isFile()) return refuse('missing-file', `invalid path; not a file: ${target}`)
  if (!realpathSync(absolute).startsWith(realpathSync(root) + sep))
    return refuse('outside', `invalid path; a symbolic link leads outside the content folder: ${target}`)
  if (status.size > maxFileBytes)
    return refuse('limit', `invalid file; larger than ${maxFileBytes / 1e6} MB: ${target}`)
  if (directive === 'input') return { kind: 'listing', name, absolute, language: args[0]!.trim() }
  if (directive === 'tableinput') return { kind: 'table', name, absolute, header: args[0]! }
  return { kind: kindOf(name), name, absolute }
}

function isLink(absolute: string): boolean {
  try {
    return lstatSync(absolute).isSymbolicLink()
  } catch {
    return false
  }
}

/** The file of the same folder that was probably meant. */
function nearName(absolute: string, folders: Folders): string {
  const wanted = basename(absolute).replace(/[?#].*$/, '')
  const visible = folders.namesIn(dirname(absolute)).filter(name => !name.startsWith('.'))
  const near = visible.find(name => name === wanted || name.replace(/\.[^.]*$/, '') === wanted)
  return near ? `; did you mean "${near}"?` : suggestion(wanted, visible)
}

function kindOf(name: string): Include['kind'] {
  if (isExperiment(name)) return 'experiment'
  if (name.endsWith('.md')) return 'markdown'
  if (name.endsWith('.ipynb')) return 'notebook'
  if (name.endsWith('.csv')) return 'table'
  return name.endsWith('.ts') && !name.endsWith('.d.ts') ? 'script' : 'listing'
}
