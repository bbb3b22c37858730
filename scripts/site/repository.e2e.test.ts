import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Project } from './fixtures/project.ts'
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

describe('a build with an experiment that came out otherwise', () => {
  let project: Project
  beforeEach(() => {
    project = new Project()
    for (const name of ['guide', 'reports/deep-learning'])
      for (const file of readdirSync(join(root, 'content', name)))
        if (/^(claims\.md|gradients\.md|.*\.ts)$/.test(file))
          project.write({ [`content/${name}/${file}`]: readFileSync(join(root, 'content', name, file), 'utf8') })
  })
  afterEach(() => project.delete())

  const edits = [
    {
      what: 'descends upwards',
      experiment: 'guide/parabola.experiment.ts',
      from: 'x -= ',
      to: 'x += ',
      claim: /^content\/guide\/claims\.md:\d+:\d+: false claim: fast\.result\.distance < slow\.result\.distance/,
    },
    {
      what: 'takes tanh for the sigmoid function',
      experiment: 'reports/deep-learning/activations.experiment.ts',
      from: 'functions[activation]',
      to: "functions[activation === 'sigmoid' ? 'tanh' : activation]",
      claim: /^content\/reports\/deep-learning\/gradients\.md:\d+:\d+: false claim: activation\('sigmoid'\)/,
    },
    {
      what: 'learns at half the rate',
      experiment: 'reports/deep-learning/learning-rate.experiment.ts',
      from: 'sgd({ learningRate })',
      to: 'sgd({ learningRate: learningRate / 2 })',
      claim:
        /^content\/reports\/deep-learning\/gradients\.md:\d+:\d+: false claim: lossAt\(wild, 60\) > lossAt\(wild, 1\)/,
    },
  ]
  it.each(edits)('names the claims it contradicts: one that $what', async ({ experiment, from, to, claim }) => {
    const source = project.read(`content/${experiment}`)
    expect(source).toContain(from)
    project.write({ [`content/${experiment}`]: source.replace(from, to) })
    const { code, errors } = await project.build()
    expect(code).toBe(1)
    expect(errors).toContainEqual(expect.stringMatching(claim))
    // Nothing but claims is wrong.
    expect(errors.filter(error => !error.includes(' false claim: '))).toEqual([])
  })
})
