import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parseDocument } from 'yaml'
import type { AssetFile, Page, Site } from './page.ts'
import type { Strings } from './strings.ts'
import { chooseStrings } from './strings.ts'
import { compileLayouts, type Render, ThemeError } from './template.ts'
import { viewNotFound, viewPage } from './view.ts'

export interface Theme {
  /** The page as a whole HTML document. Throws a ThemeError that names the template's line. */
  render(page: Page, site: Site): string
  /** What a server shows for an address without a page: `404.html`. Its links begin with the site's base. */
  renderNotFound(site: Site): string
  /** The words of the interface in the language, or in English. */
  strings(language: string): Strings
  /** Style sheets, fonts and pictures, KaTeX's among them. */
  readonly assets: readonly AssetFile[]
  /** sha256 of everything the theme was made of: pages need rendering again when it changes. */
  readonly digest: string
}

/**
 * Loads a theme from folders of templates; each file is taken from the first folder that has it.
 *
 * - `layouts/*.hbs`, `partials/*.hbs`: Handlebars
 * - `strings/<language>.yml`: the words of the interface
 * - `styles/*.css`: joined to `site.css`, the last folder's first, each folder's in the order of their names
 * - `assets/*`: copied under names with a content hash, that templates know as `{{assets.[name]}}`; files in folders
 *   below keep their names, so that style sheets can refer to them
 */
export async function loadTheme(folders: readonly string[]): Promise<Theme> {
  const files = await readFolders(folders)
  const textsOf = (pattern: RegExp) =>
    new Map([...files].filter(([name]) => pattern.test(name)).map(([name, bytes]) => [name, bytes.toString('utf8')]))

  const layouts = compileLayouts(textsOf(/^(layouts|partials)\/.*\.hbs$/))
  const strings = new Map<string, Strings>()
  for (const [name, text] of textsOf(/^strings\/[^/]*\.yml$/))
    strings.set(name.slice('strings/'.length, -'.yml'.length).toLowerCase(), parseStrings(name, text))

  const assets: AssetFile[] = []
  const addresses: Record<string, string> = {}
  const link = (name: string, folder: string, content: string | Uint8Array) => {
    const path = `${folder}/${withHash(name, content)}`
    assets.push({ path, content })
    addresses[name] = path
  }
  link('site.css', 'assets', [...textsOf(/^styles\/[^/]*\.css$/).values()].join('\n'))
  for (const [name, bytes] of files) {
    const [, asset] = /^assets\/(.*)$/.exec(name) ?? []
    if (asset?.includes('/')) assets.push({ path: name, content: bytes })
    else if (asset) link(asset, 'assets', bytes)
  }
  const katex = await loadKatex()
  link('katex.css', 'assets/katex', katex.css)
  assets.push(...katex.fonts)

  const hash = createHash('sha256')
  for (const [name, bytes] of files) hash.update(`${name}\0${bytes.length}\0`).update(bytes)
  hash.update(katex.css)

  const layout = (name: string): Render => {
    const render = layouts.get(name)
    if (!render) throw new Error(`missing layout: templates/layouts/${name}.hbs`)
    return render
  }
  const [page, notFound] = [layout('page'), layout('404')]
  const stringsOf = (language: string) => chooseStrings(strings, language)
  return {
    render: (data, site) => page(viewPage(data, site, addresses, stringsOf(data.language))),
    renderNotFound: site => notFound(viewNotFound(site, addresses, stringsOf(site.language))),
    strings: stringsOf,
    assets,
    digest: hash.digest('hex'),
  }
}

/** The files of all folders by path, with `/`: the last folder's first, so that additions come after what they add to. */
async function readFolders(folders: readonly string[]): Promise<Map<string, Buffer>> {
  const sources = new Map<string, string>()
  for (const folder of folders.toReversed()) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(error => {
      if (error.code === 'ENOENT') return []
      throw error
    })
    const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
    const names = paths.map(path => path.slice(join(folder, '/').length).replaceAll('\\', '/'))
    for (const name of names.sort()) if (!/(^|\/)\./.test(name)) sources.set(name, join(folder, name))
  }
  const read = async ([name, path]: [string, string]) => [name, await readFile(path)] as const
  return new Map(await Promise.all([...sources].map(read)))
}

function parseStrings(name: string, text: string): Strings {
  const document = parseDocument(text)
  const [error] = document.errors
  if (error) {
    const [{ line, col }] = error.linePos!
    throw new ThemeError(`templates/${name}`, error.message.split(' at line ')[0]!, { line, column: col })
  }
  return document.toJS() ?? {}
}

/** KaTeX's style sheet and fonts from its package; every browser that can lay out this theme reads WOFF2. */
async function loadKatex(): Promise<{ css: string; fonts: AssetFile[] }> {
  const source = createRequire(import.meta.url).resolve('katex/dist/katex.min.css')
  const css = (await readFile(source, 'utf8')).replace(/,url\([^)]+\.(?:woff|ttf)\) format\("\w+"\)/g, '')
  const names = [...new Set(Array.from(css.matchAll(/url\((fonts\/[^)]+)\)/g), ([, name]) => name!))].sort()
  const fonts = names.map(async name => ({
    path: `assets/katex/${name}`,
    content: await readFile(join(dirname(source), name)),
  }))
  return { css, fonts: await Promise.all(fonts) }
}

/** `site.css` → `site.1a2b3c4d.css` */
function withHash(name: string, content: string | Uint8Array): string {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8)
  return /\.[^.]*$/.test(name) ? name.replace(/\.[^.]*$/, `.${hash}$&`) : `${name}.${hash}`
}
