// Reports that grow with a number, one construct each: what they need of time should grow no faster. Where many things
// are looked up, equal or not closed, an algorithm that is fine for a page of text may not be.
import { structure } from './inputs/blocks.mjs'
import { directives } from './inputs/directives.mjs'
import { files } from './inputs/files.mjs'
import { formulas } from './inputs/formulas.mjs'
import { dialect } from './inputs/franklin.mjs'
import { attacks } from './inputs/hostile.mjs'
import { links } from './inputs/links.mjs'
import { text } from './inputs/text.mjs'
import { mixedReport } from './report.mjs'

/** By name: how large the smallest size is, what to write, and whether the report has errors. */
export const inputs = {
  'mixed report, lines': { size: 20_000, files: mixedReport },
  ...text,
  ...links,
  ...structure,
  ...formulas,
  ...directives,
  ...files,
  ...dialect,
  ...attacks,
}
