import type { Element, Root } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import katex from 'katex'
import { LineCounter, type Node, parseDocument } from 'yaml'
import { z } from 'zod'
import { visit } from '../report/visit.ts'
import type { Table } from './output.ts'
import { cleanText } from './text.ts'

/** A Jupyter notebook as it was stored: its cells with their outputs. Nothing of it is run. */
export interface Notebook {
  readonly language: string
  readonly cells: readonly NotebookCell[]
}

export interface NotebookCell {
  readonly kind: 'code' | 'markdown' | 'raw'
  readonly source: string
  readonly outputs: readonly NotebookOutput[]
}

export type NotebookOutput =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'table'; readonly table: Table }
  /** TeX that KaTeX can read. */
  | { readonly kind: 'formula'; readonly tex: string }
  /** As an address that holds the picture: pictures cannot run scripts. */
  | { readonly kind: 'image'; readonly address: string }

export interface NotebookProblem {
  readonly line: number
  readonly column: number
  readonly reason: string
}

const text = z
  .union([z.string(), z.array(z.string())])
  .transform(value => (Array.isArray(value) ? value.join('') : value))
const bundle = z.record(z.string(), z.unknown())
type Bundle = Readonly<Record<string, unknown>>
const output = z.discriminatedUnion('output_type', [
  z.object({ output_type: z.literal('stream'), name: z.string(), text }),
  z.object({ output_type: z.literal('display_data'), data: bundle }),
  z.object({ output_type: z.literal('execute_result'), data: bundle }),
  z.object({ output_type: z.literal('error'), ename: z.string(), evalue: z.string(), traceback: z.array(z.string()) }),
])
const cell = z.discriminatedUnion('cell_type', [
  z.object({ cell_type: z.literal('code'), source: text, outputs: z.array(output) }),
  z.object({ cell_type: z.literal('markdown'), source: text, attachments: z.record(z.string(), bundle).optional() }),
  z.object({ cell_type: z.literal('raw'), source: text }),
])
const schema = z.object({
  nbformat: z.literal(4, 'version 4 is expected: jupyter nbconvert --to notebook --nbformat 4 brings it up to date'),
  nbformat_minor: z.number(),
  metadata: z.object({
    language_info: z.object({ name: z.string() }).optional(),
    kernelspec: z.object({ language: z.string().optional() }).optional(),
  }),
  cells: z.array(cell),
})

/** Reads a notebook of nbformat 4; what is wrong with it is named by its place in the JSON, or by the path to it. */
export function readNotebook(source: string): { notebook?: Notebook; problems: NotebookProblem[] } {
  let data: unknown
  try {
    data = JSON.parse(source)
  } catch {
    // What JSON.parse says of the place differs between versions of Node.
    const [error] = parseDocument(source, { schema: 'json', prettyErrors: false }).errors
    const before = source.slice(0, error?.pos[0] ?? 0).split('\n')
    const place = { line: before.length, column: before.at(-1)!.length + 1 }
    return { problems: [{ ...place, reason: 'invalid notebook; it is not JSON from here on' }] }
  }
  const parsed = schema.safeParse(data)
  if (!parsed.success) {
    const placeOf = createLocator(source)
    const problems = parsed.error.issues.slice(0, 10).map(({ path, message }) => ({
      ...placeOf(path),
      reason: `invalid notebook; ${path.join('.') || 'file'}: ${message.charAt(0).toLowerCase()}${message.slice(1)}`,
    }))
    return { problems }
  }
  const { metadata, cells } = parsed.data
  const language = metadata.language_info?.name ?? metadata.kernelspec?.language ?? 'python'
  return {
    problems: [],
    notebook: {
      language,
      cells: cells.map(one => ({
        kind: one.cell_type,
        source: one.cell_type === 'markdown' ? attach(one.source, one.attachments ?? {}) : one.source,
        outputs: one.cell_type === 'code' ? one.outputs.flatMap(toOutputs) : [],
      })),
    },
  }
}

