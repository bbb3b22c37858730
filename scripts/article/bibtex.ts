import { Lines } from '../report/lines.ts'
import { suggestion } from '../report/spelling.ts'

/** An entry of a BibTeX file. */
export interface BibEntry {
  readonly key: string
  /** `article`, in lower case. */
  readonly type: string
  /** By name in lower case; TeX as it is written, strings and `#` resolved. */
  readonly fields: Readonly<Record<string, string>>
  readonly line: number
}

export interface BibProblem {
  readonly line: number
  readonly column: number
  readonly reason: string
}

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

/**
 * Reads BibTeX as Patashnik describes it (btxdoc, 1988): entries in braces or parentheses, values in braces, quotes,
 * digits or names of `@string`s, joined by `#`; what stands between entries is a comment. After a mistake it goes on
 * with the next line that begins an entry, so that all mistakes are found.
 */
export function parseBibtex(text: string): { entries: Map<string, BibEntry>; problems: BibProblem[] } {
  const entries = new Map<string, BibEntry>()
  const problems: BibProblem[] = []
  const lines = new Lines(text)
  const strings = new Map(months.map((month, k) => [month, String(k + 1)]))
  let at = 0

  class Mistake extends Error {
    readonly offset: number
    constructor(offset: number, reason: string) {
      super(reason)
      this.offset = offset
    }
  }
  const skipSpace = () => {
    at += /^\s*/.exec(text.slice(at, at + 10_000))![0].length
  }
  const expect = (character: string, what: string) => {
    skipSpace()
    if (text[at] !== character) throw new Mistake(at, `missing ${character}: ${what}`)
    at++
  }
  const word = () => {
    skipSpace()
    const [found] = /^[^\s"#%'(),={}]*/.exec(text.slice(at, at + 500))!
    at += found.length
    return found
  }

  const begin = /@\s*([A-Za-z]+)\s*([{(])/g
  for (;;) {
    begin.lastIndex = at
    const found = begin.exec(text)
    if (!found) break
    at = found.index + found[0].length
    try {
      readEntry(found[1]!.toLowerCase(), found[2] === '{' ? '}' : ')', found.index)
    } catch (error) {
      if (!(error instanceof Mistake)) throw error
      problems.push({ ...lines.placeAt(error.offset), reason: error.message })
      const next = text[at] === '@' ? at : text.slice(at).search(/\n[ \t]*@/) + at
      at = next < at ? text.length : next
    }
  }
  return { entries, problems }

  function readEntry(type: string, close: string, start: number): void {
    if (type === 'comment') {
      at--
      readBraced(start, close)
      return
    }
    if (type === 'preamble') {
      readValue(start)
      expect(close, 'the @preamble is not closed')
      return
    }
    if (type === 'string') {
      const name = word().toLowerCase()
      expect('=', '@string{name = "text"}')
      strings.set(name, readValue(start))
      expect(close, 'the @string is not closed')
      return
    }
    const key = word()
    if (key === '') throw new Mistake(at, `missing key: @${type}{key, title = {…}}`)
    const fields: Record<string, string> = Object.create(null)
    for (;;) {
      skipSpace()
      if (text[at] === close) break
      if (text[at] === '@' || at === text.length) throw new Mistake(start, 'missing }: the entry is not closed')
      if (text[at] !== ',') throw new Mistake(at, `missing comma: between the fields of ${key}`)
      at++
      skipSpace()
      if (text[at] === close) break
      const offset = at
      const name = word().toLowerCase()
      if (name === '') throw new Mistake(offset, `missing field: name = {value} is expected in ${key}`)
      expect('=', `${name} = {…} is expected in ${key}`)
      if (name in fields) problems.push({ ...lines.placeAt(offset), reason: `doubled field: ${name} of ${key}` })
      fields[name] = readValue(start)
    }
    at++
    const other = entries.get(key)
    if (other) problems.push({ ...lines.placeAt(start), reason: `doubled key: ${key}; also on line ${other.line}` })
    else entries.set(key, { key, type, fields: { ...fields }, line: lines.placeAt(start).line })
  }

  function readValue(start: number): string {
    let value = ''
    for (;;) {
      skipSpace()
      const offset = at
      if (text[at] === '{') value += readBraced(start, '}')
      else if (text[at] === '"') value += readQuoted(start)
      else {
        const name = word()
        if (name === '') throw new Mistake(offset, 'missing value: text in braces or quotes, or a number')
        const known = strings.get(name.toLowerCase())
        if (known === undefined && !/^\d+$/.test(name))
          throw new Mistake(
            offset,
            `unknown string: ${name}${suggestion(name, strings.keys()) || '; write text in braces'}`,
          )
        value += known ?? name
      }
      skipSpace()
      if (text[at] !== '#') return value
      at++
    }
  }

  function readBraced(start: number, close: string): string {
    const first = ++at
    for (let depth = 1; at < text.length; at++) {
      const character = text[at]
      if (character === '\\') at++
      else if (character === '{') depth++
      else if ((close === '}' || depth === 1 ? character === close : character === '}') && --depth === 0)
        return text.slice(first, at++)
      else if (character === '\n' && /^\n[ \t]*@\w+\s*\{/.test(text.slice(at, at + 60))) break
    }
    throw new Mistake(start, 'missing }: the entry is not closed')
  }

  function readQuoted(start: number): string {
    const first = ++at
    for (let depth = 0; at < text.length; at++) {
      const character = text[at]
      if (character === '\\') at++
      else if (character === '{') depth++
      else if (character === '}') depth--
      else if (character === '"' && depth === 0) return text.slice(first, at++)
      else if (character === '\n' && /^\n[ \t]*@\w+\s*\{/.test(text.slice(at, at + 60))) break
    }
    throw new Mistake(start, 'missing ": the entry is not closed')
  }
}

const marks: Readonly<Record<string, string>> = {
  '`': '\u0300',
  "'": '\u0301',
  '^': '\u0302',
  '~': '\u0303',
  '=': '\u0304',
  u: '\u0306',
  '.': '\u0307',
  '"': '\u0308',
  r: '\u030a',
  H: '\u030b',
  v: '\u030c',
  d: '\u0323',
  c: '\u0327',
  k: '\u0328',
}
const letters: Readonly<Record<string, string>> = {
  ss: 'ß',
  ae: 'æ',
  AE: 'Æ',
  oe: 'œ',
  OE: 'Œ',
  o: 'ø',
  O: 'Ø',
  aa: 'å',
  AA: 'Å',
  l: 'ł',
  L: 'Ł',
  i: 'ı',
  j: 'ȷ',
}

/** TeX as plain text: accents composed, dashes and spaces as they are printed, other commands and braces left out. */
export function plainText(tex: string): string {
  return tex
    .replace(/\\([`'^~="])\s*(?:\{\s*(\\?[A-Za-z])\s*\}|(\\?[A-Za-z]))/g, accent)
    .replace(/\\([uvHcdkr.])(?:\{\s*(\\?[A-Za-z])\s*\}|\s+(\\?[A-Za-z]))/g, accent)
    .replace(/\\(ss|ae|AE|oe|OE|aa|AA|[oOlLij])(?![A-Za-z])(?:\{\}|\s*)/g, (_, name: string) => letters[name]!)
    .replace(/\\([&%$#_{}])/g, (_, character: string) =>
      character === '{' ? '\u0001' : character === '}' ? '\u0002' : character,
    )
    .replace(/\\[A-Za-z]+\*?\s*|\\[^A-Za-z]/g, '')
    .replace(/[{}]/g, '')
    .replaceAll('\u0001', '{')
    .replaceAll('\u0002', '}')
    .replaceAll('---', '—')
    .replaceAll('--', '–')
    .replaceAll('~', '\u00a0')
    .replace(/[ \t\r\n]+/g, ' ')
    .trim()
    .normalize('NFC')
}

function accent(_: string, mark: string, inBraces: string | undefined, bare: string | undefined): string {
  return (inBraces ?? bare ?? '').replace(/^\\/, '') + marks[mark]!
}
