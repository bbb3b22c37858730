// Numbers that users give, checked: `name` is that of the argument and of what takes it, such as `units of dense`.

/** @throws Error of what is not an integer from `least` on. */
export function integer(name: string, value: number, least: number): number {
  if (!(Number.isInteger(value) && value >= least))
    throw new Error(`invalid ${name}; not an integer from ${least}: ${value}`)
  return value
}

/** @throws Error of what is not a number above 0. */
export function positive(name: string, value: number): number {
  if (!isNumber(value) || !(value > 0)) throw new Error(`invalid ${name}; not a number above 0: ${value}`)
  return value
}

/** @throws Error of what is not a number from 0 on. */
export function notNegative(name: string, value: number): number {
  if (!isNumber(value) || !(value >= 0)) throw new Error(`invalid ${name}; not a number from 0: ${value}`)
  return value
}

/** @throws Error of what is not in [0, 1). */
export function fraction(name: string, value: number): number {
  if (!isNumber(value) || !(value >= 0 && value < 1)) throw new Error(`invalid ${name}; not in [0, 1): ${value}`)
  return value
}

/** @throws Error of ∞, −∞ and what is not a number. */
export function finite(name: string, value: number): number {
  if (!Number.isFinite(value)) throw new Error(`invalid ${name}; not a finite number: ${value}`)
  return value
}

/** @throws Error of what is no function. @param example of one that would do */
export function callable<T>(name: string, value: T, example: string): T {
  if (typeof value !== 'function')
    throw new Error(`invalid ${name}; not a function, such as ${example}: ${String(value)}`)
  return value
}

/** @throws Error of what is none of the choices. */
export function choice<T extends string>(name: string, value: T, choices: readonly T[]): T {
  if (!choices.includes(value)) throw new Error(`unknown ${name}; not one of ${choices.join(', ')}: ${value}`)
  return value
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number'
}
