import type { TokenizeContext } from 'micromark-util-types'

/** What was looked for in a text in vain: each of many openers would look to the end of the text for what closes it. */
export class Absences {
  /** By text, the last line up to which something is known not to follow. */
  readonly #known = new WeakMap<TokenizeContext['now'], Map<string, number>>()

  /** @param line up to which it was looked for; by default to the end of the text */
  add({ now }: TokenizeContext, what: string, line = Number.POSITIVE_INFINITY): void {
    const known = this.#known.get(now) ?? new Map<string, number>()
    this.#known.set(now, known.set(what, Math.max(line, known.get(what) ?? 0)))
  }

  has({ now }: TokenizeContext, what: string): boolean {
    return now().line <= (this.#known.get(now)?.get(what) ?? 0)
  }

  /** Whether anything is known of a text. */
  areKnown({ now }: TokenizeContext): boolean {
    // A construct that may interrupt another one gets a copy of the context; this function is that of the text itself.
    return this.#known.has(now)
  }
}