/** Finds the line and column of a value of JSON, or of what it is missing in. */
function createLocator(source: string): (path: readonly PropertyKey[]) => { line: number; column: number } {
  const lines = new LineCounter()
  const document = parseDocument(source, { schema: 'json', prettyErrors: false, lineCounter: lines })
  return path => {
    for (let length = path.length; length >= 0; length--) {
      const node = length ? document.getIn(path.slice(0, length), true) : document.contents
      const offset = (node as Node | null | undefined)?.range?.[0]
      if (offset === undefined) continue
      const { line, col } = lines.linePos(offset)
      return { line, column: col }
    }
    return { line: 1, column: 1 }
  }
}

/** Puts the pictures that a cell of text brings along in the place of their names. */
function attach(source: string, attachments: Readonly<Record<string, Bundle>>): string {
  return source.replace(/\(attachment:([^()\s]+)/g, (written, name: string) => {
    const picture = Object.hasOwn(attachments, name) ? pictureOf(attachments[name]!) : undefined
    return picture ? `(${picture}` : written
  })
}

function toOutputs(stored: z.infer<typeof output>): NotebookOutput[] {
  switch (stored.output_type) {
    case 'stream':
      return [{ kind: 'text', text: cleanText(stored.text) }]
    case 'error': {
      const trace = stored.traceback.length ? stored.traceback.join('\n') : `${stored.ename}: ${stored.evalue}`
      return [{ kind: 'error', text: cleanText(trace) }]
    }
    default:
      return [fromBundle(stored.data)].filter(found => found !== undefined)
  }
}

/** The best that is safe to show: a picture, a table out of HTML, else plain text. */
function fromBundle(data: Bundle): NotebookOutput | undefined {
  const read = (mime: string) => textIn(data, mime)
  const picture = pictureOf(data)
  if (picture) return { kind: 'image', address: picture }
  const svg = read('image/svg+xml')
  if (svg) return { kind: 'image', address: `data:image/svg+xml,${encodeURIComponent(svg)}` }
  const html = read('text/html')
  const table = html === undefined ? undefined : findTable(html)
  if (table) return { kind: 'table', table }
  const tex = texOf(read('text/latex'))
  if (tex !== undefined) return { kind: 'formula', tex }
  const plain = read('text/plain') ?? read('text/markdown') ?? read('text/latex') ?? html
  return plain === undefined ? undefined : { kind: 'text', text: cleanText(plain) }
}

function textIn(data: Bundle, mime: string): string | undefined {
  return Object.hasOwn(data, mime) ? text.safeParse(data[mime]).data : undefined
}

/** The address that holds a picture of pixels. */
function pictureOf(data: Bundle): string | undefined {
  for (const mime of ['image/png', 'image/jpeg', 'image/gif', 'image/webp']) {
    const bytes = textIn(data, mime)?.replace(/\s/g, '')
    if (bytes && /^[A-Za-z0-9+/]+=*$/.test(bytes)) return `data:${mime};base64,${bytes}`
  }
  return undefined
}

/** What a formula between dollars holds, if KaTeX can read it and it does nothing else; otherwise plain text is shown. */
function texOf(latex: string | undefined): string | undefined {
  const [, , tex] = /^\s*(\${1,2})([^$]+)\1\s*$/.exec(latex ?? '') ?? []
  if (
    tex === undefined ||
    tex.length > 10_000 ||
    /\\(?:href|url|html\w*|includegraphics|(?:err)?message|show)\b/.test(tex)
  )
    return undefined
  try {
    katex.renderToString(tex, { displayMode: true, strict: false, maxExpand: 1000 })
    return tex.trim()
  } catch {
    return undefined
  }
}

/** The texts of the first table in HTML, such as that of a data frame; nothing else of the HTML is kept. */
function findTable(html: string): Table | undefined {
  const rows: string[][] = []
  let found: Element | undefined
  visit(fromHtml(html, { fragment: true }), 'element', element => {
    if (element.tagName === 'table') found ??= element
  })
  if (!found) return undefined
  visit(found, 'element', element => {
    if (element.tagName !== 'tr') return
    const cells = element.children.filter(child => child.type === 'element' && /^t[hd]$/.test(child.tagName))
    rows.push(cells.map(child => cleanText(contentOf(child as Element).trim())))
  })
  const [columns, ...body] = rows
  return columns && { columns, rows: body.map(row => columns.map((_, k) => row[k] ?? '')) }
}

function contentOf(node: Element | Root): string {
  return node.children
    .map(child => (child.type === 'text' ? child.value : child.type === 'element' ? contentOf(child) : ''))
    .join('')
}
