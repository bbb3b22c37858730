/**
 * The labels that definitions define. micromark keeps them in an array and looks through it for each reference, so that
 * time grows with the square of their number; this one finds them at once. Nothing but these two methods is used of it.
 */
export class Labels extends Array<string> {
  readonly #known = new Set<string>()

  override push(label: string): number {
    return this.#known.add(label).size
  }

  override includes(label: string): boolean {
    return this.#known.has(label)
  }
}
