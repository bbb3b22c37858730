import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { checkTypes } from '../program/typecheck.ts'
import { formatProblem, Problems } from '../report/problem.ts'
import { loadConfig } from '../site/config.ts'
import { readSources } from '../site/sources.ts'
import { parseOptions } from './usage.ts'

const help = `Checks the TypeScript in reports, experiments and their modules; errors stand at their line of the Markdown file.

Usage: backprose typecheck [--content content]

  --content DIR   the folder of the reports (default: content)
  --help          this text

Exit code: 0 fine, 1 errors, 2 wrong usage.
`

export async function run(args: string[]): Promise<number> {
  const { content, help: wanted } = parseOptions('typecheck', args, {
    content: { type: 'string', default: 'content' },
    help: { type: 'boolean', short: 'h' },
  })
  if (wanted) {
    process.stdout.write(help)
    return 0
  }
  const problems = new Problems()
  const workingDirectory = process.cwd()
  const config = loadConfig(workingDirectory, content, problems)
  const sources = readSources(workingDirectory, content, config, problems)
  const modules = readdirSync(sources.root, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts') && !/(^|[/\\])(\.|node_modules)/.test(name))
    .sort()
    .map(name => join(sources.root, name))
  checkTypes(workingDirectory, sources.documents.values(), modules, problems)
  for (const problem of problems.list()) console.error(formatProblem(problem))
  return problems.fatal ? 1 : 0
}
