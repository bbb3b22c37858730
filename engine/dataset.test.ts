import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { tensor } from './creation.ts'
import { type Dataset, load, supply } from './dataset.ts'
import { mnist } from './datasets/mnist.ts'
import { take } from './layout.ts'

test('load decodes what was supplied, in the order of the files', () => {
  const dataset: Dataset<string> = {
    files: [
      { name: 'a', sha256: '01' },
      { name: 'b', sha256: '02' },
    ],
    decode: files => files.map(file => file[0]).join(),
  }
  expect(() => load(dataset)).toThrow('missing data: a (sha256 01)')
  supply(
    new Map([
      ['02', Uint8Array.of(2)],
      ['01', Uint8Array.of(1)],
    ]),
  )
  expect(load(dataset)).toBe('1,2')
})

test('MNIST as published: sizes, first labels, first image', () => {
  const require = createRequire(import.meta.url)
  const files = mnist.files.map(({ name }) => readFileSync(require.resolve(name)))
  supply(new Map(files.map(bytes => [createHash('sha256').update(bytes).digest('hex'), bytes])))
  const { training, test } = load(mnist)
  expect(training.inputs).toMatchObject({ dtype: 'uint8', shape: [60_000, 784] })
  expect(test.inputs.shape).toEqual([10_000, 784])
  expect([...take(training.targets, [0, 1, 2, 3, 4, 59_999]).data]).toEqual([5, 0, 4, 1, 9, 8])
  expect([...take(test.targets, [0, 1, 2, 9_999]).data]).toEqual([7, 2, 1, 6])
  // The first digit is a 5; its sixth row begins to the right of the middle.
  const row = [...take(training.inputs, 0).data].slice(5 * 28, 6 * 28)
  expect(row.slice(12, 24)).toEqual([3, 18, 18, 18, 126, 136, 175, 26, 166, 255, 247, 127])
})

test('a file that is not IDX is refused', () => {
  const bytes = mnist.files.map(() => Uint8Array.from(tensor([1, 2, 3, 4, 5]).data))
  expect(() => mnist.decode(bytes)).toThrow('invalid data; not an IDX file of bytes: ')
})
