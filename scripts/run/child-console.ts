import { unavailable } from './sandbox.ts'

export interface Printer {
  readonly format: (args: readonly unknown[]) => string
  /** Takes whole lines. */
  readonly print: (text: string) => void
  readonly table: (rows: unknown) => void
}

/** The `console` of Programs: every method prints to the page alike, and none tells the time. */
export function createConsole({ format, print, table }: Printer): object {
  let indentation = ''
  const counts = new Map<string, number>()
  const log = (...args: unknown[]) => {
    const text = format(args)
    print(`${indentation}${indentation ? text.replaceAll('\n', `\n${indentation}`) : text}\n`)
  }
  const open = (...args: unknown[]) => {
    if (args.length) log(...args)
    indentation += '  '
  }
  const console: Record<string, (...args: never[]) => void> = {
    log,
    info: log,
    warn: log,
    error: log,
    debug: log,
    trace: log,
    dir: (value: unknown) => log(value),
    table: (rows: unknown) => table(rows),
    assert(condition: unknown, ...args: unknown[]) {
      if (!condition) log('Assertion failed', ...args)
    },
    count(label: unknown = 'default') {
      const count = (counts.get(`${label}`) ?? 0) + 1
      counts.set(`${label}`, count)
      log(`${label}: ${count}`)
    },
    countReset: (label: unknown = 'default') => counts.delete(`${label}`),
    group: open,
    groupCollapsed: open,
    groupEnd: () => {
      indentation = indentation.slice(2)
    },
  }
  for (const name of ['time', 'timeEnd', 'timeLog', 'timeStamp'])
    console[name] = () => unavailable(`console.${name}`, 'results must not depend on time')
  return console
}
