import type { ElementContent, Root } from 'hast'
import { toHtml } from 'hast-util-to-html'
import { expect, test } from 'vitest'
import { h } from './element.ts'
import rehypeFormulaBreaks from './formula-breaks.ts'

const x = () => h('span', { className: ['katex'] }, 'x')

/** `$` stands for a formula, which is an x. */
function finish(text: string): string {
  const children = text
    .split('$')
    .flatMap<ElementContent>((value, i) => [
      ...(i > 0 ? [x()] : []),
      ...(value ? [{ type: 'text' as const, value }] : []),
    ])
  const tree: Root = { type: 'root', children: [h('p', {}, ...children)] }
  rehypeFormulaBreaks()(tree)
  return toHtml(tree).replaceAll('<span class="katex">x</span>', '$').replaceAll('span class="unbroken"', 'b')
}

test.each([
  ['値は $、次は $。終わり', '<p>値は <b>$、</span>次は <b>$。</span>終わり</p>'],
  ['重み（$）の', '<p>重み<b>（$）</span>の</p>'],
  ['the value ($), or $: so', '<p>the value <b>($),</span> or <b>$:</span> so</p>'],
  ['$', '<p>$</p>'],
  ['$。', '<p><b>$。</span></p>'],
  ['「$」「$」', '<p><b>「$」</span><b>「$」</span></p>'],
  ['$ と $ の', '<p>$ と $ の</p>'],
  ['あ。', '<p>あ。</p>'],
])('%s', (text, html) => {
  expect(finish(text)).toBe(html)
})

test('a display stays as it is', () => {
  const tree: Root = {
    type: 'root',
    children: [h('span', { className: ['katex-display'] }, x()), { type: 'text', value: '。' }],
  }
  const before = structuredClone(tree)
  rehypeFormulaBreaks()(tree)
  expect(tree).toEqual(before)
})

test('a longer formula may break between its parts', () => {
  const parts = '<span class="katex-html"><span class="base">x=</span><span class="base">y</span></span>'
  const formula = h('span', { className: ['katex'] })
  formula.children = [{ type: 'raw', value: parts }]
  const tree: Root = { type: 'root', children: [formula, { type: 'text', value: '、' }] }
  rehypeFormulaBreaks()(tree)
  expect(toHtml(tree, { allowDangerousHtml: true })).toBe(
    '<span class="unbroken"><span class="katex"><span class="katex-html"><span class="base">x=</span><wbr><span class="base">y</span></span></span>、</span>',
  )
})
