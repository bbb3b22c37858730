import { __backprose } from './host.ts'
import type { Run } from './run.ts'

/** One case of a `cases` declaration: an item of a list, or one value from each list of a record of lists. */
export type Case<Cases> = Cases extends readonly (infer Item)[]
  ? Item
  : { -readonly [Name in keyof Cases]: Cases[Name] extends readonly (infer Value)[] ? Value : never }

/** What a `*.experiment.ts` module exports. */
export interface Experiment {
  readonly title: string
  readonly cases: object
  // `never` lets every function of one parameter pass: parameters are compared the other way round.
  readonly run: (params: never) => unknown
}

/** The runs of an experiment, with the types of its own `run`: what it takes, yields and returns. */
export type RunOf<Module extends Experiment> =
  ReturnType<Module['run']> extends Generator<infer Record, infer Result> | AsyncGenerator<infer Record, infer Result>
    ? Run<Parameters<Module['run']>[0], Record, Result>
    : Run<Parameters<Module['run']>[0], never, Awaited<ReturnType<Module['run']>>>

/**
 * All runs of an experiment, in the order of its cases, finished before the cell begins:
 *
 * ```ts
 * import * as sgd from './sgd.experiment.ts'
 * const [run] = runs(sgd)
 * run.records.at(-1)
 * ```
 */
export function runs<Module extends Experiment>(experiment: Module): readonly RunOf<Module>[] {
  const { experiment: name } = experiment as unknown as { experiment?: string }
  if (typeof name !== 'string')
    throw new TypeError("invalid experiment; pass the module itself: import * as name from './name.experiment.ts'")
  return __backprose.runs(name) as readonly RunOf<Module>[]
}
