import { type ParseArgsConfig, parseArgs } from 'node:util'
import { suggestion } from '../report/spelling.ts'

/** A mistake in how a command was called: it ends with exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError'
}

type Options = NonNullable<ParseArgsConfig['options']>
type Values<Config extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Config; strict: true; allowPositionals: false }>
>['values']

/** Parses the arguments of a command; an unknown option, a missing value or a stray word is a `UsageError`. */
export function parseOptions<const Config extends Options>(
  command: string,
  args: string[],
  options: Config,
): Values<Config> {
  return parseArguments(command, args, 0, options).values
}

/** The same for a command that takes up to so many words beside its options. */
export function parseArguments<const Config extends Options>(
  command: string,
  args: string[],
  words: number,
  options: Config,
): { values: Values<Config>; positionals: string[] } {
  const known = Object.keys(options)
  for (const arg of args) {
    const name = /^--(?:no-)?([^=]+)/.exec(arg)?.[1]
    if (name && !known.includes(name) && !known.includes(`no-${name}`))
      throw new UsageError(`unknown option: --${name}${suggestion(name, known)} See backprose ${command} --help`)
  }
  try {
    const { values, positionals } = parseArgs({ args, options, strict: true, allowPositionals: words > 0 })
    const stray = positionals[words]
    if (stray !== undefined) throw new Error(`unexpected word: ${stray}.`)
    return { values: values as Values<Config>, positionals }
  } catch (error) {
    throw new UsageError(`${(error as Error).message} See backprose ${command} --help`)
  }
}

/** A whole number from `minimum` on. */
export function parseCount(name: string, text: string, minimum = 1): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < minimum)
    throw new UsageError(`invalid --${name}; a whole number from ${minimum} on is expected: ${text}`)
  return count
}
