import type { Element, Root, Text } from 'hast'

/**
 * Joins the lines of Chinese and Japanese text: a line break of the source is removed between two of their characters
 * and next to their punctuation, whatever stands on its other side, as CSS Text 4 (4.3.2) wants it of browsers.
 * Chromium does not, and shows a space in the middle of the sentence. Code and formulas stay as they are.
 */
export default function rehypeLineBreaks() {
  return (tree: Root): void => {
    for (const texts of findRuns(tree)) joinLines(texts)
  }
}

/** Elements that text runs on through, as in `重み\n<em>初期値</em>`. */
const inline = new Set('a abbr b cite del dfn em i ins mark q rp rt ruby s small span strong sub sup u'.split(' '))

/** Elements whose line breaks are meant. */
const literal = new Set(['code', 'math', 'pre', 'samp', 'script', 'style', 'svg', 'textarea'])

/** The text nodes of a tree, by the lines they run on in. */
function findRuns(tree: Root): Text[][] {
  const runs: Text[][] = [[]]
  const walk = (parent: Root | Element) => {
    for (const node of parent.children) {
      if (node.type === 'text') runs.at(-1)!.push(node)
      else if (node.type === 'element' && inline.has(node.tagName) && !isFormula(node)) walk(node)
      else {
        runs.push([])
        if (node.type === 'element' && !literal.has(node.tagName) && !isFormula(node)) walk(node)
        runs.push([])
      }
    }
  }
  walk(tree)
  return runs
}

function isFormula({ properties: { className } }: Element): boolean {
  return Array.isArray(className) && className.includes('katex')
}

const wide = String.raw`[\p{Script_Extensions=Han}\p{Script_Extensions=Hiragana}\p{Script_Extensions=Katakana}\uff01-\uff60]`
const endsWide = new RegExp(`${wide}$`, 'u')
const beginsWide = new RegExp(`^${wide}`, 'u')

const mark = String.raw`(?:\u3000|(?=[\u3001-\u303f\u30fb\uff01-\uff65])\p{Punctuation})`
const endsMark = new RegExp(`${mark}$`, 'u')
const beginsMark = new RegExp(`^${mark}`, 'u')

function joinLines(run: readonly Text[]): void {
  const texts = run.filter(({ value }) => value)
  let before = ''
  for (const [index, text] of texts.entries()) {
    const after = texts[index + 1]?.value ?? ''
    text.value = text.value.replace(/(?<![\t ])[\t ]*\n[\t ]*/g, (line, offset: number, value: string) => {
      const end = offset + line.length
      // Two code units hold any character: the whole text before each line would make long paragraphs slow.
      const left = offset ? value.slice(Math.max(0, offset - 2), offset) : before
      const right = end < value.length ? value.slice(end, end + 2) : after
      const joins = (endsWide.test(left) && beginsWide.test(right)) || endsMark.test(left) || beginsMark.test(right)
      return joins ? '' : line
    })
    if (text.value) before = text.value.slice(-2)
  }
}
