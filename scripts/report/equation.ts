/** A display formula whose lines got their numbers. */
export interface NumberedFormula {
  /** As long as what was written wherever something was replaced, so that places in it hold until the first insertion. */
  readonly tex: string
  readonly labels: readonly EquationLabel[]
}

export interface EquationLabel {
  readonly name: string
  readonly number: string
  /** Where `\label` stands in the formula. */
  readonly offset: number
}

/** Environments whose lines are numbered, as in LaTeX; `equation` is one line. With a star, only labelled lines are. */
const environments = /^(?:equation|align|alignat|gather)\*?$/

interface Line {
  readonly labels: { name: string; start: number; end: number }[]
  /** Whether it has a number without a label. */
  readonly isNumbered: boolean
  /** The author's own number. */
  tag?: string
  isHidden: boolean
  isBlank: boolean
  end: number
}

const token =
  /%[^\n]*|\\(begin|end)\{([A-Za-z]+\*?)\}|\\label\{([^{}]*)\}|\\(nonumber|notag)(?![A-Za-z])|\\tag\*?\{([^{}]*)\}|\\\\|\\[A-Za-z]+|\\.|[{}]|[^\s\\{}%&]/g

/**
 * Numbers a display formula as TeX authors expect it: each line of `align`, `alignat`, `gather` and `equation`, but for
 * those with `\nonumber` or `\notag`; of everything else what has a `\label`. `\tag{…}` overrides the number.
 */
export function numberFormula(tex: string, next: () => string): NumberedFormula {
  const lines: Line[] = []
  const open: string[] = []
  let depth = 0
  let line: Line | undefined
  const begin = (isNumbered: boolean): void => {
    line = { labels: [], isNumbered, isHidden: false, isBlank: true, end: tex.length }
    lines.push(line)
  }
  const isLineLevel = () => open.length === 1 && depth === 0 && environments.test(open[0]!)
  begin(false)
  for (const { 0: text, 1: bound, 2: name, 3: label, 4: hidden, 5: tag, index } of tex.matchAll(token)) {
    if (bound === 'begin') {
      open.push(name!)
      if (isLineLevel()) begin(!name!.endsWith('*'))
      else line!.isBlank = false
    } else if (bound === 'end') {
      if (isLineLevel()) {
        line!.end = index
        begin(false)
      }
      open.pop()
    } else if (text === '\\\\' && isLineLevel() && !open[0]!.startsWith('equation')) {
      line!.end = index
      begin(!open[0]!.endsWith('*'))
    } else if (label !== undefined) line!.labels.push({ name: label.trim(), start: index, end: index + text.length })
    else if (hidden) line!.isHidden = true
    else if (tag !== undefined) line!.tag = tag
    else if (!text.startsWith('%')) {
      if (text === '{') depth++
      else if (text === '}') depth--
      line!.isBlank = false
    }
  }
  return write(tex, lines, next)
}

function write(tex: string, lines: readonly Line[], next: () => string): NumberedFormula {
  const labels: EquationLabel[] = []
  const edits: { start: number; end: number; text: string }[] = []
  for (const { labels: own, isNumbered, isHidden, isBlank, tag, end } of lines) {
    if (!own.length && (!isNumbered || isHidden || isBlank || tag !== undefined)) continue
    const number = tag ?? next()
    for (const [k, { name, start, end }] of own.entries()) {
      labels.push({ name, number, offset: start })
      edits.push({ start, end, text: (k || tag !== undefined ? '' : `\\tag{${number}}`).padEnd(end - start) })
    }
    if (!own.length) edits.push({ start: end, end, text: `\\tag{${number}}` })
  }
  let text = tex
  for (const { start, end, text: inserted } of edits.sort((a, b) => b.start - a.start))
    text = text.slice(0, start) + inserted + text.slice(end)
  return { tex: text, labels }
}
