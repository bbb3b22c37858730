import type { Code, Root } from 'mdast'
import remarkCjkFriendly from 'remark-cjk-friendly'
import remarkCjkFriendlyGfmStrikethrough from 'remark-cjk-friendly-gfm-strikethrough'
import remarkFrontmatter from 'remark-frontmatter'
import remarkGfm from 'remark-gfm'
import remarkMath from 'remark-math'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { visit } from './visit.ts'
import './edit-map.ts'
import { parseCaption, remarkPhrasing } from './caption.ts'
import { type Cell, isCell, toCell } from './cell.ts'
import remarkCitations from './citation.ts'
import remarkClaims from './claim.ts'
import { type Directive, remarkDirectives } from './directive.ts'
import { checkDirective, directives, franklinDirectives } from './directives.ts'
import remarkDollars, { findDroppedText, findUnclosedFormulas, unescapePipes } from './dollars.ts'
import { type Expression, findExpressions } from './expression.ts'
import { findBrokenFences, findOpenFences } from './fences.ts'
import { resolveFranklin, type Variables } from './franklin/franklin.ts'
import { toFrontMatter } from './franklin/front-matter.ts'
import type { TextMacros } from './franklin/macros.ts'
import remarkFranklin from './franklin/syntax.ts'
import { type Dialect, type FrontMatter, findBrokenFrontMatter, frontMatterSchema } from './front-matter.ts'
import { findInvisible } from './invisible.ts'
import { parseMarkdown } from './parse.ts'
import type { Place, Problems } from './problem.ts'
import { showBrokenHtml } from './raw-html.ts'
import { emptyWideTables, tooWide } from './table.ts'
import { readYaml } from './yaml.ts'

/** One Markdown file, parsed: a page of its own or a part of others. */
export interface Document {
  /** From the working directory, as messages show it: `content/reports/day2.md`. */
  readonly path: string
  /** From the content root, with `/`: `reports/day2.md`. */
  readonly name: string
  readonly source: string
  readonly tree: Root
  readonly dialect: Dialect
  /** Whether it has code that Franklin carries out: a fence ```` ```julia:name ````, or ```` ```! ````. */
  readonly isEvaluated: boolean
  /** Absent in a file without a front matter block. */
  readonly frontMatter?: FrontMatter
  /** What it defines in Franklin's dialect. */
  readonly variables: Variables
  /** Macros of Franklin's dialect, its own and those that it found. */
  readonly textMacros: TextMacros
  readonly cells: readonly Cell[]
  /** Values and claims in the prose, in order. */
  readonly expressions: readonly Expression[]
  readonly directives: readonly Directive[]
  /** The text of its first heading of level one, if it has one. */
  readonly heading?: string
}

declare module 'mdast' {
  interface CodeData {
    cell?: Cell
  }
}

const markdown = () =>
  unified()
    .use(remarkParse)
    .use(remarkFrontmatter, ['yaml'])
    .use(remarkGfm, { singleTilde: false })
    .use(remarkCjkFriendly)
    .use(remarkCjkFriendlyGfmStrikethrough, { singleTilde: false })
    .use(remarkMath)
    .use(remarkDollars)

/** Markdown with everything that the dialect adds to it. */
export const parser = markdown().use(remarkDirectives, directives).use(remarkClaims).use(remarkCitations).freeze()

/** What may stand in a sentence. */
const phrasingParser = markdown()
  .use(remarkDirectives, directives)
  .use(remarkClaims)
  .use(remarkCitations)
  .use(remarkPhrasing)
  .freeze()

/** That, and what Franklin.jl adds. */
export const franklinParser = markdown()
  .use(remarkDirectives, franklinDirectives, { bareNames: true })
  .use(remarkClaims)
  .use(remarkCitations)
  .use(remarkFranklin)
  .freeze()

