import { availableParallelism } from 'node:os'
import { formatProblem } from '../report/problem.ts'
import { type CheckSummary, checkReports } from '../site/check.ts'
import { lockName } from '../site/lockfile.ts'
import { printProgress, silent } from '../site/progress.ts'
import { parseCount, parseOptions } from './usage.ts'

const help = `Runs every experiment and cell again as if nothing were stored, in another order and with another number of
processes than build, and compares the results with the lock, the stored runs and the published ones.
Neither the lock nor the site is written.

Usage: backprose check [options]

  --times N       run everything N times, and find what differs from one time to the next (default: 1)
  --only TEXT     only experiments whose path contains TEXT; may be given more than once
  --sample N      only N runs of each experiment, chosen evenly from among its cases
  --jobs N        how many runs at once (default: one more than there are cores)
  --lock FILE     the lock (default: ${lockName})
  --content DIR   the folder of the reports (default: content)
  --out DIR       the folder of the site, if there is one (default: site)
  --json          print one JSON object: a row for each experiment, messages with places
  --quiet         print errors only
  --help          this text

Examples:
  backprose check
  backprose check --times 5 --only vanishing-gradient
  backprose check --sample 1          a quick look at each experiment

Exit code: 0 everything is as the lock says, 1 something is not, 2 wrong usage.
`

export async function run(args: string[]): Promise<number> {
  const options = parseOptions('check', args, {
    times: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true, default: [] },
    sample: { type: 'string' },
    jobs: { type: 'string' },
    lock: { type: 'string', default: lockName },
    content: { type: 'string', default: 'content' },
    out: { type: 'string', default: 'site' },
    json: { type: 'boolean' },
    quiet: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  })
  if (options.help) {
    process.stdout.write(help)
    return 0
  }
  const { summary, fatal } = await checkReports(
    {
      workingDirectory: process.cwd(),
      content: options.content,
      out: options.out,
      jobs: options.jobs === undefined ? availableParallelism() + 1 : parseCount('jobs', options.jobs),
      lock: options.lock,
      times: parseCount('times', options.times),
      sample: options.sample === undefined ? undefined : parseCount('sample', options.sample),
      only: options.only,
    },
    options.quiet || options.json ? silent : printProgress(process.stderr),
  )
  if (options.json) process.stdout.write(`${JSON.stringify(summary)}\n`)
  else {
    for (const message of summary.messages) if (message.fatal || !options.quiet) console.error(formatProblem(message))
    if (fatal || !options.quiet) process.stdout.write(`\n${formatTable(summary)}\n`)
  }
  return fatal ? 1 : 0
}

/** A row for each experiment, and a sentence for all. */
function formatTable({ experiments, times, seconds, messages }: CheckSummary): string {
  const head = ['experiment', 'runs', 'equal', 'different', 'flaky']
  const rows = experiments.map(({ experiment, runs, equal, different, flaky, failed }) =>
    failed
      ? [experiment, `${runs}`, 'failed', '', '']
      : [experiment, `${runs}`, ...[equal, different, flaky].map(String)],
  )
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map(row => row[column]!.length)))
  const lines = [head, ...rows].map(row =>
    row
      .map((cell, column) => (column ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd(),
  )
  const total = experiments.reduce((sum, { runs }) => sum + runs, 0)
  const errors = messages.filter(({ fatal }) => fatal).length
  const verdict = errors
    ? `${errors} ${errors === 1 ? 'difference or error' : 'differences and errors'}`
    : 'everything came out as the lock says'
  const repeated = times > 1 ? `, ${times} times` : ''
  return `${lines.join('\n')}\n\n${total} ${total === 1 ? 'run' : 'runs'}${repeated} in ${seconds.toFixed(1)} s: ${verdict}`
}
