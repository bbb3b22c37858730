import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { decodeText } from '../report/encoding.ts'
import type { Dialect } from '../report/front-matter.ts'
import { type Macros, macroName } from '../report/macros.ts'
import type { Problems } from '../report/problem.ts'
import { readYaml } from '../report/yaml.ts'
import { type FranklinSite, readFranklinSite, siteSettings } from './franklin.ts'

/** Everything about a site that is not in its reports, after defaults. */
export interface Config {
  readonly title: string
  readonly description?: string
  readonly language: string
  /** Whether that was said; otherwise pages in Japanese are told by their letters. */
  readonly hasLanguage: boolean
  /** Where the site is published, such as `https://example.org`. */
  readonly url?: string
  /** Path under which it is published: begins and ends with `/`. */
  readonly base: string
  readonly authors: readonly string[]
  /** Commands for the formulas of all pages, by name: `\\R` → `\\mathbb{R}`. */
  readonly macros: Macros
  /** That of reports which do not say. */
  readonly dialect: Dialect
  /** The site, if it was written for Franklin. */
  readonly franklin?: FranklinSite
  /** Whether warnings are errors. Default: false. */
  readonly strict: boolean
  readonly limits: Limits
}

/** What a report may ask of the machine; reached limits are errors where they were reached. */
export interface Limits {
  /** Seconds of a run. Default 600. */
  readonly seconds: number
  /** Seconds of all cells of a file together. Default 60, at most `seconds`. */
  readonly cellSeconds: number
  /** Bytes of memory of a child process, typed arrays and WebAssembly included. Default 2 GiB. */
  readonly memory: number
  /** Bytes kept of printed output. Default 1 MiB. */
  readonly printed: number
  /** Bytes of a run's records and result. Default 16 MiB. */
  readonly result: number
  /** How deep reports may include each other. Default 20. */
  readonly includeDepth: number
  /** How many files a page may include. Default 200. */
  readonly includes: number
  /** Bytes of a page's sources, included files counted each time. Default 10 MB. */
  readonly pageBytes: number
  /** Characters of a formula. Default 20,000. */
  readonly formula: number
}

export const configName = 'backprose.yml'

const units: Record<string, number> = {
  '': 1,
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
}
const bytes = z.union([z.number().int().positive(), z.string()]).transform((value, context) => {
  const [, amount, unit] = /^(\d+(?:\.\d+)?) ?([kKMG]?i?B?)$/.exec(String(value)) ?? []
  if (amount !== undefined && unit! in units) return Number(amount) * units[unit!]!
  context.addIssue({ code: 'custom', message: 'a size such as "2 GiB" or "500 MB" is expected' })
  return z.NEVER
})
const count = z.number().int().positive()

const schema = z.strictObject({
  title: z.string().optional(),
  description: z.string().optional(),
  language: z.string().optional(),
  url: z.url({ protocol: /^https?$/, error: 'an address such as "https://example.org" is expected' }).optional(),
  base: z
    .string()
    .regex(/^\/(.*\/)?$/, 'a path that begins and ends with / is expected')
    .optional(),
  authors: z.array(z.string()).optional(),
  dialect: z.enum(['markdown', 'franklin']).optional(),
  macros: z.record(z.string().regex(macroName, 'names such as "\\R" are expected'), z.string()).optional(),
  strict: z.boolean().optional(),
  limits: z
    .strictObject({
      seconds: z.number().positive(),
      cellSeconds: z.number().positive(),
      memory: bytes,
      printed: bytes,
      result: bytes,
      includeDepth: count,
      includes: count,
      pageBytes: bytes,
      formula: count,
    })
    .partial()
    .optional(),
})

/** Reads `backprose.yml` and Franklin's `config.md`; a site without them has sensible defaults. */
export function loadConfig(workingDirectory: string, content: string, problems: Problems): Config {
  const franklin = readFranklinSite(workingDirectory, content, problems)
  const path = join(workingDirectory, configName)
  const read = existsSync(path)
    ? readYaml(decodeText(readFileSync(path), configName, problems), schema)
    : { value: {}, problems: [] }
  for (const { place, rule, reason } of read.problems) problems.error(configName, place, rule, reason)
  const {
    title = 'Reports',
    language,
    base = '/',
    authors = [],
    macros = {},
    dialect = franklin ? 'franklin' : 'markdown',
    limits = {},
    strict = false,
    description,
    url,
  } = { ...(franklin && siteSettings(franklin)), ...read.value }
  const seconds = limits.seconds ?? 600
  return {
    title,
    language: language ?? 'en',
    hasLanguage: language !== undefined,
    base,
    authors,
    macros,
    dialect,
    strict,
    ...(franklin && { franklin }),
    ...(description !== undefined && { description }),
    ...(url !== undefined && { url }),
    limits: {
      seconds,
      cellSeconds: limits.cellSeconds ?? Math.min(60, seconds),
      memory: limits.memory ?? 2 * 2 ** 30,
      printed: limits.printed ?? 2 ** 20,
      result: limits.result ?? 16 * 2 ** 20,
      includeDepth: limits.includeDepth ?? 20,
      includes: limits.includes ?? 200,
      pageBytes: limits.pageBytes ?? 10e6,
      formula: limits.formula ?? 20_000,
    },
  }
}
