import { finite, notNegative, positive } from './argument.ts'
import { cos, pow } from './math.ts'

/** The learning rate of each step, counted from 0. Where one is wanted, a number is the constant one. */
export type Schedule = (step: number) => number

/** The learning rate of a step of `name`. @throws Error of one that is not a number from 0. */
export function rateAt(name: string, learningRate: number | Schedule, step: number): number {
  return notNegative(`learningRate of ${name}`, typeof learningRate === 'function' ? learningRate(step) : learningRate)
}

/** The learning rate that `name` was given, known to be a schedule or a number from 0. @throws Error of anything else. */
export function learningRateOf(name: string, learningRate: number | Schedule | undefined): number | Schedule {
  const argument = `learningRate of ${name}`
  if (learningRate === undefined) throw new Error(`missing ${argument}: such as { learningRate: 0.1 }`)
  return typeof learningRate === 'function' ? learningRate : finite(argument, notNegative(argument, learningRate))
}

/** η₀ · factor^⌊step / every⌋: constant for `every` steps, then `factor` times as large. */
export function stepDecay(
  initial: number,
  { every, factor }: { every: number; factor: number } = {} as never,
): Schedule {
  notNegative('initial of stepDecay', initial)
  positive('every of stepDecay', every)
  notNegative('factor of stepDecay', factor)
  return step => initial * pow(factor, Math.floor(step / every))
}

/** η₀ · factor^(step / every): the same curve as `stepDecay` without its stairs. `every` defaults to 1. */
export function exponentialDecay(
  initial: number,
  { factor, every = 1 }: { factor: number; every?: number } = {} as never,
): Schedule {
  notNegative('initial of exponentialDecay', initial)
  positive('every of exponentialDecay', every)
  notNegative('factor of exponentialDecay', factor)
  return step => initial * pow(factor, step / every)
}

/** From η₀ in a straight line to `final` at `steps`, where it stays. `final` defaults to 0. */
export function linearDecay(
  initial: number,
  { steps, final = 0 }: { steps: number; final?: number } = {} as never,
): Schedule {
  notNegative('initial of linearDecay', initial)
  positive('steps of linearDecay', steps)
  notNegative('final of linearDecay', final)
  return step => initial + (final - initial) * Math.min(step / steps, 1)
}

/**
 * Half a wave of the cosine from η₀ to `final` at `steps`, where it stays: η = final + ½ (η₀ − final)(1 + cos(π t)),
 * t = step / steps. `final` defaults to 0.
 *
 * Loshchilov and Hutter (2017), SGDR, without its restarts.
 */
export function cosineDecay(
  initial: number,
  { steps, final = 0 }: { steps: number; final?: number } = {} as never,
): Schedule {
  notNegative('initial of cosineDecay', initial)
  positive('steps of cosineDecay', steps)
  notNegative('final of cosineDecay', final)
  return step => final + ((initial - final) * (1 + cos(Math.PI * Math.min(step / steps, 1)))) / 2
}

/** η₀ / (1 + rate · step): the sum of all rates is infinite, that of their squares finite (Robbins and Monro 1951). */
export function inverseTimeDecay(initial: number, { rate }: { rate: number } = {} as never): Schedule {
  notNegative('initial of inverseTimeDecay', initial)
  finite('rate of inverseTimeDecay', notNegative('rate of inverseTimeDecay', rate))
  return step => initial / (1 + rate * step)
}

/**
 * Rises to a schedule in a straight line: its first rate · (step + 1) / steps during the first `steps` steps, and from
 * then on the schedule, from its beginning.
 *
 *     adam({ learningRate: warmUp(500, cosineDecay(1e-3, { steps: 10_000 })) })
 */
export function warmUp(steps: number, learningRate: number | Schedule): Schedule {
  positive('steps of warmUp', steps)
  learningRateOf('warmUp', learningRate)
  return step =>
    step < steps
      ? (rateAt('warmUp', learningRate, 0) * (step + 1)) / steps
      : rateAt('warmUp', learningRate, step - steps)
}
