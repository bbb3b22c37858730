declare global {
  /** Shows a value where the cell stands: text, tensors, tables (a list of records), Vega-Lite specs. */
  function display(value: unknown): void

  /** Prints into the page, in the same style on every runtime. */
  const console: {
    readonly log: (...values: unknown[]) => void
    readonly info: (...values: unknown[]) => void
    readonly warn: (...values: unknown[]) => void
    readonly error: (...values: unknown[]) => void
    readonly debug: (...values: unknown[]) => void
  }
}

export {}
