import type { Code, Construct, Effects, ParseContext, State } from 'micromark-util-types'
import { Absences } from './absences.ts'

/**
 * Lets code, formulas, HTML and the titles of links look for what closes them only as long as it may follow. micromark
 * reads to the end of the text for each opener without a partner. The result is the same.
 */
export function lookAheadOnce({ constructs }: ParseContext): void {
  const absences = new Absences()
  const wrap = (construct: Construct): Construct => {
    if (construct.name === 'labelEnd') return withTitles(construct, absences)
    const opener = construct.name === undefined ? undefined : openers[construct.name]
    return opener ? withOpener(construct, opener, absences) : construct
  }
  const text = constructs.text as Record<string, Construct[]>
  for (const code of Object.keys(text)) text[code] = text[code]!.map(wrap)
}

const run = /^([`$])\1*/
const markup = /^<(?:!--|\?|!\[|!)/

/** What a construct begins with, by its name: equal ones end alike. */
const openers: Readonly<Record<string, RegExp>> = { codeText: run, mathText: run, htmlText: markup }

function withOpener(construct: Construct, opener: RegExp, absences: Absences): Construct {
  return {
    ...construct,
    tokenize(effects, ok, nok) {
      const start = this.now()
      const fail = (code: Code) => {
        if (code !== null) return nok(code)
        const [opening] = opener.exec(this.sliceSerialize({ start, end: this.now() })) ?? []
        if (opening) absences.add(this, opening)
        return nok(code)
      }
      const read = construct.tokenize.call(this, effects, ok, fail)
      if (!absences.areKnown(this)) return read
      let opening = ''
      const isHopeless: Construct = {
        partial: true,
        tokenize(effects, ok, nok) {
          return beginning(effects, text => {
            opening = opener.exec(text)?.[0] ?? ''
            return absences.has(this, opening) ? ok : nok
          })
        },
      }
      return effects.check(isHopeless, nok, read)
    },
  }
}

/** Reads a run of equal characters, or else as many as tell markup. */
function beginning(effects: Effects, next: (text: string) => State): State {
  let text = ''
  return code => {
    effects.enter('data')
    return inside(code)
  }
  function inside(code: Code): State | undefined {
    const isPart =
      code !== null && code > 0 && (text.startsWith('<') ? text.length < 4 : !text || text === repeat(code))
    if (!isPart) {
      effects.exit('data')
      return next(text)(code)
    }
    text += String.fromCharCode(code)
    effects.consume(code)
    return inside
  }
  function repeat(code: number): string {
    return String.fromCharCode(code).repeat(text.length)
  }
}

const openParenthesis = 40

/** Where a link with a title in parentheses finds no end, no other one behind it does. */
function withTitles(construct: Construct, absences: Absences): Construct {
  const bounded = (resource: Construct): Construct => ({
    ...resource,
    tokenize(effects, ok, nok) {
      let isTitled = false
      const enter: Effects['enter'] = (type, fields) => {
        isTitled ||= type === 'resourceTitle'
        return effects.enter(type, fields)
      }
      let isInParentheses = false
      let isDone = false
      const succeed = (code: Code) => {
        isDone = true
        return ok(code)
      }
      const fail = (code: Code) => {
        isDone = true
        if (code === null && isInParentheses) absences.add(this, ')')
        return nok(code)
      }
      // Up to the mark that a title begins with.
      const watch = (state: State): State => {
        return code => {
          const next = state(code)
          if (isDone || !next) return next
          if (!isTitled) return watch(next)
          isInParentheses = code === openParenthesis
          return isInParentheses && absences.has(this, ')') ? nok : next
        }
      }
      return watch(resource.tokenize.call(this, { ...effects, enter }, succeed, fail))
    },
  })
  return {
    ...construct,
    tokenize(effects, ok, nok) {
      const attempt: Effects['attempt'] = (resource, ok, nok) =>
        effects.attempt('tokenize' in resource ? bounded(resource as Construct) : resource, ok, nok)
      return construct.tokenize.call(this, { ...effects, attempt }, ok, nok)
    },
  }
}
