/** What a variable can hold: `"text"`, `3`, `true`, `Date(2021, 5, 6)` as `2021-05-06`, and lists of these. */
export type Value = string | number | boolean | null | readonly Value[]

export interface Assignment {
  readonly name: string
  /** Absent if the right side is no literal. */
  readonly value?: Value
  /** Offsets of the statement in the text. */
  readonly start: number
  readonly end: number
}

/**
 * Reads `name = value` statements of Julia, one a line or after `;`. Comments, blank lines and `using …` are passed over;
 * of anything else only the place is known.
 */
export function readAssignments(text: string): Assignment[] {
  const found: Assignment[] = []
  const lastComment = text.lastIndexOf('=#')
  let at = 0
  for (;;) {
    at = skipSpace(text, at, lastComment)
    if (at >= text.length) return found
    const [head, name] = /^([\p{L}_][\p{L}\p{N}_!]*)\s*=(?!=)\s*/u.exec(text.slice(at)) ?? []
    const parsed = head === undefined ? undefined : readValue(text, at + head.length)
    const isWhole = parsed && /^[^\S\n]*(#.*)?(;|\n|$)/.test(text.slice(parsed.end))
    const end = isWhole ? parsed.end : at + /^.*/.exec(text.slice(at))![0].length
    found.push({ name: name ?? '', ...(isWhole && { value: parsed.value }), start: at, end })
    at = end
  }
}

/**
 * Passes over blank lines, comments and `using …`.
 *
 * @param lastComment where the last comment of several lines ends, behind which none is looked for
 */
function skipSpace(text: string, start: number, lastComment: number): number {
  let at = start
  for (;;) {
    at += /^(?:[\s;]|(?:using|import)\s.*)*/.exec(text.slice(at))![0].length
    if (text[at] !== '#') return at
    const end = text[at + 1] === '=' && at + 2 <= lastComment ? text.indexOf('=#', at + 2) + 2 : text.indexOf('\n', at)
    at = end === -1 ? text.length : end
  }
}

interface Parsed {
  readonly value: Value
  readonly end: number
}

/** The literal that stands at an offset. */
function readValue(text: string, at: number, depth = 0): Parsed | undefined {
  const rest = text.slice(at)
  const end = (length: number) => at + length
  const [triple] = /^"""[\s\S]*?"""/.exec(rest) ?? []
  if (triple) return { value: resolveEscapes(triple.slice(3, -3).replace(/^\n/, '')), end: end(triple.length) }
  const [quoted] = /^"(?:[^"\\]|\\[\s\S])*"/.exec(rest) ?? []
  if (quoted)
    return isComputed(quoted) ? undefined : { value: resolveEscapes(quoted.slice(1, -1)), end: end(quoted.length) }
  const [raw] = /^raw"[^"]*"/.exec(rest) ?? []
  if (raw) return { value: raw.slice(4, -1), end: end(raw.length) }
  const [number] = /^[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\p{L}\p{N}_(])/u.exec(rest) ?? []
  if (number) return { value: Number(number.replaceAll('_', '')), end: end(number.length) }
  const [word] = /^(true|false|nothing)(?![\p{L}\p{N}_(])/u.exec(rest) ?? []
  if (word) return { value: word === 'nothing' ? null : word === 'true', end: end(word.length) }
  const [symbol, symbolName] = /^:([\p{L}_]+)/u.exec(rest) ?? []
  if (symbol) return { value: symbolName!, end: end(symbol.length) }
  const [date, ...parts] = /^(?:Dates\.)?Date\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?(?:,\s*(\d+)\s*)?\)/.exec(rest) ?? []
  if (date) {
    const [year, month = '1', day = '1'] = parts
    return {
      value: [year!.padStart(4, '0'), month.padStart(2, '0'), day.padStart(2, '0')].join('-'),
      end: end(date.length),
    }
  }
  const [open] = /^(?:[A-Z]\w*)?\[|^\(/.exec(rest) ?? []
  return open && depth < 20 ? readList(text, end(open.length), open === '(' ? ')' : ']', depth) : undefined
}

function readList(text: string, start: number, close: string, depth: number): Parsed | undefined {
  const values: Value[] = []
  let at = start
  const skip = (pattern: RegExp) => {
    at += pattern.exec(text.slice(at))![0].length
  }
  for (;;) {
    skip(/^(\s|#.*)*/)
    if (text[at] === close) return { value: values, end: at + 1 }
    const item = readValue(text, at, depth + 1)
    if (!item) return undefined
    values.push(item.value)
    at = item.end
    skip(/^(\s|#.*)*/)
    if (text[at] === ',' || text[at] === ';') at++
    else if (text[at] !== close) return undefined
  }
}

/** `"$name"` puts a value into a text, which is not ours to compute. */
function isComputed(quoted: string): boolean {
  return /(?<!\\)(?:\\\\)*\$[({\p{L}_]/u.test(quoted)
}

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r' }

function resolveEscapes(text: string): string {
  return text.replace(/\\([\s\S])/g, (_, character: string) => escapes[character] ?? character)
}
