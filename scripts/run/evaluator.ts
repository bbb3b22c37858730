import { summarize, toSentence } from '../output/sentence.ts'
import type { Evaluation, Outcome } from './evaluation.ts'
import type { Reading } from './reading.ts'
import { toFailure } from './thrown.ts'

/** Gathers the expressions of the prose while cells run, and evaluates them afterwards. */
export interface Evaluator {
  add(index: number, kind: 'value' | 'claim', statements: readonly number[], evaluate: () => unknown): void
  operand<Value>(index: number, value: Value): Value
  /** In document order, each caught alone. */
  evaluate(): Evaluation[]
}

interface Pending {
  readonly index: number
  readonly kind: 'value' | 'claim'
  readonly statements: readonly number[]
  readonly evaluate: () => unknown
}

/** @param onStart is told which expression begins: what never ends is known by that */
export function createEvaluator(reading: Reading, onStart: (index: number) => void): Evaluator {
  const pending: Pending[] = []
  let operands: (string | null)[] = []

  return {
    add(index, kind, statements, evaluate) {
      // Not push, which a Program may replace.
      pending[pending.length] = { index, kind, statements, evaluate }
    },
    operand(index, value) {
      while (operands.length <= index) operands[operands.length] = null
      operands[index] = describe(value)
      return value
    },
    evaluate() {
      const evaluations: Evaluation[] = []
      for (const { index, kind, statements, evaluate } of pending) {
        operands = []
        onStart(index)
        let outcome: Outcome | undefined
        const runs = reading.during(statements, () => {
          try {
            outcome = judge(kind, evaluate())
          } catch (error) {
            outcome = { kind: 'failure', reason: toFailure(error).reason }
          }
        })
        evaluations[evaluations.length] = { expression: index, outcome: outcome!, operands, runs }
      }
      return evaluations
    },
  }

  function describe(value: unknown): string {
    try {
      const isRuns = Array.isArray(value) && value.length > 0 && value.every(isRun)
      if (isRuns) return `${value.length} runs`
      return summarize(value)
    } catch {
      return '[unreadable]'
    }
  }
}

function isRun(value: unknown): boolean {
  // Asked for by name alone: reading the records would count.
  return typeof value === 'object' && value !== null && 'digest' in value && 'records' in value
}

function judge(kind: 'value' | 'claim', value: unknown): Outcome {
  if (kind === 'claim') {
    if (typeof value === 'boolean') return { kind, holds: value }
    return { kind: 'failure', reason: `invalid claim; neither true nor false: ${summarize(value)}` }
  }
  const text = toSentence(value)
  if (text !== undefined) return { kind, text }
  const reason = `invalid value; only a text or a number can stand in a sentence, show others in a cell: ${summarize(value)}`
  return { kind: 'failure', reason }
}
