import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** The modules that printing and classifying consist of. */
function closure(...names: string[]): Map<string, string> {
  const sources = new Map<string, string>()
  for (const name of names) {
    const source = readFileSync(new URL(name, import.meta.url), 'utf8')
    sources.set(name, source)
    for (const [, imported] of source.matchAll(/from '([^']+)'/g)) if (!sources.has(imported!)) names.push(imported!)
  }
  return sources
}

test('what runs in children and browsers needs neither Node nor a locale, and no Math that differs', () => {
  const sources = closure('./inspect.ts', './output.ts')
  expect([...sources.keys()].sort()).toEqual([
    './decimal.ts',
    './inspect.ts',
    './numpy.ts',
    './output.ts',
    './tensor.ts',
    './text.ts',
  ])
  for (const source of sources.values()) {
    const code = source.replace(/\/\*\*[\s\S]*?\*\/|\/\/.*|'[^'\n]*'/g, '')
    expect(code).not.toMatch(/\b(?:process|Buffer|Intl|Date|toLocale\w*|localeCompare)\b|\*\* *[a-z]/)
    expect(
      [...code.matchAll(/\bMath\.(\w+)/g)].map(([, name]) => name).filter(name => !portable.includes(name!)),
    ).toEqual([])
  }
})

const portable = ['abs', 'floor', 'fround', 'max', 'min']
