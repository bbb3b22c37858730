import { z } from 'zod'

/** What a report says of itself between the `---` lines at its top. */
export const frontMatterSchema = z.strictObject({
  title: z.string().min(1).optional(),
  description: z.string().optional(),
  /** A BCP 47 tag such as `ja` or `en`. */
  language: z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language tag such as "ja" or "en" is expected')
    .optional(),
  date: z.iso.date('a date such as "2026-01-31" is expected').optional(),
  authors: z.array(z.string()).optional(),
  /** A BibTeX file with the works that the page cites, from where the page lies. */
  references: z.string().min(1).optional(),
  tags: z.array(z.string()).optional(),
  dialect: z.enum(['markdown', 'franklin']).optional(),
  /** A draft is checked like any page, but not published. */
  draft: z.boolean().optional(),
  /** Position among its siblings in the navigation: small numbers first; without one, by title. */
  order: z.number().optional(),
})

export type Dialect = 'markdown' | 'franklin'

export type FrontMatter = z.infer<typeof frontMatterSchema>

const known = Object.keys(frontMatterSchema.shape)
const field = /^\s*(?:"([^"]*)"|'([^']*)'|([\p{L}_][\p{L}\p{N}_-]*))\s*:(?:\s|$)/u

/** What is wrong with a front matter block that is none for the parser: Markdown makes a line and a heading of it. */
export function findBrokenFrontMatter(lines: readonly string[]): { line: number; reason: string } | undefined {
  const begin = lines.findIndex(text => text.trim() !== '')
  const fence = lines[begin] ?? ''
  const language = /^---([A-Za-z][\w+-]*)\s*$/.exec(fence)?.[1]
  if (begin === 0 && language)
    return { line: 1, reason: `unknown front matter language: ${language}; YAML between --- lines is expected` }
  if (!/^\s{0,3}\uFEFF?-{3,}\s*$/.test(fence)) return undefined
  const next = lines.findIndex((text, k) => k > begin && !/^\s*(#.*)?$/.test(text))
  const [matched, ...names] = field.exec(lines[next] ?? '') ?? []
  const isKnown = names.some(name => name !== undefined && known.includes(name))
  if (matched === undefined || !(isKnown || (begin === 0 && next === 1))) return undefined
  const line = begin + 1
  if (begin > 0 || !/^---\s*$/.test(fence))
    return { line, reason: 'invalid front matter; it begins with --- on the first line, at the margin' }
  return { line, reason: 'missing ---: the front matter is not closed' }
}
