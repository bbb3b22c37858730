import type { Run } from './run.ts'

/** What a Program finds around it: put there by whoever carries it out, before its first statement. */
export interface Host {
  /** Marks the beginning of a cell. */
  cell(index: number): void
  /** Marks the beginning of a statement, counted through all cells. */
  statement(index: number): void
  /** Takes the value of a cell's last expression. */
  value(value: unknown): void
  /**
   * Takes an expression of the prose, to be evaluated after the last cell.
   * @param statements those that its value may stand on
   */
  expression(index: number, kind: 'value' | 'claim', statements: readonly number[], evaluate: () => unknown): void
  /** Notes what an operand of the expression being evaluated came to, and returns it. */
  operand<Value>(index: number, value: Value): Value
  /** The finished runs of an experiment, in the order of its cases. */
  runs(experiment: string): readonly Run[]
  /** The bytes of datasets' files, by SHA-256. */
  files(files: readonly { readonly name: string; readonly sha256: string }[]): Promise<ReadonlyMap<string, Uint8Array>>
}

export const __backprose = (globalThis as unknown as Record<symbol, Host>)[Symbol.for('backprose')] as Host
