#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8'
import { UsageError } from './commands/usage.ts'

// By itself V8 lets the heap grow to four times of what lives in it before it looks for what does not.
setFlagsFromString('--heap-growing-percent=50')

const help = `backprose: Markdown reports that run their own training experiments, and prove it.

Usage: backprose <command> [options]

  build        run what the reports embed and write the site
  check        run everything again and compare the results with the lock
  claims       list the claims of the reports, and try whether each can fail
  diff         compare the results with those of another revision
  typecheck    check the TypeScript in reports and experiments
  clean        remove the site and what was stored

Examples:
  backprose build                   content/ becomes site/
  backprose build --jobs 1 --json   one run at a time; a summary for programs
  backprose build --help            all options of a command
`

const [command, ...args] = process.argv.slice(2)
try {
  process.exitCode = await run(command, args)
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(`backprose: ${error.message}`)
  process.exitCode = 2
}

async function run(name: string | undefined, rest: string[]): Promise<number> {
  switch (name) {
    case 'build':
      return (await import('./commands/build.ts')).run(rest)
    case 'check':
      return (await import('./commands/check.ts')).run(rest)
    case 'claims':
      return (await import('./commands/claims.ts')).run(rest)
    case 'diff':
      return (await import('./commands/diff.ts')).run(rest)
    case 'typecheck':
      return (await import('./commands/typecheck.ts')).run(rest)
    case 'clean':
      return (await import('./commands/clean.ts')).run(rest)
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write(help)
      return 0
    case undefined:
      process.stderr.write(help)
      return 2
    default:
      throw new UsageError(`unknown command: ${name}. See backprose --help`)
  }
}
