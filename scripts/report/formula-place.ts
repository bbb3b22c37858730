import type { Place } from './problem.ts'

/** Where something begins in a file. */
export interface Start extends Place {
  readonly offset: number
}

/** The place of an offset in a formula that begins, with its dollars, at `start`. */
export function placeInFormula(formula: string, offset: number, start: Start, source: string): Place {
  const begin = start.offset + /^(?:\\\[|[$\s])*/.exec(source.slice(start.offset, start.offset + 1000))![0].length
  const at = follow(source, begin - formula.search(/\S|$/), formula, Math.min(offset, formula.length))
  if (at !== undefined) {
    const before = source.slice(start.offset, at).split('\n')
    const line = start.line + before.length - 1
    return { line, column: (before.length === 1 ? start.column : 1) + before.at(-1)!.length }
  }
  // In lists and quotes the source has prefixes that the formula lacks: its line is looked for behind them.
  const lines = formula.slice(0, offset).split('\n')
  const skipped = source.slice(start.offset, begin).split('\n').length - 1 + lines.length - 1
  let from = start.offset - (start.column - 1)
  for (let k = 0; k < skipped; k++) from = source.indexOf('\n', from) + 1
  const written = source.slice(from, source.indexOf('\n', from) + 1 || undefined)
  const prefix = Math.max(0, written.indexOf(formula.split('\n')[lines.length - 1]!))
  return { line: start.line + skipped, column: prefix + lines.at(-1)!.length + 1 }
}

/** Where the offset of a formula stands in the source that it begins at; in a table a pipe is written `\|`. */
function follow(source: string, from: number, formula: string, offset: number): number | undefined {
  let at = from
  let found = from
  for (let k = 0; k < formula.length; k++) {
    if (formula[k] === '|' && source.startsWith('\\|', at)) at++
    if (source[at] !== formula[k]) return undefined
    at++
    if (k === offset - 1) found = at
  }
  return found
}
