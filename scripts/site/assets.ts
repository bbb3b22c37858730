import { createHash } from 'node:crypto'
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, posix, sep } from 'node:path'
import type { Document } from '../report/document.ts'
import { suggestion } from '../report/spelling.ts'
import { claimsAddress, pageAddress } from './address.ts'
import { franklinNames, isOutput } from './franklin.ts'
import type { Sources } from './sources.ts'

/** Files that pages refer to, copied under names that change with their content. */
export class Assets {
  readonly files = new Map<string, Uint8Array>()
  readonly #addresses = new Map<string, string>()

  /** The address in the site of a file of the content folder. */
  add(absolute: string): string {
    const known = this.#addresses.get(absolute)
    if (known) return known
    const bytes = readFileSync(absolute)
    const [, stem, extension] = /^(.*?)(\.[^.]*)?$/s.exec(posix.basename(absolute))!
    const address = `assets/${stem}.${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}${extension ?? ''}`
    this.files.set(address, bytes)
    this.#addresses.set(absolute, address)
    return address
  }
}

/** What a name may have meant: a page, or a file in its folder. */
function* namesNear({ pages, folders, root }: Sources, name: string): Generator<string> {
  yield* pages
  const folder = posix.dirname(name)
  for (const file of folders.namesIn(join(root, folder))) yield posix.join(folder, file)
}

export type Resolved =
  /** Another page, or a file of the content folder, by its address in the site. */
  | { readonly address: string; readonly suffix: string }
  /** An address outside the site, or an anchor: left as it is. */
  | { readonly external: string }
  | { readonly problem: string }

/**
 * Resolves a link or image as an author writes it: relative to the file it stands in, or from the content root with `/`.
 * Reports are linked by their `.md` file or by the address they get; other files are copied into the site.
 */
export function resolveLink(
  sources: Sources,
  assets: Assets,
  from: Pick<Document, 'name' | 'dialect'>,
  url: string,
): Resolved {
  if (/^([a-z][a-z0-9+.-]*:|\/\/|#|\?|$)/i.test(url)) return { external: url }
  const [, path, suffix] = /^([^?#]*)(.*)$/s.exec(url)!
  let decoded: string
  try {
    decoded = decodeURIComponent(path!)
  } catch {
    return { problem: `invalid link; a % needs two hexadecimal digits after it: ${url}` }
  }
  const names = candidates(sources, from, decoded)
  const [first] = names
  if (first === '..' || first!.startsWith('../')) return { problem: `invalid link; outside the content folder: ${url}` }
  for (const name of names) {
    const page = [
      name,
      `${name}.md`,
      posix.join(name, 'index.md'),
      `${name.replace(/\/?(index\.html)?$/, '')}.md`,
      name.replace(/(^|\/)index\.html$/, '$1index.md'),
    ].find(candidate => sources.pages.has(candidate))
    if (page) return { address: pageAddress(page), suffix: suffix! }
  }
  // The list of all claims is made of the pages, so it is not among them.
  if (/^claims\/?(index\.html)?$/.test(first!) && hasClaims(sources)) return { address: claimsAddress, suffix: suffix! }
  const name = names.find(candidate => isFile(join(sources.root, candidate))) ?? first!
  const absolute = join(sources.root, name)
  if (isFile(absolute)) {
    if (name.split('/').some(part => part.startsWith('.'))) return { problem: `invalid link; a hidden file: ${url}` }
    if (!realpathSync(absolute).startsWith(realpathSync(sources.root) + sep))
      return { problem: `invalid link; a symbolic link leads outside the content folder: ${url}` }
    if (name.endsWith('.md')) return { problem: `invalid link; ${url} is not a page` }
    return { address: assets.add(absolute), suffix: suffix! }
  }
  return { problem: `missing file: ${url}${suggestion(name, namesNear(sources, name))}` }
}

/**
 * Whether a figure of Franklin's dialect is not there because the page's own code writes it: under a folder `output`, or
 * by name on a page that has code which Franklin carries out.
 */
export function isGenerated(sources: Sources, from: Document, url: string): boolean {
  if (from.dialect !== 'franklin' || /^([a-z][a-z0-9+.-]*:|\/\/)/i.test(url)) return false
  const isThere = candidates(sources, from, url).some(name => isFile(join(sources.root, name)))
  return !isThere && (isOutput(url) || from.isEvaluated)
}

function hasClaims({ documents }: Sources): boolean {
  return [...documents.values()].some(({ expressions }) => expressions.some(({ kind }) => kind === 'claim'))
}

/** The names in the content folder that a path may mean, first the one it says. */
function candidates(
  { franklin }: Sources,
  { name, dialect }: Pick<Document, 'name' | 'dialect'>,
  path: string,
): string[] {
  if (dialect !== 'franklin')
    return [posix.normalize(path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(name), path))]
  const names = franklinNames(path, name, franklin?.prepath ?? '').map(candidate => posix.normalize(candidate))
  // \fig{name} finds name.png and the like, also among what code has put out.
  const [head, ...others] = names
  const guessed = /\.\w+$/.test(path) ? [] : names.flatMap(name => pictures.map(extension => `${name}.${extension}`))
  const ofCode = [...names, ...guessed].map(name => posix.join(posix.dirname(name), 'output', posix.basename(name)))
  return [head!, ...[...others, ...guessed, ...ofCode].filter(candidate => !candidate.startsWith('..'))]
}

const pictures = ['svg', 'png', 'jpg', 'jpeg', 'gif', 'webp']

function isFile(absolute: string): boolean {
  return existsSync(absolute) && statSync(absolute).isFile()
}
