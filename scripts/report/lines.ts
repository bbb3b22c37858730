import type { Place } from './problem.ts'

/** The lines of a text, by which offsets in it become places. */
export class Lines {
  readonly #text: string
  /** Where each line begins. */
  readonly #starts: readonly number[]

  constructor(text: string) {
    this.#text = text
    this.#starts = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), ({ 0: ending, index }) => index + ending.length)]
  }

  placeAt(offset: number): Place {
    let [least, most] = [0, this.#starts.length - 1]
    while (least < most) {
      const middle = (least + most + 1) >> 1
      if (this.#starts[middle]! <= offset) least = middle
      else most = middle - 1
    }
    return { line: least + 1, column: offset - this.#starts[least]! + 1 }
  }

  /** The text of a line, from 1; of none that there is not. */
  at(line: number): string {
    return this.#text.slice(this.#starts[line - 1] ?? this.#text.length, this.#starts[line]).replace(/[\r\n]+$/, '')
  }
}

/** Finds places in a text that begins at one of them. */
export function placesIn(text: string, start: Place): (offset: number) => Place {
  let lines: Lines | undefined
  return offset => {
    lines ??= new Lines(text)
    const { line, column } = lines.placeAt(offset)
    return { line: start.line + line - 1, column: column + (line === 1 ? start.column - 1 : 0) }
  }
}
