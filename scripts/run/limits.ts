/** What a child may use; reaching one ends its task with an error, and nothing else. */
export interface Limits {
  /** From the start of its process. */
  readonly seconds: number
  /** Bytes resident in memory: heap, typed arrays, WebAssembly. */
  readonly memory: number
  /** Bytes of printed text that are kept; of more, the head and the tail. */
  readonly printed: number
  /** Characters of all records and the result, or of all outputs, in canonical text. */
  readonly result: number
}

const MiB = 2 ** 20

export const runLimits: Limits = { seconds: 600, memory: 2048 * MiB, printed: MiB, result: 16 * MiB }
export const programLimits: Limits = { ...runLimits, seconds: 60 }

/** `1 GiB`, `1.5 MiB`, `300 bytes`. */
export function formatBytes(bytes: number): string {
  for (const [unit, size] of units) if (bytes >= size) return `${Math.round((bytes / size) * 10) / 10} ${unit}`
  return `${bytes} bytes`
}

const units = [
  ['GiB', 1024 * MiB],
  ['MiB', MiB],
  ['KiB', 1024],
] as const
