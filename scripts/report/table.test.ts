import { expect, it } from 'vitest'
import { parser } from './document.ts'
import { parseMarkdown } from './parse.ts'
import { emptyWideTables } from './table.ts'

it('refuses tables whose rows lack many thousands of cells', () => {
  const table = (columns: number) =>
    `|${' a |'.repeat(columns)}\n|${' - |'.repeat(columns)}\n${'| b |\n'.repeat(columns)}`
  const { tree } = parseMarkdown(parser, `${table(100)}\n${table(200)}`)
  expect(emptyWideTables(tree)).toMatchObject([{ line: 104, column: 1 }])
  expect(tree.children.map(node => 'children' in node && node.children.length)).toEqual([101, 1])
})
