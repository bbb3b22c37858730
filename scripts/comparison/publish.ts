import { resolve } from 'node:path'
import { type Problem, Problems } from '../report/problem.ts'
import { loadConfig } from '../site/config.ts'
import { publishSite, recoverSite, refuseOutput } from '../site/publish.ts'
import type { Diff, DiffOptions } from './diff.ts'
import { renderDiff } from './page.ts'

/** Why the page of a diff cannot be written into a folder, or undefined if it can. */
export function refuseDiff(
  { workingDirectory, content, site }: Pick<DiffOptions, 'workingDirectory' | 'content' | 'site'>,
  out: string,
): string | undefined {
  return refuseOutput(workingDirectory, out, [content, site, 'templates', 'engine', 'scripts'])
}

/** Writes the page of a diff into a folder, which is replaced whole; returns what is wrong with charts on it. */
export async function publishDiff(
  diff: Diff,
  { workingDirectory, content }: Pick<DiffOptions, 'workingDirectory' | 'content'>,
  out: string,
): Promise<readonly Problem[]> {
  const problems = new Problems()
  const folder = resolve(workingDirectory, out)
  recoverSite(folder)
  const config = loadConfig(workingDirectory, content, problems)
  publishSite(folder, await renderDiff(diff, workingDirectory, config, problems))
  return problems.list()
}
