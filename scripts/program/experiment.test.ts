import { describe, expect, it } from 'vitest'
import { readExperiment } from './experiment.ts'

const sound = `import { seeded } from 'backprose/engine'

export const title = 'Learning rates'
export const cases = {
  rate: [0.1, 1],
} as const

export function* run({ rate }: { rate: number }) {
  yield { rate }
}
`

const problems = (source: string) =>
  readExperiment(source).problems.map(
    ({ place, reason }) => `${place.line}:${place.column}: ${reason.replace(/; .*/, '')}`,
  )

describe('an experiment', () => {
  it('runs without its title and cases, every other character in its place', () => {
    const { runOnly, run, cases } = readExperiment(sound)
    expect(runOnly.split('\n')).toEqual(
      sound.split('\n').map((line, k) => (k >= 2 && k <= 5 ? ' '.repeat(line.length) : line)),
    )
    expect([run, cases]).toEqual([
      { line: 8, column: 18 },
      { line: 4, column: 14 },
    ])
    expect(problems(sound)).toEqual([])
  })

  it('exports title, cases and run, nothing else', () => {
    expect(problems('export const title = "x"')).toEqual(['1:1: missing export: cases', '1:1: missing export: run'])
    expect(problems(`${sound}export const helper = 1`)).toEqual(['11:14: invalid export: helper'])
    expect(problems(`${sound}export default run`)).toEqual(['11:1: invalid export: default'])
    expect(problems(`${sound}export * from './a.ts'`)).toEqual(['11:1: invalid export: *'])
    expect(problems(`${sound}const a = 1\nexport { a }`)).toEqual(['12:1: invalid export: a'])
    expect(problems(`${sound}export type Rate = number\nexport interface Other { x: 1 }`)).toEqual([])
  })

  it('declares title and cases each in a statement of its own', () => {
    expect(problems('export const title = "x", cases = []\nexport const run = () => 1')).toEqual([
      '1:1: invalid export',
    ])
  })

  it('has its syntax errors reported where they are', () => {
    expect(problems('export default function run() {\n  const a = [1, 2;\n  return a;\n}')[0]).toMatch(
      /^2:\d+: invalid TypeScript/,
    )
  })
})
