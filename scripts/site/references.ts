import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import { type BibEntry, parseBibtex } from '../article/bibtex.ts'
import type { Document } from '../report/document.ts'
import { decodeText } from '../report/encoding.ts'
import type { Problems } from '../report/problem.ts'
import type { Sources } from './sources.ts'

/** The works of the BibTeX file that a page's front matter names; mistakes in it are errors at their lines. */
export function readReferences(
  { frontMatter, name, path, source }: Document,
  { root, workingDirectory }: Sources,
  problems: Problems,
): ReadonlyMap<string, BibEntry> | 'unreadable' | undefined {
  const target = frontMatter?.references
  if (target === undefined) return undefined
  const line = source.split('\n').findIndex(text => /^references\s*:/.test(text)) + 1
  const refuse = (reason: string) => {
    problems.error(path, { line: Math.max(line, 1), column: 1 }, 'references', reason)
    return 'unreadable' as const
  }
  const file = posix.normalize(target.startsWith('/') ? target.slice(1) : posix.join(posix.dirname(name), target))
  if (file.startsWith('../') || file.includes('\0'))
    return refuse(`invalid path; outside the content folder: ${target}`)
  const absolute = join(root, file)
  if (!existsSync(absolute) || !statSync(absolute).isFile()) return refuse(`missing file: ${target}`)
  if (!realpathSync(absolute).startsWith(realpathSync(root) + sep))
    return refuse(`invalid path; a symbolic link leads outside the content folder: ${target}`)
  const bibPath = relative(workingDirectory, absolute).split(sep).join('/')
  const read = parseBibtex(decodeText(readFileSync(absolute), bibPath, problems))
  for (const { reason, ...place } of read.problems) problems.error(bibPath, place, 'references', reason)
  return read.entries
}
