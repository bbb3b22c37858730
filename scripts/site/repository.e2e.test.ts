import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import type { TrialSummary } from './trial.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')

/** `backprose …args` in this repository: runs that it has stored are used, the others take minutes. */
function run(...args: string[]) {
  const cli = join(root, '.build/scripts/cli.js')
  return spawnSync(process.execPath, [cli, ...args], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 })
}

it('every claim of the reports holds, and some change of its runs makes it false', { timeout: 1_200_000 }, () => {
  const { stdout, stderr, status } = run('claims', '--json')
  expect(stderr).toBe('')
  const { claims, messages } = JSON.parse(stdout) as TrialSummary
  expect(messages.filter(({ fatal }) => fatal)).toEqual([])
  expect(claims.filter(({ falseIf }) => falseIf === null)).toEqual([])
  expect(claims.length).toBeGreaterThan(5)
  expect(status).toBe(0)
})
