import type { Directive, Directives } from './directive.ts'
import { closest } from './spelling.ts'

/** The directives of the dialect. */
export const directives: Directives = {
  answers: { place: 'line', arity: [0, 1], expects: 'the name of the tags, such as {確認テスト}, or nothing' },
  bibliography: { place: 'line', arity: [0, 0], expects: 'nothing: `references:` in the front matter names the file' },
  cite: { place: 'text', arity: [1, 1], expects: 'one work: [@key]' },
  eqref: { place: 'text', arity: [1, 1], expects: 'one label' },
  label: { place: 'text', arity: [1, 1], expects: 'one label' },
  newcommand: { place: 'line', arity: [2, 2], expects: 'a name and a body: \\newcommand{\\R}{\\mathbb{R}}' },
  output: { place: 'line', arity: [1, 1], expects: 'the id of one cell' },
  ref: { place: 'text', arity: [1, 1], expects: 'one label' },
  textinput: { place: 'line', arity: [1, 1], expects: 'one path' },
  toc: { place: 'line', arity: [0, 1], expects: 'nothing, or {min=2 max=4}' },
}

/** Those that Franklin's dialect has besides. */
export const franklinDirectives: Directives = {
  ...directives,
  fig: { place: 'text', arity: [1, 1], expects: 'one path' },
  figalt: { place: 'text', arity: [2, 2], expects: 'a description and a path' },
  file: { place: 'text', arity: [2, 2], expects: 'a text and a path' },
  input: { place: 'line', arity: [2, 2], expects: 'a language and a path' },
  tableinput: { place: 'line', arity: [2, 2], expects: 'a header, which may be empty, and a path' },
  tableofcontents: { place: 'line', arity: [0, 0], expects: 'nothing' },
}

/** What is wrong with a directive, if anything: its name, its place or the number of its arguments. */
export function checkDirective({ name, args, block, problem }: Directive, known: Directives): string | undefined {
  const form = known[name]
  if (!form) return `unknown directive: \\${name}${explain(name, known)}`
  if (problem) return problem
  if (!block && form.place === 'line') return `invalid \\${name}; it stands alone on its line`
  const { arity, expects } = form
  return args.length < arity[0] || args.length > arity[1]
    ? `invalid \\${name}; it takes ${expects}; found ${args.length} arguments in braces`
    : undefined
}

function explain(name: string, known: Directives): string {
  if (/^(renew|provide)command$|^DeclareMathOperator$/.test(name)) return '; \\newcommand defines macros'
  const near = closest(name, [...Object.keys(known), 'claim'])
  if (near === undefined && Object.hasOwn(franklinDirectives, name))
    return "; it is Franklin's: `dialect: franklin` in the front matter allows it"
  return near ? `; did you mean "\\${near}"?` : `; formulas stand between $ and $, and \\\\${name} shows it as text`
}
