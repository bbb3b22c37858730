import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseDocument } from '../report/document.ts'
import { Problems } from '../report/problem.ts'
import { bundle } from './bundle.ts'
import { tangle } from './tangle.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backprose-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function bundleText(contents: string, files: Record<string, string> = {}) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return bundle({
    contents,
    file: join(folder, 'entry.ts'),
    workingDirectory: folder,
    datasets: 'export',
    experiments: 'refuse',
  })
}

async function problemsOf(contents: string, files: Record<string, string> = {}) {
  const { problems } = await bundleText(contents, files)
  return problems.map(({ path, line, column, reason }) => `${path}:${line}:${column}: ${reason}`)
}

describe('a bundle', () => {
  it('holds the code that is reached and nothing else', async () => {
    const files = { 'a.ts': 'export const used = (x: number): number => x * 2\nexport const unused = () => "spare"\n' }
    const before = await bundleText('import { used } from "./a.ts"\nexport const run = () => used(21)', files)
    expect(before.bundle!.text).toBe('var used=x=>x*2;var run=()=>used(21);export{run};\n')
    writeFileSync(join(folder, 'a.ts'), `// a comment\n${files['a.ts'].replace('spare', 'changed')}`)
    const after = await bundleText('import { used } from "./a.ts"\nexport const run = () => used(21)')
    expect(after.bundle!.text).toBe(before.bundle!.text)
  })

  it('says where an import fails, and why', async () => {
    expect(await problemsOf('\n  import { x } from "./gone.ts"\nexport { x }')).toEqual([
      'entry.ts:2:21: missing file: ./gone.ts',
    ])
    expect(await problemsOf('import fs from "node:fs"\nfs.x')).toEqual([
      'entry.ts:1:16: unavailable in Programs: node:fs; they run in browsers too, and read only what they import',
    ])
    expect(
      await problemsOf('import { y } from "./a.ts"\nexport const z = y + 1', { 'a.ts': 'export const x = 1' }),
    ).toEqual(['entry.ts:1:10: no matching export in "a.ts" for import "y"'])
    expect(await problemsOf('import x from "./old.cjs"\nexport { x }', { 'old.cjs': 'module.exports = 1' })).toEqual([
      'entry.ts:1:1: invalid import: ./old.cjs; it is a CommonJS module: Programs import ES modules',
    ])
    expect(await problemsOf('import * as a from "./a.experiment.ts"\nexport { a }', { 'a.experiment.ts': '' })).toEqual(
      [
        'entry.ts:1:20: invalid import: ./a.experiment.ts; an experiment imports no experiment: move what they share to a module of its own',
      ],
    )
  })

  it('hands the host each cell and its last value, and keeps Markdown positions', async () => {
    const report =
      '# Title\n\n- list\n\n  ```ts run\n  const a = 1\n  a + boom()\n  ```\n\n```ts run\nconst b = a;\nb;\n```\n'
    const tangled = tangle(parseDocument('entry.ts', 'entry.ts', report, new Problems()), { instrument: true })
    expect(tangled.text.split('\n').slice(4, 8)).toEqual([
      ';__backprose.cell(0);',
      'const a = 1',
      '__backprose.value(a + boom())',
      '',
    ])
    const { bundle: built } = await bundleText(tangled.text)
    const column = built!.text.indexOf('boom') + 1
    const { line, column: tangledColumn } = built!.locate({ line: 1, column })!
    expect(tangled.toMarkdown({ line, column: tangledColumn })).toEqual({ line: 7, column: 7 })
  })
})
