/**
 * The language of a text as far as its letters tell: Japanese if a fifth of them are kana, which no other language has
 * (technical prose has a third to a half). Code and formulas, where letters are Latin anyway, do not count.
 */
export function guessLanguage(source: string): 'ja' | undefined {
  const prose = withoutFences(source).replace(/\$[^$]*\$|`[^`\n]*`/g, '')
  const kana = prose.match(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0
  const letters = prose.match(/\p{L}/gu)?.length ?? 0
  return kana > 0 && kana >= letters / 5 ? 'ja' : undefined
}

function withoutFences(source: string): string {
  let fence: string | undefined
  return source
    .split('\n')
    .filter(line => {
      const [, marks = ''] = /^[ \t>]*(`{3,}|~{3,})?/.exec(line)!
      const isCode = fence !== undefined || marks !== ''
      fence = fence === undefined ? marks || undefined : marks.startsWith(fence) ? undefined : fence
      return !isCode
    })
    .join('\n')
}
