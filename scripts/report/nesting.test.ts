import { expect, test } from 'vitest'
import { parseDocument } from './document.ts'
import { formatProblem, Problems } from './problem.ts'

test.each([
  ['a quote', `text\n\n${'> '.repeat(600)}x\n`, /^a\.md:3:961: invalid nesting; .* more than 500 levels deep$/],
  ['a list', `text\n\n${'- '.repeat(300)}x\n`, /^a\.md:3:481: invalid nesting; .* more than 500 levels deep$/],
  [
    'thousands of lists',
    Array.from({ length: 1000 }, (_, k) => `${'  '.repeat(k)}- x\n`).join(''),
    /^a\.md:241:481: invalid nesting; .* more than 500 levels deep$/,
  ],
  [
    'a quote, and of what stands around it',
    `\\nope{a}\n\n${'> '.repeat(600)}x\n> y\n\n$x$ \\nope{b}\n`,
    /^a\.md:1:1: unknown directive: \\nope.*\na\.md:3:961: invalid nesting; .*\na\.md:6:5: unknown directive: \\nope/,
  ],
  ['nothing that people write', `${'> - '.repeat(50)}x\n`, /^$/],
])(
  'the nesting of %s',
  (_what, source, expected) => {
    const problems = new Problems()
    parseDocument('a.md', 'a.md', source, problems)
    expect(problems.list().map(formatProblem).join('\n')).toMatch(expected)
  },
  60_000,
)
