import { availableParallelism } from 'node:os'
import { type Diff, diffReports } from '../comparison/diff.ts'
import { toJson } from '../comparison/json.ts'
import { formatAsMarkdown } from '../comparison/markdown.ts'
import { publishDiff, refuseDiff } from '../comparison/publish.ts'
import { RevisionError } from '../comparison/revision.ts'
import { formatForTerminal } from '../comparison/terminal.ts'
import { formatProblem } from '../report/problem.ts'
import { lockName } from '../site/lockfile.ts'
import { printProgress, silent } from '../site/progress.ts'
import { parseArguments, parseCount, UsageError } from './usage.ts'

const help = `Compares the results of the reports with those of another revision: metrics of each run old → new, claims and
values of the prose, figures and outputs. Runs of the revision are taken as they were as long as they are stored or
published, and run again otherwise. Neither the lock nor the site is written.

Usage: backprose diff [REV | REV..REV] [options]

  REV             what to compare with (default: HEAD); one revision is compared with the working tree
  --markdown      print Markdown, for a pull request
  --json          print one JSON object
  --out DIR       write a page with all changes, figures old beside new; the folder is replaced whole
  --quick         compare the two locks only: runs nothing, and knows nothing of claims, values and figures
  --content DIR   the folder of the reports (default: content)
  --lock FILE     the lock (default: ${lockName})
  --site DIR      the folder of the published site, whose runs need not be run again (default: site)
  --jobs N        how many runs at once (default: one for each core)
  --quiet         print the differences only
  --help          this text

Examples:
  backprose diff                              since the last commit
  backprose diff origin/main --out changes    a page for the reviewer
  backprose diff v1.0..v2.0 --markdown        between two releases

Exit code: 0 fine, different or not; 1 a part of the reports has errors; 2 wrong usage, or no such revision or lock.
`

export async function run(args: string[]): Promise<number> {
  const { values: options, positionals } = parseArguments('diff', args, 1, {
    markdown: { type: 'boolean' },
    json: { type: 'boolean' },
    out: { type: 'string' },
    quick: { type: 'boolean' },
    content: { type: 'string', default: 'content' },
    lock: { type: 'string', default: lockName },
    site: { type: 'string', default: 'site' },
    jobs: { type: 'string' },
    quiet: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  })
  if (options.help) {
    process.stdout.write(help)
    return 0
  }
  if (options.markdown && options.json)
    throw new UsageError('invalid --json; only one of --json and --markdown can be printed. See backprose diff --help')
  const workingDirectory = process.cwd()
  const progress = options.quiet || options.json ? silent : printProgress(process.stderr)
  const settings = {
    workingDirectory,
    ...parseRange(positionals[0] ?? 'HEAD'),
    content: options.content,
    lock: options.lock,
    site: options.site,
    quick: options.quick ?? false,
    jobs: options.jobs === undefined ? availableParallelism() : parseCount('jobs', options.jobs),
  }
  const refused = options.out === undefined ? undefined : refuseDiff(settings, options.out)
  if (refused !== undefined) throw new UsageError(`${refused}. See backprose diff --help`)
  const diff = await diffReports(settings, progress).catch((error: unknown): Diff => {
    throw error instanceof RevisionError ? new UsageError(error.message) : error
  })
  const written = options.out === undefined ? [] : await publishDiff(diff, settings, options.out)
  const problems = [...diff.problems, ...written]
  if (options.json) process.stdout.write(`${JSON.stringify(toJson(diff.changes, problems))}\n`)
  else {
    for (const problem of problems) if (problem.fatal || !options.quiet) console.error(formatProblem(problem))
    process.stdout.write(
      options.markdown ? formatAsMarkdown(diff.changes) : formatForTerminal(diff.changes, process.stdout),
    )
    if (options.out !== undefined && !options.quiet) console.error(`Open ${options.out}/index.html`)
  }
  return problems.some(({ fatal }) => fatal) ? 1 : 0
}

/** `A..B` are two revisions; one is compared with the working tree. */
function parseRange(text: string): { before: string; after: string | undefined } {
  const [before, after, ...rest] = text.split('..')
  if (!before || after === '' || rest.length || text.includes('...'))
    throw new UsageError(`invalid revision; REV or REV..REV is expected: ${text}. See backprose diff --help`)
  return { before, after }
}
