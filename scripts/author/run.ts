/** One case of one experiment: its params, what `run` yielded, what it returned. */
export interface Run<Params = unknown, Record = unknown, Result = unknown> {
  readonly experiment: string
  readonly params: Params
  readonly records: readonly Record[]
  readonly result: Result
  readonly id: string
  readonly digest: string
}