/** The dialect that a file says it is written in; undefined if it says nothing. */
export function declaredDialect(source: string): Dialect | undefined {
  const [, yaml] = /^\uFEFF?---[^\S\n]*\n([\s\S]*?)\n---[^\S\n]*(\n|$)/.exec(source) ?? []
  if (yaml !== undefined)
    return (/^dialect:\s*["']?(markdown|franklin)\b/m.exec(yaml)?.[1] as Dialect | undefined) ?? undefined
  const franklin = /^\uFEFF?(?:\s*<!--(?:(?!-->)[\s\S])*-->)*(?:\s*\n)?(?:@def[ \t]|\+\+\+[ \t]*(?:\r?\n|$))/
  return franklin.test(source.slice(0, 10_000)) ? 'franklin' : undefined
}

export interface ParseOptions {
  /** That of a file which does not say. Default: markdown. */
  readonly dialect?: Dialect
  /** Franklin's variables of the whole site. */
  readonly variables?: Variables
  /** Franklin's macros of the site, and of the file that includes this one. */
  readonly textMacros?: TextMacros
}

/** Parses a Markdown file; what is wrong with it goes to `problems`. */
export function parseDocument(
  path: string,
  name: string,
  source: string,
  problems: Problems,
  options: ParseOptions = {},
): Document {
  const dialect = declaredDialect(source) ?? options.dialect ?? 'markdown'
  const known = dialect === 'franklin' ? franklinDirectives : directives
  const usual = dialect === 'franklin' ? franklinParser : parser
  const { tree, problems: nesting } = parseMarkdown(usual, source)
  for (const { reason, ...place } of nesting) problems.error(path, place, 'limit', reason)
  const lines = source.split(/\r\n|\r|\n/)
  const cells: Cell[] = []
  /** The lines of the cells that have an id. */
  const ids = new Map<string, number>()
  const found: Directive[] = []
  let frontMatter: FrontMatter | undefined
  let variables: Variables = new Map()
  let textMacros: TextMacros = new Map()
  let heading: string | undefined

  const first = tree.children[0]
  if (first?.type === 'yaml') {
    // The YAML begins on the line after the opening `---`.
    const read = readYaml(first.value, frontMatterSchema, 2)
    for (const { place, rule, reason } of read.problems) problems.error(path, place, rule, reason)
    frontMatter = read.value ?? {}
  } else {
    const broken = findBrokenFrontMatter(lines)
    if (broken) problems.error(path, { line: broken.line, column: 1 }, 'front-matter', broken.reason)
  }

  if (dialect === 'franklin') {
    const report = {
      error: (place: Place, reason: string) => problems.error(path, place, 'franklin', reason),
      warn: (place: Place, reason: string) => problems.warn(path, place, 'franklin', reason),
    }
    const context = {
      variables: options.variables ?? new Map(),
      macros: options.textMacros ?? new Map(),
      parse: (text: string) => parseMarkdown(franklinParser, text).tree,
    }
    ;({ variables, macros: textMacros } = resolveFranklin(tree, context, report))
    if (variables.size) frontMatter = { ...toFrontMatter(variables), ...frontMatter }
  }

  for (const place of emptyWideTables(tree)) problems.error(path, place, 'limit', tooWide)
  unescapePipes(tree)
  for (const { text, ...place } of findDroppedText(tree, source))
    problems.error(
      path,
      place,
      'formula',
      `invalid formula; what stands behind the opening $$ is not shown: ${text}; begin it on the next line`,
    )
  for (const place of findUnclosedFormulas(tree, source))
    problems.error(path, place, 'formula', 'missing $$: the formula is not closed; \\$\\$ shows it as text')
  const codeLines = new Set<number>()
  visit(tree, node => {
    if (node.type !== 'code' && node.type !== 'inlineCode') return
    for (let line = node.position!.start.line; line <= node.position!.end.line; line++) codeLines.add(line)
  })
  for (const { reason, ...place } of findInvisible(source, line => codeLines.has(line)))
    problems.warn(path, place, 'invisible', reason)

  const defined = { links: [] as string[], notes: [] as string[] }
  visit(tree, node => {
    if (node.type === 'definition') defined.links.push(node.label ?? node.identifier)
    else if (node.type === 'footnoteDefinition') defined.notes.push(node.label ?? node.identifier)
  })
  // Their captions are part of the text, where they stand.
  visit(tree, 'code', node => {
    if (isCell(node)) readCell(node)
  })
  for (const place of findBrokenFences(tree, source))
    problems.error(
      path,
      place,
      'cell-attribute',
      'invalid fence; a caption with backticks stands behind a fence of tildes: ~~~ts run caption="…"',
    )

  for (const place of findOpenFences(tree, source))
    problems.warn(path, place, 'fence', 'unclosed fence: everything to the end of the file, list or quote is code')

  for (const { reason, ...place } of showBrokenHtml(tree)) problems.warn(path, place, 'html', reason)

  const { expressions, problems: malformed } = findExpressions(tree, source)
  for (const { reason, ...place } of malformed) problems.error(path, place, 'expression', reason)

  visit(tree, node => {
    if (node.type === 'directive') {
      found.push(node)
      const reason = checkDirective(node, known)
      if (!reason) return
      problems.error(path, node.position!.start, 'directive', reason)
      Object.assign(node, { problem: reason })
    } else if (node.type === 'heading' && node.depth === 1) heading ??= textOf(node)
  })

  function readCell(node: Code): void {
    const { cell, problems: reasons, caption } = toCell(node, cells.length, lines)
    const { line, column, offset } = node.position!.start
    if (caption) {
      const start = { line, column: caption.at + 1, offset: offset! + caption.at - (column - 1) }
      Object.assign(node, { children: parseCaption(phrasingParser, caption.text, start, defined) })
    }
    for (const reason of reasons) problems.error(path, cell, 'cell-attribute', reason)
    const { id } = cell.attributes
    const twin = id === undefined ? undefined : ids.get(id)
    if (twin !== undefined) problems.error(path, cell, 'cell-attribute', `doubled id: #${id}; also on line ${twin}`)
    else if (id !== undefined) ids.set(id, cell.line)
    cells.push(cell)
    node.data = { ...node.data, cell }
  }

  return {
    path,
    name,
    source,
    tree,
    dialect,
    isEvaluated: dialect === 'franklin' && /^[ \t>]*`{3,}(?:[\w-]+:\S|!)/m.test(source),
    ...(frontMatter && { frontMatter }),
    cells,
    variables,
    textMacros,
    expressions,
    directives: found,
    ...(heading !== undefined && { heading }),
  }
}

/** The text of a node as a reader would say it: alternative texts and code included, markup and values left out. */
function textOf(node: {
  readonly value?: string
  readonly alt?: string | null
  readonly children?: readonly object[]
  readonly data?: object | undefined
}): string {
  if (node.value !== undefined && node.data && 'expression' in node.data) return ''
  return (node.value ?? node.alt ?? node.children?.map(textOf).join('') ?? '').trim()
}
