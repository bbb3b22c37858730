import { expect, it } from 'vitest'
import { guessLanguage } from './language.ts'

it.each([
  ['これは報告である。', 'ja'],
  ['# 勾配消失問題\n\n`sigmoid` と ReLU を比べる。$x^2$', 'ja'],
  ['勾配を求める\n\n```py\nimport numpy as np\nprint(np.arange(100).reshape(10, 10).sum(axis=0))\n```\n', 'ja'],
  ['勾配を求める\n\n~~~~\nnumpy\n~~~\nimport numpy as np\n~~~~\n\nこれは報告である。', 'ja'],
  ['A report on 勾配消失問題, which is のちほど explained at length in English.', undefined],
  ['The slope (確認テスト:1-1) is two, and so is the curvature (確認テスト:1-2).', undefined],
  ['梯度消失问题', undefined],
  ['', undefined],
])('%j is in %s', (text, language) => {
  expect(guessLanguage(text)).toBe(language)
})
