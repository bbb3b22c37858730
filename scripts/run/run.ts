import { decode } from './canonical.ts'

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

/** A run as it is stored and sent: `text` is the canonical text of `{params, records, result}`. */
export interface StoredRun extends Pick<Run, 'experiment' | 'id' | 'digest'> {
  readonly text: string
}

/** @throws {CanonicalError} for a text that is not canonical */
export function toRun({ experiment, id, digest, text }: StoredRun): Run {
  const { params, records, result } = decode(text) as Pick<Run, 'params' | 'records' | 'result'>
  return { experiment, params, records, result, id, digest }
}

/** The canonical text of `{params, records, result}` from the canonical texts of its parts. Its SHA-256 is the digest. */
export function assembleRun(params: string, records: readonly string[], result: string): string {
  return `{"params":${params},"records":[${records.join(',')}],"result":${result}}`
}
