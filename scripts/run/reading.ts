import { type Run, type StoredRun, toRun } from './run.ts'
import { ProgramError } from './sandbox.ts'

/** The runs that a Program may read, and which of them it has read. */
export interface Reading {
  /** All runs of an experiment. */
  readonly runs: (experiment: string) => readonly Run[]
  /** Digests of the runs that were asked for so far, in order. */
  readonly asked: readonly string[]
  /** From now on, what is read is read by this statement. */
  enter(statement: number): void
  /** Calls `f`; returns the digests of the runs whose records or results were read by it, or by any of the statements. */
  during(statements: readonly number[], f: () => void): string[]
}

// As in canonical.ts: taken at load, before a Program can replace them.
const { apply, get } = Reflect
const { add, has } = Set.prototype
const { freeze, hasOwn, values } = Object
const { isView } = ArrayBuffer

/** What is read before the first statement, by the modules it imports. */
const imports = -1

export function createReading(stored: Readonly<Record<string, readonly StoredRun[]>>): Reading {
  const asked: string[] = []
  const known = new Map<string, readonly Run[]>()
  const touched = new Map<number, Set<string>>()
  let reader = touch(imports)

  function touch(statement: number): Set<string> {
    const before = touched.get(statement)
    if (before) return before
    const digests = new Set<string>()
    touched.set(statement, digests)
    return digests
  }

  /** Cells read the same runs one after another: what one writes into them, the next would take for the result. */
  function watch(run: Run): Run {
    return new Proxy(deepFreeze(run), {
      get(target, key, receiver) {
        if (key === 'records' || key === 'result') apply(add, reader, [target.digest])
        return get(target, key, receiver)
      },
    })
  }

  return {
    asked,
    runs(experiment) {
      const wanted = hasOwn(stored, experiment) ? stored[experiment] : undefined
      if (!wanted) throw new ProgramError(`unknown experiment: ${experiment}; the Program does not import it`)
      const before = known.get(experiment)
      if (before) return before
      for (const { digest } of wanted) if (!asked.includes(digest)) asked.push(digest)
      const list = freeze(wanted.map(run => watch(toRun(run))))
      known.set(experiment, list)
      return list
    },
    enter(statement) {
      reader = touch(statement)
    },
    during(statements, f) {
      const outer = reader
      const own = new Set<string>()
      reader = own
      try {
        f()
      } finally {
        reader = outer
      }
      const sets = [own, ...[imports, ...statements].map(touch)]
      return asked.filter(digest => sets.some(set => apply(has, set, [digest])))
    },
  }
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || isView(value)) return value
  for (const inner of values(value)) deepFreeze(inner)
  return freeze(value)
}
