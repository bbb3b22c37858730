import type { Point } from 'unist'
import type { VFile } from 'vfile'
import { escapeControls } from './control.ts'

/** Something wrong in the author's files: where, what, and what to do. Fatal problems keep the site from being published. */
export interface Problem {
  /** Path as the author would type it, from the working directory. */
  readonly path: string
  readonly line: number
  readonly column: number
  /** Stable name of the kind of problem, such as `missing-file`. */
  readonly rule: string
  readonly reason: string
  readonly fatal: boolean
}

export interface Place {
  readonly line: number
  readonly column: number
}

export function pointAt(place: Place): Point {
  return { line: place.line, column: place.column }
}

const notices: ReadonlySet<string> = new Set(['lock', 'changed-input'])

/** Collects problems of many files: each once, in the order of their places. */
export class Problems {
  readonly #seen = new Map<string, Problem>()
  readonly #included = new Map<string, Place & { readonly path: string }>()
  #fatal = false

  add(problem: Problem): void {
    const key = `${problem.path}\0${problem.line}\0${problem.column}\0${problem.reason}`
    if (!this.#seen.has(key)) this.#seen.set(key, problem)
    this.#fatal ||= problem.fatal
  }

  error(path: string, place: Place, rule: string, reason: string): void {
    this.add({ path, line: place.line, column: place.column, rule, reason, fatal: true })
  }

  warn(path: string, place: Place, rule: string, reason: string): void {
    this.add({ path, line: place.line, column: place.column, rule, reason, fatal: false })
  }

  /** Makes every warning about the reports an error; what is said of runs and of the build itself stays what it is. */
  failOnWarnings(): void {
    for (const [key, problem] of this.#seen)
      if (!problem.fatal && !notices.has(problem.rule)) {
        this.#seen.set(key, { ...problem, fatal: true })
        this.#fatal = true
      }
  }

  /** Remembers by which line a file that is no page of its own comes into one: its problems say so. */
  includedAt(path: string, by: Place & { readonly path: string }): void {
    if (!this.#included.has(path)) this.#included.set(path, by)
  }

  #chain(path: string): string {
    const chain: string[] = []
    for (let by = this.#included.get(path); by && chain.length < 20; by = this.#included.get(by.path))
      chain.push(`${by.path}:${by.line}:${by.column}`)
    return chain.length ? ` (included at ${chain.join(', that at ')})` : ''
  }

  /** Takes over the messages that unified's plugins left on a file. */
  addMessages(file: VFile): void {
    for (const message of file.messages)
      this.add({
        path: file.path,
        line: message.line ?? 1,
        column: message.column ?? 1,
        rule: message.ruleId ?? message.source ?? 'markdown',
        reason: message.reason,
        fatal: message.fatal === true,
      })
  }

  get fatal(): boolean {
    return this.#fatal
  }

  list(): Problem[] {
    const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
    const problems = [...this.#seen.values()].map(problem => ({
      ...problem,
      // Behind what is wrong, and before what is shown of it.
      reason: problem.reason.replace(/(?=\n)|$/, () => this.#chain(problem.path)),
    }))
    return problems.sort(
      (a, b) => byText(a.path, b.path) || a.line - b.line || a.column - b.column || byText(a.reason, b.reason),
    )
  }
}

/** `path:line:col: message`, one line a problem; continuation lines of a long reason are indented. */
export function formatProblem({ path, line, column, reason, fatal }: Problem): string {
  return escapeControls(`${path}:${line}:${column}: ${fatal ? '' : 'warning: '}${reason.replaceAll('\n', '\n    ')}`)
}
