import { expect, it } from 'vitest'
import { Folders } from './folder.ts'

it('reads each folder once', () => {
  const read: string[] = []
  const folders = new Folders(folder => {
    read.push(folder)
    return ['a.md']
  })
  for (let k = 0; k < 100; k++) expect(folders.namesIn(k % 2 ? '/pages' : '/parts')).toEqual(['a.md'])
  expect(read).toEqual(['/parts', '/pages'])
})
