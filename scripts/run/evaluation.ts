/** What an expression of the prose came to, once all cells had run. */
export interface Evaluation {
  /** Its place among the expressions of its file. */
  readonly expression: number
  readonly outcome: Outcome
  /** What its operands came to, as text; null for one that was not looked at, as behind `&&`. */
  readonly operands: readonly (string | null)[]
  /** Digests of the runs it stands on, in the order in which they were read. */
  readonly runs: readonly string[]
}

export type Outcome =
  /** A value as it stands in its sentence. */
  | { readonly kind: 'value'; readonly text: string }
  | { readonly kind: 'claim'; readonly holds: boolean }
  /** It threw, or came to something that neither a sentence nor a claim can be made of. */
  | { readonly kind: 'failure'; readonly reason: string }
