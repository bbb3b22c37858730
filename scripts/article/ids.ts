/** Ids longer than this are cut. */
const longest = 100

// Names of lower-case letters that documents, forms or all objects have as properties, as Chromium 156 lists them; an
// element with such an id could stand in for the property in a script. Handlers such as `onload` are told by pattern.
const properties = new Set(
  `action after all anchors animate append applets attributes autocapitalize autocomplete autocorrect autofocus before
  blur body charset children clear click close closest constructor contains cookie dataset dir doctype domain draggable
  elements embeds encoding enctype evaluate focus fonts forms fullscreen head hidden id images implementation inert lang
  length links location matches method name nonce normalize open parent part plugins popover prefix prepend prerendering
  pseudo referrer rel remove reset role scripts scroll slot spellcheck style submit target timeline title translate when
  write writeln`.split(/\s+/),
)

/**
 * The id of a text: its letters (of any script, lower case, in composed form), digits, `-` and `_`, with `-` for spaces.
 * May be empty.
 */
export function slug(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/gu, '-')
}

/** Hands out the ids of one page: each once, none empty, none longer than 100 characters, none the name of a property. */
export class Ids {
  readonly #taken = new Set<string>()
  readonly #next = new Map<string, number>()

  /** @param reserved ids that the layout uses */
  constructor(reserved: readonly string[] = []) {
    for (const id of reserved) this.#taken.add(id)
  }

  has(id: string): boolean {
    return this.#taken.has(id)
  }

  /** Takes an id that is given already. */
  add(id: string): void {
    this.#taken.add(id)
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#taken.values()
  }

  /** The id that was asked for, or one like it that is still free: `loss`, `loss-1`, `loss-2`. */
  claim(wanted: string): string {
    const base = cut(wanted === '' ? 'section' : isProperty(wanted) ? `section-${wanted}` : wanted, longest)
    let id = base
    let count = this.#next.get(base) ?? 0
    while (this.#taken.has(id)) {
      count++
      const ending = `-${count}`
      id = cut(base, longest - ending.length) + ending
    }
    this.#next.set(base, count)
    this.#taken.add(id)
    return id
  }
}

function isProperty(id: string): boolean {
  return properties.has(id) || /^on[a-z]{3,}$/.test(id) || /^__\w*__$/.test(id)
}

/** At most `length` UTF-16 code units, without half a character at the end. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')
}
