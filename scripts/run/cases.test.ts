import { expect, test } from 'vitest'
import { evaluateCases, expandCases } from './cases.ts'
import { limits, openPool, writeBundle } from './fixtures/child.ts'

const evaluate = (text: string) => evaluateCases({ bundle: writeBundle(text), pool: openPool(), limits })

test('a title and cases, also computed ones, are evaluated', async () => {
  const text = `export const title = 'SGD'
    const rates = Array.from({ length: 3 }, (_, i) => 2 ** -i)
    export const cases = { rate: rates, seed: [0] }`
  expect(await evaluate(text)).toEqual({
    title: 'SGD',
    cases: [
      { rate: 1, seed: 0 },
      { rate: 0.5, seed: 0 },
      { rate: 0.25, seed: 0 },
    ],
  })
})

test.each([
  ['throw new Error("x")', 'Error: x'],
  ['export const cases = [1]; export const title = undefined', 'invalid experiment.title; cannot store undefined'],
  ['export const cases = [1]; export const title = 3', 'invalid title; not a text'],
  ['export const cases = [() => 1]; export const title = "x"', 'invalid experiment.cases[0]; cannot store a function'],
  ['export const cases = [Math.random()]', "unavailable in Programs: Math.random; use seeded from 'backprose/engine'"],
])('fails: %s', async (text, reason) => {
  await expect(evaluate(text)).rejects.toThrow(reason)
})

test('a record of lists is their product, the last varying fastest; a list is itself', () => {
  expect(expandCases({ activation: ['sigmoid', 'relu'], seed: [0, 1] })).toEqual([
    { activation: 'sigmoid', seed: 0 },
    { activation: 'sigmoid', seed: 1 },
    { activation: 'relu', seed: 0 },
    { activation: 'relu', seed: 1 },
  ])
  expect(expandCases([{ a: 1 }, { b: 2 }])).toEqual([{ a: 1 }, { b: 2 }])
  expect(expandCases({})).toEqual([{}])
})

test.each([
  [[], 'invalid cases; the list is empty'],
  [{ seed: [] }, 'invalid cases.seed; the list is empty'],
  [{ seed: 0 }, 'invalid cases.seed; not a list'],
  ['relu', 'invalid cases; neither a list nor a record of lists'],
  [{ seed: [0, 1, 0] }, 'invalid cases; doubled: {"seed":0}'],
])('%j is refused', (cases, reason) => {
  expect(() => expandCases(cases)).toThrow(reason)
})
