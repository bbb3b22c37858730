// What every cell and experiment finds without an import.

/**
 * Shows a value where the cell stands: text, tensors, tables (a list of records), Vega-Lite specs. Figures and tables
 * name the runs they were made from: those given, or else all that have been read so far.
 */
declare function display(value: unknown, options?: { readonly runs?: readonly { readonly digest: string }[] }): void

/** Prints into the page, in the same style on every runtime. */
declare const console: {
  readonly log: (...values: unknown[]) => void
  readonly info: (...values: unknown[]) => void
  readonly warn: (...values: unknown[]) => void
  readonly error: (...values: unknown[]) => void
  readonly debug: (...values: unknown[]) => void
}

declare module '*.csv' {
  const text: string
  export default text
}

declare module '*.txt' {
  const text: string
  export default text
}

declare module '*.bin' {
  const bytes: Uint8Array
  export default bytes
}
