import type { Place } from '../problem.ts'
import type { Report } from './divisions.ts'
import type { Value } from './literal.ts'

const pattern = /\{\{[^{}]*\}\}/g

export function fillHtml(
  html: string,
  place: Place,
  lookUp: (name: string) => Value | undefined,
  report: Report,
): string {
  return html.replace(pattern, written => {
    const value = insert(written, place, lookUp, report)
    return value === undefined ? written : encodeHtml(value)
  })
}

/** The name in `{{fill name}}`. */
export function variableOf(written: string): string | undefined {
  return /^\{\{\s*fill\s+([^\s{}]+)\s*\}\}$/.exec(written)?.[1]
}

/** What the page makes of the `{{fill name}}` that its files do not know. */
export function fillLate(
  text: string,
  lookUp: (name: string) => Value | undefined,
  warn: (reason: string) => void,
  encode: (text: string) => string,
): string {
  return text.replace(pattern, written => {
    const name = variableOf(written)
    if (name === undefined) return written
    const value = lookUp(name)
    if (value === undefined || value === null) {
      warn(`unknown variable: ${name}; it stays as text`)
      return written
    }
    return encode(textOf(value))
  })
}

/** A text as it stands in HTML. */
export function encodeHtml(text: string): string {
  return text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)
}

/** The text that `{{fill name}}` stands for; undefined if it stays as it is. */
export function insert(
  written: string,
  place: Place,
  lookUp: (name: string) => Value | undefined,
  report: Report,
): string | undefined {
  const [name] = written.slice(2, -2).trim().split(/\s+/)
  if (name === 'insert') {
    report.error(
      place,
      `unsupported ${written}; parts of pages are written \\textinput{path}, layouts stand in templates/`,
    )
    return undefined
  }
  const variable = variableOf(written)
  if (variable === undefined) {
    report.warn(place, `not understood: ${written}; it stays as text`)
    return undefined
  }
  const value = lookUp(variable)
  if (value === undefined || value === null) return undefined
  return textOf(value)
}

function textOf(value: Value): string {
  return Array.isArray(value) ? value.flat(9).join(', ') : String(value)
}
