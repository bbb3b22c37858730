// Terminal sequences (CSI, OSC, the short ones), then what is left of the control characters but tab and newline.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const terminal = /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g
const bidirectional = /[\u202a-\u202e\u2066-\u2069]/g
const loneSurrogate = /\p{Surrogate}/gu

/**
 * Text as it may stand in a page: no terminal sequences or control characters, every line end a newline, characters
 * that reorder their neighbours spelled out (`\u202e`), lone surrogates as U+FFFD.
 */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(terminal, '')
    .replace(control, '')
    .replace(bidirectional, codePoint)
    .replace(loneSurrogate, '\ufffd')
}

const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** A string as a literal on one line, in whichever quotes it does not contain. */
export function quote(text: string): string {
  const mark = [`'`, `"`, '`'].find(mark => !text.includes(mark)) ?? `'`
  const body = text
    .replace(/[\\\n\r\t]/g, character => escapes[character]!)
    .replaceAll(mark, `\\${mark}`)
    .replace(control, codePoint)
    .replace(bidirectional, codePoint)
    .replace(loneSurrogate, codePoint)
  return mark + body + mark
}

function codePoint(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

// Beyond U+FFFF, where emoji and rare ideographs are, a character already counts as two.
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]/g

/** Columns the text takes in a fixed-width font, where East Asian characters take two. */
export function columns(text: string): number {
  return text.length + (text.match(wide)?.length ?? 0)
}
