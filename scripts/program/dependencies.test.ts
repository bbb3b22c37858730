import { expect, it } from 'vitest'
import { parseDocument } from '../report/document.ts'
import { Problems } from '../report/problem.ts'
import { findSources } from './dependencies.ts'

/** Cells, and an expression after them; the numbers of the statements that it stands on. */
function sourcesOf(cells: readonly string[], expression: string): number[] {
  const source = [...cells.map(code => `\`\`\`ts run\n${code}\n\`\`\`\n`), `\`{ts} ${expression}\``].join('\n')
  const { cells: parsed, expressions } = parseDocument('a.md', 'a.md', source, new Problems())
  return findSources(parsed, expressions)[0]!
}

const imports = "import { runs } from 'backprose'\nimport * as sgd from './sgd.experiment.ts'"

it('finds the statements that an expression stands on, through what they declare', () => {
  const cells = [
    `${imports}\nconst [run] = runs(sgd)`,
    'const losses = run!.records.map(({ loss }) => loss)',
    'const average = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length',
    'const other = runs(sgd).length',
    'display(other)',
  ]
  expect(sourcesOf(cells, 'average(losses)')).toEqual([2, 3, 4])
  expect(sourcesOf(cells, 'other')).toEqual([5, 6])
  // The names of imports and properties tell nothing.
  expect(sourcesOf(cells, 'runs(sgd)[0].losses')).toEqual([])
  expect(sourcesOf(cells, '2 + 2')).toEqual([])
})

it('finds the statements that may have changed a value', () => {
  const cells = [
    'let best = 0; const list: number[] = []',
    `${imports}\nfor (const { result } of runs(sgd)) best = Math.max(best, result)`,
    'const size = list.push(1)',
    'const [first, { second }] = list, third = best',
  ]
  expect(sourcesOf(cells, 'best')).toEqual([0, 4])
  expect(sourcesOf(cells, 'list.length')).toEqual([1, 5])
  expect(sourcesOf(cells, 'second + third')).toEqual([0, 1, 4, 5, 6])
})
