import { escapeControls } from './control.ts'

/** How many characters of the line are shown on either side of the place. */
const reach = 30

/** What takes two columns of a terminal. */
const wide = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/g

/** What stands around a column of a line, over a caret below it. */
export function excerpt(text: string, column: number): string {
  const from = Math.max(0, column - 1 - reach)
  const before = (from > 0 ? '…' : '') + escapeControls(text.slice(from, column - 1))
  const after =
    escapeControls(text.slice(column - 1, column - 1 + reach)) + (text.length > column - 1 + reach ? '…' : '')
  const pad = before.replace(wide, '\u3000').replace(/[^\u3000]/g, ' ')
  return `${before}${after}\n${pad}^`
}
