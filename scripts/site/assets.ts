import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, posix, sep } from 'node:path'
import { suggestion } from '../report/spelling.ts'
import { claimsAddress, pageAddress } from './address.ts'
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

/** The names of the files in the folder of a name. */
function filesBeside(root: string, name: string): string[] {
  const folder = posix.dirname(name)
  if (!existsSync(join(root, folder)) || !statSync(join(root, folder)).isDirectory()) return []
  return readdirSync(join(root, folder)).map(file => posix.join(folder, file))
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
export function resolveLink(sources: Sources, assets: Assets, from: string, url: string): Resolved {
  if (/^([a-z][a-z0-9+.-]*:|\/\/|#|\?|$)/i.test(url)) return { external: url }
  const [, path, suffix] = /^([^?#]*)(.*)$/s.exec(url)!
  let decoded: string
  try {
    decoded = decodeURIComponent(path!)
  } catch {
    return { problem: `invalid link; a % needs two hexadecimal digits after it: ${url}` }
  }
  const name = posix.normalize(decoded.startsWith('/') ? decoded.slice(1) : posix.join(posix.dirname(from), decoded))
  if (name === '..' || name.startsWith('../')) return { problem: `invalid link; outside the content folder: ${url}` }
  const page = [name, `${name}.md`, posix.join(name, 'index.md'), `${name.replace(/\/?(index\.html)?$/, '')}.md`].find(
    candidate => sources.pages.includes(candidate),
  )
  if (page) return { address: pageAddress(page), suffix: suffix! }
  // The list of all claims is made of the pages, so it is not among them.
  if (/^claims\/?(index\.html)?$/.test(name) && hasClaims(sources)) return { address: claimsAddress, suffix: suffix! }
  const absolute = join(sources.root, name)
  if (existsSync(absolute) && statSync(absolute).isFile()) {
    if (name.split('/').some(part => part.startsWith('.'))) return { problem: `invalid link; a hidden file: ${url}` }
    if (!realpathSync(absolute).startsWith(realpathSync(sources.root) + sep))
      return { problem: `invalid link; a symbolic link leads outside the content folder: ${url}` }
    if (name.endsWith('.md')) return { problem: `invalid link; ${url} is not a page` }
    return { address: assets.add(absolute), suffix: suffix! }
  }
  return { problem: `missing file: ${url}${suggestion(name, [...sources.pages, ...filesBeside(sources.root, name)])}` }
}

function hasClaims({ documents }: Sources): boolean {
  return [...documents.values()].some(({ expressions }) => expressions.some(({ kind }) => kind === 'claim'))
}
