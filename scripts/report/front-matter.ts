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
