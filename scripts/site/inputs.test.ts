import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { formatProblem, Problems } from '../report/problem.ts'
import { reportUnreadable, watchInputs } from './inputs.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backprose-'))
  mkdirSync(join(folder, 'content/part'), { recursive: true })
  write('content/part/a.ts', 'export const a = 1\n')
  write('content/large.bin', 'x'.repeat(2 ** 20 + 1))
  write('beside.ts', 'export const b = 1\n')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const path = (name: string) => join(folder, name)
const write = (name: string, text: string) => writeFileSync(path(name), text)
const touch = (name: string) => utimesSync(path(name), 1, 1)

it('tells what was edited, replaced or removed, also of the same length, and nothing else', () => {
  const inputs = watchInputs(folder, ['content', 'backprose.yml'])
  inputs.add([path('beside.ts'), path('program.entry')])
  expect(inputs.changed()).toEqual([])
  touch('content/part/a.ts')
  write('beside.ts', 'export const b = 1\n')
  write('content/new.md', 'not read by anyone yet')
  expect(inputs.changed()).toEqual([])

  write('content/part/a.ts', 'export const a = 2\n')
  write('swap.ts', 'export const b = 2\n')
  renameSync(path('swap.ts'), path('beside.ts'))
  touch('content/large.bin')
  write('backprose.yml', 'title: New\n')
  expect(inputs.changed()).toEqual(['backprose.yml', 'beside.ts', 'content/large.bin', 'content/part/a.ts'])
  rmSync(path('content/part'), { recursive: true })
  expect(inputs.changed()).toContain('content/part/a.ts')
})

it('reports what may not be read, each folder once', () => {
  write('content/open.md', 'text')
  const problems = new Problems()
  const mayRead = (file: string) => !/part|large|backprose\.yml/.test(file.slice(folder.length))
  expect(reportUnreadable(folder, ['content', 'backprose.yml'], problems, mayRead)).toBe(true)
  expect(problems.list().map(formatProblem)).toEqual([
    'content/large.bin:1:1: unreadable: the file system does not let you open it; change its permissions',
    'content/part:1:1: unreadable: the file system does not let you open it; change its permissions',
  ])
  expect(reportUnreadable(folder, ['content', 'backprose.yml'], problems, () => true)).toBe(false)
})
