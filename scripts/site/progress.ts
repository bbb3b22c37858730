import { styleText } from 'node:util'

/** Told about the work as it goes on. Every method may be called often; none may throw. */
export interface Progress {
  /** A run or program of `name` ended: `done` of `total`. */
  step(name: string, done: number, total: number): void
  /** All of `name` is there. */
  finish(name: string, what: string, seconds: number): void
  /** Something the author should know, between the steps. */
  note(text: string): void
}

export const silent: Progress = { step() {}, finish() {}, note() {} }

/** Prints to a stream: on a terminal the line at the bottom follows the work, elsewhere only finished work is printed. */
export function printProgress(stream: NodeJS.WriteStream): Progress {
  const live = stream.isTTY === true
  const clear = () => {
    if (live) stream.write('\r\u001B[2K')
  }
  const bold = (text: string) => styleText('bold', text, { stream })
  const dim = (text: string) => styleText('dim', text, { stream })
  return {
    step(name, done, total) {
      if (!live) return
      clear()
      stream.write(`  ${bold(name)} ${done}/${total}`.slice(0, (stream.columns ?? 80) + 8))
    },
    finish(name, what, seconds) {
      clear()
      stream.write(`  ${bold(name)} ${what} ${dim(`${seconds.toFixed(1)} s`)}\n`)
    },
    note(text) {
      clear()
      stream.write(`  ${text}\n`)
    },
  }
}
