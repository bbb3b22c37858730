import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { createDatasets, findDataset } from './datasets.ts'

const root = mkdtempSync(join(tmpdir(), 'datasets-'))
const from = pathToFileURL(join(root, 'index.js')).href
for (const name of ['digits', '@scope/digits']) {
  mkdirSync(join(root, 'node_modules', name, 'data'), { recursive: true })
  writeFileSync(join(root, 'node_modules', name, 'package.json'), `{"name":"${name}"}`)
  writeFileSync(join(root, 'node_modules', name, 'data', 'train-ubyte'), 'abc')
}
afterAll(() => rmSync(root, { recursive: true, force: true }))

test('a file is named by its package and its path therein', () => {
  expect(findDataset('digits/data/train-ubyte', from)).toBe(join(root, 'node_modules/digits/data/train-ubyte'))
  expect(findDataset('@scope/digits/data/train-ubyte', from)).toBe(
    join(root, 'node_modules/@scope/digits/data/train-ubyte'),
  )
})

test.each([
  ['digits/data/test-ubyte', 'missing file: digits/data/test-ubyte; the installed digits does not hold it'],
  ['letters/train', 'missing package: letters; it holds the dataset letters/train: npm install letters'],
  ['digits', 'invalid dataset; its name is not of the form package/path: digits'],
  ['digits/../../secret', 'invalid dataset; its name is not of the form package/path: digits/../../secret'],
  ['/etc/passwd', 'invalid dataset; its name is not of the form package/path: /etc/passwd'],
  ['file:///etc/passwd', 'invalid dataset; its name is not of the form package/path: file:///etc/passwd'],
])('%s is refused', (name, reason) => {
  expect(() => findDataset(name, from)).toThrow(reason)
})

test('bytes are verified, once for all who ask', async () => {
  let reads = 0
  const locate = createDatasets(name => {
    reads++
    return findDataset(name, from)
  })
  // FIPS 180-2, appendix B.1.
  const file = {
    name: 'digits/data/train-ubyte',
    sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  }
  const path = join(root, 'node_modules/digits/data/train-ubyte')
  expect(await Promise.all([locate(file), locate(file)])).toEqual([path, path])
  expect(reads).toBe(1)
  await expect(locate({ ...file, sha256: '0'.repeat(64) })).rejects.toThrow(
    `invalid dataset digits/data/train-ubyte; its SHA-256 is not ${'0'.repeat(64)}: ${file.sha256}`,
  )
})
