import type { Element, ElementContent } from 'hast'
import type { LanguageRegistration, RegexEngine, ThemedToken, ThemeRegistration } from 'shiki/core'
import { findGrammar } from './language.ts'

export { knowsLanguage } from './language.ts'

/** Changes whenever the same code may get other markup: part of the key under which callers keep highlighted code. */
export const highlightVersion = 'shiki-4.6.0/1'

export interface Highlighter {
  /**
   * Code as `<pre class="code" data-language="ts" tabindex="0"><code>…`, its tokens in spans with one of the classes
   * `comment constant deleted function inserted keyword link string` and `strong` or `emphasis`. The code of an
   * unknown language is plain text. A new element each time, which may be changed.
   */
  highlight(code: string, language: string): Promise<Element>
}

type Tokenize = (code: string) => ThemedToken[][]

/** Nothing is loaded before there is something to highlight: a build that finds all of it in its cache pays nothing. */
export function createHighlighter(): Highlighter {
  const tokenizers = new Map<string, Promise<Tokenize>>()
  const known = new Map<string, Promise<Element>>()

  const render = async (code: string, language: string) => {
    const grammar = findGrammar(language)
    if (grammar === undefined) return block(language, code ? [{ type: 'text', value: code }] : [])
    if (!tokenizers.has(grammar)) tokenizers.set(grammar, loadTokenizer(grammar))
    const tokenize = await tokenizers.get(grammar)!
    return block(language, inline(tokenize(code)))
  }

  return {
    async highlight(code, language) {
      const key = `${language}\0${code}`
      if (!known.has(key)) known.set(key, render(code, language))
      return structuredClone(await known.get(key)!)
    },
  }
}

/** Longer lines stay plain; a limit on time, Shiki's default, would make the markup depend on the machine. */
const longestLine = 10_000

let engine: Promise<RegexEngine> | undefined

/**
 * Oniguruma as WebAssembly: on Node 20 it has the first TypeScript block done in 550 ms, Shiki's JavaScript engine in
 * 760 ms, a first C++ block in 210 ms instead of 1,600 ms.
 */
async function loadEngine(): Promise<RegexEngine> {
  const { createOnigurumaEngine } = await import('shiki/engine/oniguruma')
  return createOnigurumaEngine(import('shiki/wasm'))
}

async function loadTokenizer(grammar: string): Promise<Tokenize> {
  engine ??= loadEngine()
  const { createCssVariablesTheme, createHighlighterCore } = await import('shiki/core')
  const theme = adapt(createCssVariablesTheme({ name: 'page', variablePrefix: '' }))
  // One instance a grammar: in a shared one, code inside Markdown would be highlighted or not by what came before.
  const names = [grammar, ...(embedded[grammar] ?? [])]
  const langs = await Promise.all(names.map(loadGrammar))
  const shiki = await createHighlighterCore({ engine, themes: [theme], langs, warnings: false })
  const options = { lang: grammar, theme: theme.name!, tokenizeTimeLimit: 0, tokenizeMaxLineLength: longestLine }
  return code => shiki.codeToTokensBase(code, options)
}

/** Languages that a grammar knows how to embed, but does not bring along. */
const embedded: Readonly<Record<string, readonly string[]>> = {
  markdown: ['json', 'latex', 'python', 'shellscript', 'typescript', 'yaml'],
}

async function loadGrammar(name: string): Promise<LanguageRegistration[]> {
  return (await import(`shiki/langs/${name}.mjs`)).default
}

/** The theme colours constants and the objects of member expressions like numbers, which speckles numeric code. */
function adapt(theme: ThemeRegistration): ThemeRegistration {
  const quiet = {
    scope: ['variable.other.object', 'variable.other.class', 'variable.other.constant', 'punctuation.accessor'],
    settings: { foreground: 'var(foreground)' },
  }
  return { ...theme, tokenColors: [...(theme.tokenColors ?? []), quiet] }
}

const classes: Readonly<Record<string, string>> = {
  'var(token-comment)': 'comment',
  'var(token-constant)': 'constant',
  'var(token-deleted)': 'deleted',
  'var(token-function)': 'function',
  'var(token-inserted)': 'inserted',
  'var(token-keyword)': 'keyword',
  'var(token-link)': 'link',
  'var(token-string)': 'string',
  'var(token-string-expression)': 'string',
}

/** Bits of a token's font style. */
const italic = 1
const bold = 2

function classOf({ color, fontStyle = 0 }: ThemedToken): string {
  const names = [classes[color ?? ''], fontStyle & bold && 'strong', fontStyle & italic && 'emphasis']
  return names.filter(Boolean).join(' ')
}

/** Neighbouring tokens of one class become one span, across the white space between them. */
function inline(lines: ThemedToken[][]): ElementContent[] {
  const spans: { className: string; value: string }[] = []
  let space = ''
  const append = (value: string, className: string) => {
    const last = spans.at(-1)
    if (last?.className === className) last.value += space + value
    else spans.push(...(space ? [{ className: '', value: space }] : []), { className, value })
    space = ''
  }
  for (const [index, line] of lines.entries()) {
    if (index > 0) space += '\n'
    for (const token of line) {
      const [, before, text] = /^(\s*)(.*)$/s.exec(token.content)!
      space += before
      if (text) append(text, classOf(token))
    }
  }
  if (space) spans.push({ className: '', value: space })
  return spans.map(({ className, value }) => {
    const text = { type: 'text' as const, value }
    if (!className) return text
    return { type: 'element', tagName: 'span', properties: { className: className.split(' ') }, children: [text] }
  })
}

function block(language: string, children: ElementContent[]): Element {
  const code: Element = { type: 'element', tagName: 'code', properties: {}, children }
  const properties = { className: ['code'], ...(language && { dataLanguage: language }), tabIndex: 0 }
  return { type: 'element', tagName: 'pre', properties, children: [code] }
}
