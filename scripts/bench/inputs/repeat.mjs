// What grows: a part, as often as asked.

/** A site of one page. */
export const page = text => ({ 'index.md': text })

/** A site of one page in Franklin's dialect. */
export const franklin = text => page(`@def title = "A page"\n\n${text}`)

export const many = (n, part) =>
  Array.from({ length: Math.round(n) }, (_, k) => (typeof part === 'string' ? part : part(k)))
export const lines = (n, part) => `${many(n, part).join('\n')}\n`
export const blocks = (n, part) => `${many(n, part).join('\n\n')}\n`
export const line = (n, part) => `${many(n, part).join(' ')}\n`

/** Letters alone, as names of commands need them. */
export function name(k) {
  return String(k).replace(/\d/g, digit => 'abcdefghij'[digit])
}
