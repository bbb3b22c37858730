import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Problems } from '../report/problem.ts'
import { loadConfig } from './config.ts'
import { readSources } from './sources.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backprose-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function read(files: Record<string, string>) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'content', name)), { recursive: true })
    writeFileSync(join(folder, 'content', name), text)
  }
  const problems = new Problems()
  const sources = readSources(folder, 'content', loadConfig(folder, 'content', problems), problems)
  return {
    pages: sources.pages,
    problems: problems.list().map(({ path, line, column, reason }) => `${path}:${line}:${column}: ${reason}`),
  }
}

describe('the pages of a site', () => {
  it('are the Markdown files that are neither hidden nor mere parts of others', () => {
    const { pages } = read({
      'index.md': '\\textinput{part.md}\n\n\\textinput{both.md}\n',
      'part.md': 'part',
      'both.md': '---\ntitle: Both\n---\n',
      'a/b.md': '',
      '_draft.md': '',
      '_notes/c.md': '',
      'picture.png': '',
    })
    expect([...pages]).toEqual(['a/b.md', 'both.md', 'index.md'])
  })
})

describe('\\textinput', () => {
  it('never leaves the content folder, nor opens what is not a file of it', () => {
    mkdirSync(join(folder, 'content'), { recursive: true })
    writeFileSync(join(folder, 'secret.txt'), 'secret')
    symlinkSync(join(folder, 'secret.txt'), join(folder, 'content/link.txt'))
    const targets = [
      '../../../etc/passwd',
      '/etc/passwd',
      'file:///etc/passwd',
      'http://127.0.0.1:59999/x',
      '..%2f..%2fetc%2fpasswd',
      '..\\..\\etc\\passwd',
      '~/.ssh/id_rsa',
      '.env',
      '.git/config',
      './',
      '*.md',
      '/dev/zero',
      'link.txt',
    ]
    const { problems } = read({ 'index.md': targets.map(target => `\\textinput{${target}}\n`).join('') })
    expect(problems.map(problem => problem.replace(/^content\/index\.md:(\d+):1: /, '$1 '))).toEqual([
      '1 invalid path; outside the content folder: ../../../etc/passwd',
      '2 missing file: /etc/passwd',
      '3 invalid path; an address is not a file of the content folder: file:///etc/passwd',
      '4 invalid path; an address is not a file of the content folder: http://127.0.0.1:59999/x',
      '5 invalid path; hidden files are not included: ..%2f..%2fetc%2fpasswd',
      '6 invalid path; write / between folders: "..\\\\..\\\\etc\\\\passwd"',
      '7 invalid path; hidden files are not included: ~/.ssh/id_rsa',
      '8 invalid path; hidden files are not included: .env',
      '9 invalid path; hidden files are not included: .git/config',
      '10 invalid path; not a file: ./',
      '11 missing file: *.md',
      '12 missing file: /dev/zero',
      '13 invalid path; a symbolic link leads outside the content folder: link.txt',
    ])
  })

  it('refuses cycles with the whole chain', () => {
    const { problems } = read({
      'a.md': '# A\n\n\\textinput{b.md}\n',
      'b.md': '# B\n\n\\textinput{a.md}\n',
      'c.md': '\\textinput{c.md}',
    })
    expect(problems).toEqual([
      'content/a.md:3:1: invalid \\textinput; the file includes itself: content/a.md:3:1 -> content/b.md:3:1 -> content/a.md',
      'content/c.md:1:1: invalid \\textinput; the file includes itself: content/c.md:1:1 -> content/c.md',
    ])
  })

  it('does not even parse a file that is larger than a page may be', () => {
    writeFileSync(join(folder, 'backprose.yml'), 'limits:\n  pageBytes: 1 kB\n')
    const { problems } = read({ 'index.md': `\\ref{nothing} ${'long '.repeat(200)}\n` })
    expect(problems).toEqual([
      'content/index.md:1:1: invalid file; 1015 bytes, the limit is 1000 (limits.pageBytes): split it, or raise it in backprose.yml',
    ])
  })

  it('refuses a page that would grow without bound', () => {
    const files = Object.fromEntries(
      Array.from({ length: 9 }, (_, k) => [`_${k}.md`, `\\textinput{_${k + 1}.md}\n`.repeat(10)]),
    )
    const { problems } = read({ ...files, '_9.md': 'ha', 'index.md': '\\textinput{_0.md}' })
    expect(problems[0]).toMatch(/^content\/index\.md:1:1: expansion budget exceeded; 1111111111 included files/)
  })
})
