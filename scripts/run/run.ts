/** One case of one experiment: what went in, what came out. */
export interface Run {
  /** The experiment's path from the content root, with `/`: `reports/deep-learning/sgd.experiment.ts`. */
  readonly experiment: string
  readonly params: unknown
  /** What `run` yielded, in order. */
  readonly records: readonly unknown[]
  /** What `run` returned. */
  readonly result: unknown
  /** What was computed: sha256 of canonical `[schema, bundle text, params]`. */
  readonly id: string
  /** What came out: sha256 of the canonical bytes of `{params, records, result}`. */
  readonly digest: string
}
