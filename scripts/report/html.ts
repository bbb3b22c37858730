/** What an attribute of raw HTML says, and where in the HTML. */
export interface HtmlVisitor {
  /** The address to write in the place of the author's. */
  readonly url: (url: string, tagName: string, offset: number) => string
  readonly id: (id: string, offset: number) => void
}

const opening = /<!--|<(?=[A-Za-z])/g
const tag = /<([A-Za-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/y
const attribute = /([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?/g
const addresses = new Set(['href', 'src', 'poster', 'data'])

/**
 * Rewrites the addresses in raw HTML; everything else stays as it is, byte for byte. Comments are left alone, what
 * scripts hold, and what follows a tag that nothing closes: to a browser it is no markup.
 */
export function rewriteHtml(html: string, visitor: HtmlVisitor): string {
  const written: string[] = []
  let done = 0
  for (let at = find(opening, html, 0); at !== undefined; at = find(opening, html, done)) {
    const { end, text } = readPart(html, at, visitor)
    written.push(html.slice(done, at), text ?? html.slice(at, end))
    done = end
  }
  return written.join('') + html.slice(done)
}

function find(pattern: RegExp, html: string, from: number): number | undefined {
  pattern.lastIndex = from
  return pattern.exec(html)?.index
}

/** A comment, a tag, or a script with what it holds: where it ends, and what is to be written for it if that is not the same. */
function readPart(html: string, at: number, visitor: HtmlVisitor): { end: number; text?: string } {
  if (html.startsWith('<!--', at)) {
    const close = html.indexOf('-->', at)
    return { end: close === -1 ? html.length : close + 3 }
  }
  tag.lastIndex = at
  const found = tag.exec(html)
  if (!found) return { end: html.length }
  const [written, tagName, attributes] = found as unknown as [string, string, string]
  const inside = at + written.length
  const text = `<${tagName}${rewriteAttributes(tagName, attributes, at + 1 + tagName.length, visitor)}>`
  if (!/^(?:script|style)$/i.test(tagName)) return { end: inside, text }
  const end = find(new RegExp(`</${tagName}\\s*>`, 'gi'), html, inside) ?? html.length
  return { end, text: text + html.slice(inside, end) }
}

function rewriteAttributes(tagName: string, attributes: string, start: number, { url, id }: HtmlVisitor): string {
  return attributes.replace(attribute, (all: string, name: string, quoted: string | undefined, offset: number) => {
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
}

function decode(value: string): string {
  return value.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
}

function encode(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
}
