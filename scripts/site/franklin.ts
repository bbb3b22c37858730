import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { declaredDialect, parseDocument } from '../report/document.ts'
import { decodeText } from '../report/encoding.ts'
import type { Variables } from '../report/franklin/franklin.ts'
import type { Value } from '../report/franklin/literal.ts'
import type { TextMacros } from '../report/franklin/macros.ts'
import { type Macros, readMacros } from '../report/macros.ts'
import type { Problems } from '../report/problem.ts'

/** What the `config.md` of a site for Franklin.jl says. */
export interface FranklinSite {
  readonly variables: Variables
  readonly macros: Macros
  /** The same macros, for the text. */
  readonly textMacros: TextMacros
  /** The path under which the site is published, without slashes at its ends; links may begin with it. */
  readonly prepath: string
  /** Whether a file, by its name, is none of the site's reports. */
  readonly ignores: (name: string) => boolean
}

const configName = 'config.md'

/** What Franklin never takes for pages, besides what begins with `_`. */
const ignored = [configName, 'README.md', 'LICENSE.md', 'node_modules/', 'franklin/', 'franklin.pub/']

/** Reads the site's variables; undefined if the folder holds no site for Franklin. */
export function readFranklinSite(
  workingDirectory: string,
  content: string,
  problems: Problems,
): FranklinSite | undefined {
  const path = posix.join(content, configName)
  const absolute = join(workingDirectory, path)
  if (!existsSync(absolute)) return undefined
  const source = decodeText(readFileSync(absolute), path, problems)
  if (declaredDialect(source) !== 'franklin') return undefined
  const document = parseDocument(path, configName, source, problems)
  const { variables } = document
  const patterns = [...ignored, ...texts(variables.get('ignore'))]
  return {
    variables,
    macros: readMacros([document], problems),
    textMacros: document.textMacros,
    prepath: (textOf(variables, 'prepath', 'prefix', 'base_url_prefix') ?? '').replace(/^\/+|\/+$/g, ''),
    ignores: name => patterns.some(pattern => name === pattern || (pattern.endsWith('/') && name.startsWith(pattern))),
  }
}

/** What it says of the site as a whole, under the names of `backprose.yml`. */
export function siteSettings({ variables, prepath, macros }: FranklinSite) {
  const title = textOf(variables, 'website_title', 'title')
  const description = textOf(variables, 'website_descr', 'website_description')
  const language = textOf(variables, 'language')
  const url = textOf(variables, 'website_url')
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(language !== undefined && { language }),
    ...(url !== undefined && /^https?:\/\//.test(url) && { url }),
    ...(prepath && { base: `/${prepath}/` }),
    authors: texts(variables.get('author')),
    macros,
  }
}

/** The names under which Franklin would look for a file: `/assets/x` is `_assets/x`, a plain name is one of the assets. */
export function franklinNames(path: string, from: string, prepath: string): string[] {
  const rooted = prepath && path.startsWith(`/${prepath}/`) ? path.slice(prepath.length + 1) : path
  if (rooted.startsWith('/')) {
    const name = posix.normalize(rooted.slice(1))
    return [name, ...(/^(assets|css|libs)\//.test(name) ? [`_${name}`] : [])]
  }
  const page = from.replace(/\.md$/, '')
  return [
    posix.join(posix.dirname(from), rooted),
    ...(rooted.startsWith('./') ? [posix.join('_assets', page, rooted)] : [posix.join('_assets', rooted)]),
  ]
}

/** Whether a path leads to what Franklin's code puts out. */
export function isOutput(path: string): boolean {
  return /(^|\/)output\//.test(path)
}

function textOf(variables: Variables, ...names: readonly string[]): string | undefined {
  return names.map(name => variables.get(name)).find(value => typeof value === 'string' && value !== '') as
    | string
    | undefined
}

function texts(value: Value | undefined): string[] {
  return typeof value === 'string' && value ? [value] : Array.isArray(value) ? value.map(String) : []
}
