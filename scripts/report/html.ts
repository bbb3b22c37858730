/** What an attribute of raw HTML says, and where in the HTML. */
export interface HtmlVisitor {
  /** The address to write in the place of the author's. */
  readonly url: (url: string, tagName: string, offset: number) => string
  readonly id: (id: string, offset: number) => void
}

const part =
  /<!--[\s\S]*?(?:-->|$)|<(script|style)\b[^>]*>[\s\S]*?(?:<\/\1\s*>|$)|<([A-Za-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi
const attribute = /([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?/g
const addresses = new Set(['href', 'src', 'poster', 'data'])

/** Rewrites the addresses in raw HTML; everything else stays as it is, byte for byte. Comments and scripts are left alone. */
export function rewriteHtml(html: string, { url, id }: HtmlVisitor): string {
  return html.replace(part, (whole: string, _raw: unknown, tagName: string | undefined, text: string, at: number) => {
    if (tagName === undefined) return whole
    const start = at + 1 + tagName.length
    const written = text.replace(attribute, (all: string, name: string, quoted: string | undefined, offset: number) => {
      if (quoted === undefined) return all
      const isQuoted = /^["']/.test(quoted)
      const value = decode(isQuoted ? quoted.slice(1, -1) : quoted)
      const place = start + offset + all.length - quoted.length + (isQuoted ? 1 : 0)
      const key = name.toLowerCase()
      if (key === 'id') id(value, place)
      else if (key === 'name' && tagName.toLowerCase() === 'a') id(value, place)
      const replacement = addresses.has(key)
        ? url(value.trim(), tagName.toLowerCase(), place)
        : key === 'srcset'
          ? value.replace(/(^|,)(\s*)([^\s,]+)/g, (_, comma, space, one) => comma + space + url(one, 'img', place))
          : value
      return replacement === value ? all : `${all.slice(0, all.length - quoted.length)}"${encode(replacement)}"`
    })
    return `<${tagName}${written}>`
  })
}

function decode(value: string): string {
  return value.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
}

function encode(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
}
