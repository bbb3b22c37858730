import { type Comment, parseSync, type Program as Syntax } from 'oxc-parser'
import type { Place } from '../report/problem.ts'

export type { Syntax }

export interface SyntaxProblem {
  readonly offset: number
  readonly reason: string
}

/** Parses TypeScript; all syntax errors are returned, none is thrown. Offsets are UTF-16 code units. */
export function parseTypeScript(source: string): { syntax: Syntax; comments: Comment[]; problems: SyntaxProblem[] } {
  const { program, comments, errors } = parseSync('module.ts', source, { lang: 'ts', sourceType: 'module' })
  const problems = errors
    .filter(({ severity }) => severity === 'Error')
    .map(({ message, labels, helpMessage }) => ({
      offset: labels[0]?.start ?? 0,
      reason: `invalid TypeScript; ${message.charAt(0).toLowerCase()}${message.slice(1)}${helpMessage ? ` (${helpMessage})` : ''}`,
    }))
  return { syntax: program, comments, problems }
}

/** Line and column, from 1, of an offset. */
export function placeAt(source: string, offset: number): Place {
  const before = source.slice(0, offset)
  const start = before.lastIndexOf('\n') + 1
  let line = 1
  for (let at = before.indexOf('\n'); at !== -1; at = before.indexOf('\n', at + 1)) line++
  return { line, column: offset - start + 1 }
}
