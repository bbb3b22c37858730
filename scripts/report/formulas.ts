import type { Element, ElementContent, ElementData, Properties, Root, Text } from 'hast'
import type { Root as MarkdownRoot } from 'mdast'
import type { InlineMath, Math as MathBlock } from 'mdast-util-math'
import rehypeKatex, { type Options } from 'rehype-katex'
import rehypeStringify from 'rehype-stringify'
import { unified } from 'unified'
import { VFile } from 'vfile'
import type { Document } from './document.ts'
import { numberFormula } from './equation.ts'
import { excerpt } from './excerpt.ts'
import { explainFormula, findDeepest, type KatexError, mostNested, RefusedCommand } from './formula-error.ts'
import { placeInFormula, type Start } from './formula-place.ts'
import { Lines } from './lines.ts'
import { type Macros, undoable } from './macros.ts'
import type { Place, Problems } from './problem.ts'
import { SKIP, visit } from './visit.ts'

declare module 'hast' {
  interface ElementData {
    /** Of a formula, as KaTeX got it. */
    tex?: string
  }
}

/** What the formulas of a file need from the page that they stand on. */
export interface FormulaContext {
  readonly macros: Macros
  readonly maxFormula: number
  /** The number of the next equation. */
  readonly nextEquation: () => string
  /** Takes note of a labelled equation; returns the id that it gets. */
  readonly labelEquation: (document: Document, name: string, number: string, place: Place) => string
  readonly problems: Problems
}

/** Refuses formulas so long that KaTeX would take seconds, numbers equations, and says where each formula stands. */
export function prepareFormulas(
  tree: MarkdownRoot,
  document: Document,
  { maxFormula: maxCharacters, problems }: FormulaContext,
): void {
  visit(tree, node => {
    if (node.type !== 'math' && node.type !== 'inlineMath') return
    const formula = node as MathBlock | InlineMath
    // remark-math gives the inner element of a display formula no position.
    visit({ type: 'root', children: formula.data?.hChildren ?? [] } as Root, 'element', child => {
      child.position = formula.position!
    })
    if (formula.value.length <= maxCharacters) return
    const { start } = formula.position!
    problems.error(
      document.path,
      start,
      'limit',
      `invalid formula; ${formula.value.length} characters, the limit is ${maxCharacters} (limits.formula)`,
    )
    formula.data = { hName: 'code', hChildren: [{ type: 'text', value: formula.value.slice(0, 80) }] }
  })
}

