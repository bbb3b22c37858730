import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Element, ElementContent } from 'hast'
import { expect, test } from 'vitest'
import { createHighlighter, highlightVersion, knowsLanguage } from './highlight.ts'
import { grammarNames } from './language.ts'

const require = createRequire(import.meta.url)

/** Spans as `class(text)`. */
function show(node: Element | ElementContent): string {
  if (node.type === 'text') return node.value
  if (node.type !== 'element') return ''
  const text = node.children.map(show).join('')
  return node.tagName === 'span' ? `${(node.properties.className as string[]).join('.')}(${text})` : text
}

const highlight = async (code: string, language: string) => show(await createHighlighter().highlight(code, language))

test('TypeScript', async () => {
  const code = "// η\nexport function* run({ seed }: Case) {\n  yield 1.5e3 + seeded(seed).next('<b>')\n}"
  expect(await highlight(code, 'ts')).toBe(
    [
      'comment(// η)',
      'keyword(export function*) function(run)({ seed }keyword(:) function(Case)) {',
      "  keyword(yield) constant(1.5e3) keyword(+) function(seeded)(seed).function(next)(string('<b>'))",
      '}',
    ].join('\n'),
  )
})

test('Python', async () => {
  expect(await highlight('def f(x):  # why\n    return x ** 2', 'python')).toBe(
    'keyword(def) function(f)(x):  comment(# why)\n    keyword(return) x keyword(**) constant(2)',
  )
})

test('the element', async () => {
  const { highlight } = createHighlighter()
  expect(await highlight('1', 'json')).toEqual({
    type: 'element',
    tagName: 'pre',
    properties: { className: ['code'], dataLanguage: 'json', tabIndex: 0 },
    children: [
      {
        type: 'element',
        tagName: 'code',
        properties: {},
        children: [
          {
            type: 'element',
            tagName: 'span',
            properties: { className: ['constant'] },
            children: [{ type: 'text', value: '1' }],
          },
        ],
      },
    ],
  })
})

test('an unknown language is plain text', async () => {
  expect(await highlight('let x = <y>\n', 'klingon')).toBe('let x = <y>\n')
  expect(await highlight('', 'klingon')).toBe('')
  expect(['klingon', 'constructor'].some(knowsLanguage)).toBe(false)
  expect(['', 'text', 'TS', 'sh', 'console', 'julia', 'c++'].every(knowsLanguage)).toBe(true)
})

test.each(['ts', 'python', 'md', 'html', 'console', 'klingon'])('%s keeps every character', async language => {
  const code = '\n  a = "\t<b>"  # 重み 🎲\n\n```ts\n  x  \n```\n\n'
  const text = (node: ElementContent): string =>
    node.type === 'text' ? node.value : 'children' in node ? node.children.map(text).join('') : ''
  expect(text(await createHighlighter().highlight(code, language))).toBe(code)
})

test('code in Markdown is highlighted, whatever came before', async () => {
  const code = 'text\n\n```ts run\nconst x = 1\n```'
  const alone = createHighlighter()
  const after = createHighlighter()
  await after.highlight('const y = 2', 'ts')
  await after.highlight('y <- 2', 'r')
  const expected = 'text\n\nstring(```ts run)\nkeyword(const) x keyword(=) constant(1)\nstring(```)'
  expect(show(await alone.highlight(code, 'md'))).toBe(expected)
  expect(show(await after.highlight(code, 'md'))).toBe(expected)
})

test('what a caller changes stays with that caller', async () => {
  const { highlight } = createHighlighter()
  const first = await highlight('1', 'json')
  first.children = []
  expect(show(await highlight('1', 'json'))).toBe('constant(1)')
})

test('every language has its grammar', () => {
  const grammars = join(dirname(require.resolve('shiki/langs')), 'langs')
  expect(grammarNames.filter(name => !existsSync(join(grammars, `${name}.mjs`)))).toEqual([])
})

test('the version names the installed Shiki', () => {
  expect(highlightVersion).toMatch(`shiki-${require('shiki/package.json').version}/`)
})
