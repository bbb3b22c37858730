import { availableParallelism } from 'node:os'
import { formatProblem } from '../report/problem.ts'
import { printProgress, silent } from '../site/progress.ts'
import { type TriedClaim, tryClaims } from '../site/trial.ts'
import { parseCount, parseOptions } from './usage.ts'

const help = `Lists the claims of the reports, and tries whether each can fail: the outcomes of the runs behind it are swapped
between cases, their metrics halved and doubled, their records reversed, until it is false. A claim that nothing makes false is an error.

Usage: backprose claims [options]

  --content DIR   the folder of the reports (default: content)
  --jobs N        how many processes at once (default: one for each core)
  --json          print one JSON object: each claim with a change that makes it false, messages with places
  --quiet         print errors only
  --help          this text

Runs that are stored are used; the others are carried out.
Exit code: 0 every claim holds and can fail, 1 one does not, 2 wrong usage.
`

export async function run(args: string[]): Promise<number> {
  const options = parseOptions('claims', args, {
    content: { type: 'string', default: 'content' },
    jobs: { type: 'string' },
    json: { type: 'boolean' },
    quiet: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  })
  if (options.help) {
    process.stdout.write(help)
    return 0
  }
  const { summary, fatal } = await tryClaims(
    {
      workingDirectory: process.cwd(),
      content: options.content,
      jobs: options.jobs === undefined ? availableParallelism() : parseCount('jobs', options.jobs),
    },
    options.quiet || options.json ? silent : printProgress(process.stderr),
  )
  if (options.json) process.stdout.write(`${JSON.stringify(summary)}\n`)
  else {
    const { claims, messages, seconds } = summary
    for (const message of messages) if (message.fatal || !options.quiet) console.error(formatProblem(message))
    if (!options.quiet) {
      for (const claim of claims) process.stdout.write(`${formatClaim(claim)}\n`)
      const able = claims.filter(({ falseIf }) => falseIf !== null).length
      process.stdout.write(`\n${able} of ${claims.length} claims can fail; tried in ${seconds.toFixed(1)} s\n`)
    }
  }
  return fatal ? 1 : 0
}

function formatClaim({ path, line, column, condition, falseIf }: TriedClaim): string {
  return `${path}:${line}:${column}: ${condition}\n    ${falseIf === null ? 'nothing makes it false' : `false if ${falseIf}`}`
}
