import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTurns } from './turns.ts'

const dead = 2 ** 22 + 1
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'turns-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('one has the turn, the others come after it, and of other keys at once', async () => {
  const turns = createTurns(folder)
  const order: string[] = []
  const first = await turns.take('a')
  const second = turns.take('a').then(giveUp => {
    order.push('second')
    giveUp()
  })
  ;(await turns.take('b'))()
  order.push('other')
  first()
  await second
  expect(order).toEqual(['other', 'second'])
  expect(readdirSync(folder)).toEqual([])
})

it('the turn of a process that died is taken over, and what it left is removed', async () => {
  writeFileSync(join(folder, 'a'), `${dead}`)
  const turns = createTurns(folder)
  expect(readdirSync(folder)).toEqual([])
  writeFileSync(join(folder, 'a'), `${dead}`)
  const giveUp = await turns.take('a')
  expect(readFileSync(join(folder, 'a'), 'utf8')).toBe(`${process.pid}`)
  giveUp()
})

it('where nothing can be written, everyone has every turn', async () => {
  writeFileSync(join(folder, 'file'), '')
  const turns = createTurns(join(folder, 'file/inside'))
  await Promise.all([turns.take('a'), turns.take('a')])
})
