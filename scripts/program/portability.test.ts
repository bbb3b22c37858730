import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { findUnportable } from './portability.ts'

const names = (source: string) =>
  findUnportable(source).map(({ place, reason }) => `${place.line}:${place.column} ${reason.replace(/;.*/, '')}`)

describe('a Program', () => {
  it('may use what every runtime computes alike', () => {
    expect(names('export const f = x => Math.sqrt(Math.abs(x)) * Math.PI + [..."ab"].map(parseFloat).length')).toEqual(
      [],
    )
    expect(names('const Date = 1, process = { env: 2 }\nexport const z = Date + process.env')).toEqual([])
    expect(names('export const point = { Date: 1, exp: 2 }; export const e = point.Date + point.exp')).toEqual([])
  })

  it('may not use what differs between runtimes', () => {
    expect(names('export const a = Math.exp(1)')).toEqual(['1:18 unportable: Math.exp'])
    expect(names('const { exp } = Math\nconst m = Math; export { exp, m }')).toEqual([
      '1:17 unportable: Math',
      '2:11 unportable: Math',
    ])
    expect(names('export const a = Math["pow"](2, 3)')).toEqual(['1:18 unportable: Math'])
    expect(names('let x = 2; x **= 3; export const y = x ** 2')).toEqual(['1:12 unportable: **', '1:38 unportable: **'])
    expect(names('export const t = (1e6).toLocaleString() + "ä".localeCompare("z")')).toEqual([
      '1:24 unportable: toLocaleString',
      '1:47 unportable: localeCompare',
    ])
  })

  it('may not read clocks, chance or its surroundings', () => {
    for (const global of ['Date', 'performance', 'process', 'fetch', 'globalThis', 'Intl', 'setTimeout', 'crypto'])
      expect(names(`export const f = () => ${global}.x()`)).toEqual([`1:24 unavailable in Programs: ${global}`])
    expect(names('export const r = Math.random()')).toEqual(['1:18 unportable: Math.random'])
  })
})

describe('the engine', () => {
  const engine = join(import.meta.dirname, '../../engine')
  const sources = readdirSync(engine, { recursive: true, encoding: 'utf8' }).filter(
    name => name.endsWith('.ts') && !/\.test\.ts$|\.d\.ts$|^(bench|fixtures)\/|\/assembly\//.test(name),
  )

  // What it computes goes into the results of every Program that uses it.
  it.each(sources)('uses only what every runtime computes alike: %s', name => {
    const source = readFileSync(join(engine, name), 'utf8')
    expect(names(transformSync(source, { loader: 'ts', target: 'es2022' }).code)).toEqual([])
  })

  it('is more than a few files', () => {
    expect(sources).toContain('kernels/instance.ts')
    expect(sources).toContain('datasets/mnist.ts')
    expect(sources.length).toBeGreaterThan(30)
  })
})
