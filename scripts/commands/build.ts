import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { formatProblem } from '../report/problem.ts'
import { buildSite } from '../site/build.ts'
import { lockName } from '../site/lockfile.ts'
import { printProgress, silent } from '../site/progress.ts'
import { parseCount, parseOptions, UsageError } from './usage.ts'

const help = `Runs every experiment and cell of the reports, as far as they are not stored already, and writes the site.

Usage: backprose build [options]

  --content DIR   the folder of the reports (default: content)
  --out DIR       the folder of the site; replaced whole (default: site)
  --base PATH     the path the site is published under, such as /my-reports/ (default: /)
  --jobs N        how many runs at once (default: one for each core)
  --no-cache      run everything again
  --frozen        fail unless every result is the one that the lock says; the lock is not written
  --lock FILE     the lock (default: backprose.lock; with another --content, none)
  --strict        warnings are errors: for checks that must not pass over anything
  --links         list the addresses outside of the site; nobody looks whether they exist
  --json          print one JSON object with counts, seconds and messages
  --quiet         print errors only
  --help          this text

Examples:
  backprose build
  backprose build --content notes --out public --base /notes/
  backprose build --no-cache --frozen

The site in the output folder is replaced only if the reports have no errors.
Exit code: 0 fine, 1 the reports have errors, 2 wrong usage.
`

export async function run(args: string[]): Promise<number> {
  const options = parseOptions('build', args, {
    content: { type: 'string' },
    out: { type: 'string', default: 'site' },
    base: { type: 'string' },
    jobs: { type: 'string' },
    'no-cache': { type: 'boolean' },
    frozen: { type: 'boolean' },
    lock: { type: 'string' },
    links: { type: 'boolean' },
    strict: { type: 'boolean' },
    json: { type: 'boolean' },
    quiet: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  })
  if (options.help) {
    process.stdout.write(help)
    return 0
  }
  const { summary, fatal } = await buildSite(
    {
      workingDirectory: process.cwd(),
      content: options.content ?? 'content',
      out: options.out,
      base: options.base,
      jobs: options.jobs === undefined ? availableParallelism() : parseCount('jobs', options.jobs),
      cache: !options['no-cache'],
      lock: chooseLock(options),
      strict: options.strict ?? false,
    },
    options.quiet || options.json ? silent : printProgress(process.stderr),
  )
  const { links, ...rest } = summary
  if (options.json) process.stdout.write(`${JSON.stringify(options.links ? summary : rest)}\n`)
  else {
    const { messages, pages, runs, cells, seconds } = summary
    for (const message of messages) if (message.fatal || !options.quiet) console.error(formatProblem(message))
    const errors = messages.filter(message => message.fatal).length
    if (fatal) console.error(`\n${count(errors, 'error')}; ${options.out}/ stays as it was`)
    else if (!options.quiet)
      console.error(
        `\n${count(pages, 'page')}, ${count(runs.executed, 'run')} (${runs.cached} cached), ` +
          `${count(cells.executed, 'cell')} (${cells.cached} cached) in ${seconds.toFixed(1)} s\n` +
          whereToBegin(options.out, options.content ?? 'content'),
      )
  }
  if (options.links && !options.json)
    for (const { url, path, line, column } of links) process.stdout.write(`${url}  ${path}:${line}:${column}\n`)
  return fatal ? 1 : 0
}

function whereToBegin(out: string, content: string): string {
  const first = `${out}/index.html`
  return existsSync(first) ? `Open ${first}` : `${out}/ has no first page; ${content}/index.md makes it`
}

/** A trial with other reports leaves the lock of these alone. */
function chooseLock({ content, lock, frozen = false }: { content?: string; lock?: string; frozen?: boolean }) {
  const usual = content === undefined || resolve(content) === resolve('content')
  const path = lock ?? (usual ? lockName : undefined)
  if (path === '') throw new UsageError('invalid --lock; a file is expected. See backprose build --help')
  if (path === undefined && frozen)
    throw new UsageError('missing --lock; with another --content there is none to hold to. See backprose build --help')
  return path === undefined ? undefined : { path, frozen }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
