import type { Problems } from '../report/problem.ts'
import { suggestion } from '../report/spelling.ts'
import type { Origin } from './origin.ts'

/** What a label stands for. */
export interface Label {
  /** As readers see it: `3`, `2.1`. */
  readonly number: string
  /** Of the element. */
  readonly id: string
  readonly origin: Pick<Origin, 'path' | 'line' | 'column'>
}

/** The labels of one page. */
export class Labels {
  readonly #labels = new Map<string, Label>()

  readonly #problems: Problems

  constructor(problems: Problems) {
    this.#problems = problems
  }

  define(name: string, label: Label): void {
    const { path, line, column } = label.origin
    const other = this.#labels.get(name)?.origin
    if (other)
      this.#problems.error(
        path,
        { line, column },
        'label',
        `doubled label: ${name}; also at ${other.path}:${other.line}:${other.column}`,
      )
    else this.#labels.set(name, label)
  }

  /** The label that a `\ref` means; an unknown one is an error there. */
  find(name: string, { path, line, column }: Origin): Label | undefined {
    const label = this.#labels.get(name)
    if (name === '')
      this.#problems.error(path, { line, column }, 'label', 'missing label: a name such as fig:loss is expected')
    else if (!label)
      this.#problems.error(
        path,
        { line, column },
        'label',
        `unknown label: ${name}${suggestion(name, this.#labels.keys()) || '; \\label{…} of this page defines one'}`,
      )
    return label
  }
}