/** Numbers a formula between `$$`, and makes it a display formula wherever it stands. */
export function numberEquation(formula: MathBlock | InlineMath, document: Document, context: FormulaContext): void {
  const { source } = document
  const { start } = formula.position!
  if (formula.value.length > context.maxFormula) return
  const isDisplay =
    formula.type === 'math' ||
    formula.data?.isDisplay === true ||
    /^(?:\$\$|\\\[|\\begin\{)/.test(source.slice(start.offset, start.offset! + 7))
  const { tex, labels } = isDisplay
    ? numberFormula(formula.value, context.nextEquation)
    : { tex: formula.value, labels: [] }
  if (!isDisplay && /\\label\{/.test(formula.value))
    context.problems.error(document.path, start, 'label', 'invalid \\label; only formulas between $$ are numbered')
  if (!isDisplay) return
  const ids = labels.map(({ name, number, offset }) => {
    const place = placeInFormula(formula.value, offset, start as Start, source)
    if (name === '')
      context.problems.error(
        document.path,
        place,
        'label',
        'missing label: \\label{}; a name such as eq:loss is expected',
      )
    return context.labelEquation(document, name, number, place)
  })
  const text: Text = { type: 'text', value: tex, data: { tex: formula.value } as object }
  const code = element('code', { className: ['language-math', 'math-display'] }, text)
  // KaTeX replaces the whole <pre>, and only the <code> in a sentence.
  const child = formula.type === 'math' ? element('pre', {}, code) : code
  const [id, ...others] = ids
  const anchors = others.map(other => element('span', { id: other }))
  formula.data = {
    hName: formula.type === 'math' ? 'div' : 'span',
    hProperties: { className: ['equation'], ...(id !== undefined && { id }) },
    hChildren: [...anchors, child],
  }
}

function element(tagName: string, properties: Properties, ...children: ElementContent[]): Element {
  return { type: 'element', tagName, properties, children }
}

/** Replaces formulas by KaTeX's HTML; errors stand at the line and column of the offending token. */
export function renderFormulas(tree: Root, document: Document, { macros, problems }: FormulaContext): void {
  const render = createRenderer(macros)
  let lines: Lines | undefined
  visit(tree, 'element', (node, index, parent) => {
    // Of a display the whole <pre> is replaced.
    const [inner] = node.children
    const isBlock = node.tagName === 'pre' && inner?.type === 'element' && classesOf(inner).includes('language-math')
    const code = isBlock ? inner : node
    const classes = classesOf(code)
    if (!classes.some(name => formulaClasses.has(name))) return undefined
    const isDisplay = isBlock || classes.includes('math-display')
    const tex = code.children.map(child => (child.type === 'text' ? child.value : '')).join('')
    const { html, error, unmeasured } = render(tex, isDisplay)
    if (error) report(code, tex, isDisplay, error)
    else
      for (const character of unmeasured) {
        const place = placeOf(code, Math.max(0, tex.indexOf(character)), document)
        const reason = `unusual character in a formula: ${character}; its size is not known, so it may overlap its neighbours`
        problems.warn(document.path, place, 'formula', reason)
      }
    parent!.children[index!] = html.includes(opening) ? typeset(tex, html, isDisplay) : refused(tex, error)
    return SKIP
  })

  function report(code: Element, tex: string, isDisplay: boolean, error: KatexError): void {
    const fails = (other: string) => render(other, isDisplay).error
    const { reason, offset } = explainFormula(tex, error, macros, fails)
    const place = placeOf(code, offset, document)
    lines ??= new Lines(document.source)
    problems.error(
      document.path,
      place,
      'formula',
      `invalid formula; ${reason}\n${excerpt(lines.at(place.line), place.column)}`,
    )
  }
}

function classesOf({ properties: { className } }: Element): string[] {
  return Array.isArray(className) ? className.map(String) : []
}

/** What remark-math writes in a sentence and as a block, and what a fence says in its language. */
const formulaClasses = new Set(['math-inline', 'math-display', 'language-math'])

interface Rendered {
  /** What a reader sees, also of a formula with an error as far as KaTeX gets. */
  readonly html: string
  readonly error?: KatexError
  /** Characters that KaTeX's fonts lack. */
  readonly unmeasured: readonly string[]
}

const stringify = unified().use(rehypeStringify).freeze()

/** KaTeX, which renders each distinct formula once. */
function createRenderer(macros: Macros): (tex: string, isDisplay: boolean) => Rendered {
  const known = new Map<string, Rendered>()
  const own = undoable<unknown>({ ...macros, ...consoleMacros })
  const render = (tex: string, isDisplay: boolean): Rendered => {
    const tooDeep = { html: '', error: new RangeError('nested too deeply'), unmeasured: [] }
    if (findDeepest(tex).depth > mostNested) return tooDeep
    try {
      return typesetTex(tex, isDisplay)
    } catch (error) {
      // Macros may nest what the formula itself does not.
      if (error instanceof RangeError) return tooDeep
      throw error
    }
  }
  const typesetTex = (tex: string, isDisplay: boolean): Rendered => {
    const className = ['language-math', isDisplay ? 'math-display' : 'math-inline']
    const tree: Root = { type: 'root', children: [element('code', { className }, { type: 'text', value: tex })] }
    const file = new VFile()
    // \gdef in one formula would change the next.
    own.undo()
    const options = {
      trust: refuseCommand,
      strict: false,
      maxSize: 50,
      // \tag, by which lines are numbered, takes some expansions, and does not grow.
      maxExpand: 1000 + 10 * (tex.split('\\tag').length - 1),
      macros: own.macros,
    } as Options
    let rendered = tree
    const unmeasured = listen(() => {
      rendered = unified().use(rehypeKatex, options).runSync(tree, file) as Root
    })
    const html = stringify.stringify(rendered)
    const surrogate = /\p{Surrogate}/u.test(html) ? new Error('a surrogate is no character') : undefined
    const error = (file.messages[0]?.cause as Rendered['error']) ?? surrogate
    return { html, unmeasured, ...(error && { error }) }
  }
  return (tex, isDisplay) => {
    const key = `${isDisplay}\0${tex}`
    if (!known.has(key)) known.set(key, render(tex, isDisplay))
    return known.get(key)!
  }
}

/** KaTeX tells the console, and nobody else, which characters it does not know the size of. */
function listen(render: () => void): string[] {
  const characters = new Set<string>()
  const { warn } = console
  console.warn = (message: unknown) => {
    const [, character] = /^No character metrics for '(.+)' in style/su.exec(String(message)) ?? []
    // What nobody sees has a warning of its own.
    if (character && !/^[\p{C}\uFFFD]/u.test(character)) characters.add(character)
  }
  try {
    render()
  } finally {
    console.warn = warn
  }
  return [...characters]
}

/** KaTeX would write the names of commands that it does not trust into the page, in red. */
function refuseCommand({ command }: { readonly command: string }): never {
  const instead = /^\\(href|url)$/.test(command) ? ': a link stands around a formula' : ''
  throw new RefusedCommand(`${command} is not allowed${instead}`)
}

/** KaTeX would print what these are given, among what a build prints. */
const consoleMacros = Object.fromEntries(
  ['\\message', '\\errmessage', '\\show'].map(command => [command, () => refuseCommand({ command })]),
)

const opening = '<span class="katex">'
const closing = '</span>'

/**
 * A formula as KaTeX writes it, its inside as one piece of HTML: as elements it would be most of a page's tree, through
 * which every later step would walk. Its TeX stands in `data`, for those who want its text.
 */
function typeset(tex: string, html: string, isDisplay: boolean): Element {
  const end = html.length - closing.length * (isDisplay ? 2 : 1)
  const inside = { type: 'raw', value: html.slice(html.indexOf(opening) + opening.length, end) } as const
  const formula: Element = { ...element('span', { className: ['katex'] }, inside), data: { tex } as ElementData }
  return isDisplay ? element('span', { className: ['katex-display'] }, formula) : formula
}

/** A formula that KaTeX refuses, as it is written. */
function refused(tex: string, error: Error | undefined): Element {
  const properties = { className: ['katex-error'], title: String(error), style: 'color:#cc0000' }
  return element('span', properties, { type: 'text', value: tex })
}

function placeOf({ position, children: [code] }: Element, offset: number, { source }: Document): Place {
  const start = position?.start
  if (start?.offset === undefined || code?.type !== 'text') return start ?? { line: 1, column: 1 }
  const { tex = code.value } = (code.data ?? {}) as { tex?: string }
  return placeInFormula(tex, offset, { ...start, offset: start.offset }, source)
}
