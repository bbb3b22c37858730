import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { publishSite, recoverSite, refuseOutput, removeSite } from './publish.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backprose-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the site', () => {
  it('is replaced whole: pages that are gone go', () => {
    const site = join(folder, 'site')
    publishSite(
      site,
      new Map([
        ['index.html', 'one'],
        ['old/index.html', 'old'],
      ]),
    )
    publishSite(site, new Map([['index.html', 'two']]))
    expect(readFileSync(join(site, 'index.html'), 'utf8')).toBe('two')
    expect(existsSync(join(site, 'old'))).toBe(false)
    expect(readdirSync(folder)).toEqual(['site'])
  })

  it('comes back if a build was killed between its two renames', () => {
    const site = join(folder, 'site')
    publishSite(site, new Map([['index.html', 'one']]))
    // No process has this id: the builder is dead.
    renameSync(site, join(folder, '.site-previous-4194999'))
    mkdirSync(join(folder, '.site-next-4194999'))
    recoverSite(site)
    expect(readFileSync(join(site, 'index.html'), 'utf8')).toBe('one')
    expect(readdirSync(folder)).toEqual(['site'])
  })

  it('never takes the place of anything else', () => {
    for (const name of ['content/a', 'notes', 'empty', 'real']) mkdirSync(join(folder, name), { recursive: true })
    writeFileSync(join(folder, 'notes/mine.txt'), 'mine')
    writeFileSync(join(folder, 'file'), '')
    symlinkSync(join(folder, 'real'), join(folder, 'link'))
    const refuse = (out: string) => refuseOutput(folder, out, ['content'])
    for (const out of [
      '',
      '/',
      '.',
      '..',
      'content',
      'content/a',
      'node_modules',
      '.git',
      '.git/x',
      'notes',
      'file',
      'link',
      'link/site',
    ])
      expect([out, refuse(out)]).toEqual([out, expect.stringMatching(/^invalid --out; /)])
    for (const out of ['site', 'empty', 'real/site']) expect([out, refuse(out)]).toEqual([out, undefined])
    expect(removeSite(join(folder, 'notes'))).toBe(false)
    expect(readFileSync(join(folder, 'notes/mine.txt'), 'utf8')).toBe('mine')
  })
})
