import type { Root } from 'mdast'
import { markdownSpace } from 'micromark-util-character'
import type { Code, Construct, Extension, State } from 'micromark-util-types'
import type { Processor } from 'unified'
import { adjacent, leftover } from './adjacent-formulas.ts'
import { placesIn } from './lines.ts'
import type { Place } from './problem.ts'
import { visit } from './visit.ts'

const dollar = 36
const backtick = 96
const isDigit = (code: Code) => code !== null && code >= 48 && code <= 57

/**
 * Keeps prices text: a dollar opens no formula if the next one stands before a digit (`$5 or $10`), or if a digit follows
 * the first and a space precedes the next (`$5 and $x$`), or code begins between them. In `$$x$$$$y$$` one displayed formula follows on another, as in
 * Pandoc.
 */
export default function remarkDollars(this: Processor): void {
  const data = this.data() as { micromarkExtensions?: Extension[] }
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), { text: { [dollar]: [adjacent, leftover, price] } }]
}

const price: Construct = {
  name: 'price',
  previous: code => code !== dollar,
  tokenize(effects, ok, nok) {
    return code => {
      effects.enter('data')
      effects.consume(code)
      effects.exit('data')
      return effects.check(restOfPrice, ok, nok)
    }
  },
}

/** From behind the first dollar to behind the next. */
const restOfPrice: Construct = {
  partial: true,
  tokenize(effects, ok, nok) {
    let isAmount = false
    let before: Code = null
    return code => {
      if (code === null || code === dollar) return nok(code)
      isAmount = isDigit(code)
      effects.enter('data')
      return inside(code)
    }
    function inside(code: Code): State | undefined {
      if (code === null) {
        effects.exit('data')
        return nok(code)
      }
      if (code === backtick && isAmount) {
        effects.exit('data')
        return ok(code)
      }
      if (code === dollar && before !== 92) {
        effects.consume(code)
        return closed
      }
      before = code
      effects.consume(code)
      return inside
    }
    function closed(code: Code): State | undefined {
      effects.exit('data')
      return isDigit(code) || (isAmount && markdownSpace(before)) ? ok(code) : nok(code)
    }
  },
}

/** In a table a pipe is written `\|`, in a formula too: there it would be the double bar that `\Vert` is. */
export function unescapePipes(tree: Root): void {
  visit(tree, 'tableCell', cell => {
    visit(cell, 'inlineMath', formula => {
      formula.value = formula.value.replaceAll('\\|', '|')
      for (const child of formula.data?.hChildren ?? []) if (child.type === 'text') child.value = formula.value
    })
  })
}

/** Where text follows the `$$` that opens a formula of several lines: it would not be shown. */
export function findDroppedText(tree: Root, source: string): (Place & { readonly text: string })[] {
  const places: (Place & { text: string })[] = []
  visit(tree, 'math', ({ meta, position }) => {
    if (!meta) return
    const { line, column, offset } = position!.start
    const before = /^\$+\s*/.exec(source.slice(offset))![0].length
    places.push({ line, column: column + before, text: meta })
  })
  return places
}

/** Where `$$` opens a formula that nothing closes. */
export function findUnclosedFormulas(tree: Root, source: string): Place[] {
  const places: Place[] = []
  visit(tree, node => {
    const { start, end } = node.position ?? {}
    if (start?.offset === undefined || end?.offset === undefined) return
    const written = source.slice(start.offset, end.offset)
    if (node.type === 'math' && written.startsWith('$') && !isClosed(written)) places.push(start)
    else if (node.type === 'text' && node.value.includes('$$')) {
      const placeAt = placesIn(written, start)
      for (const { index } of written.matchAll(/(?<!\\)\$\$+/g)) places.push(placeAt(index))
    }
  })
  return places
}

/** Whether the last line of a formula is one of dollars. */
function isClosed(written: string): boolean {
  const text = written.trimEnd()
  const last = text.lastIndexOf('\n')
  return last !== -1 && /^[\s>]*\$\$+$/.test(text.slice(last + 1))
}
