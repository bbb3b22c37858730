import { markdownLineEnding, markdownSpace } from 'micromark-util-character'
import type { Code, Construct, State, TokenizeContext } from 'micromark-util-types'

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    mathText: 'mathText'
    mathTextData: 'mathTextData'
    mathTextSequence: 'mathTextSequence'
  }
}

const dollar = 36

/** `$$…$$` with another one right behind it or before it. */
export const adjacent: Construct = {
  name: 'adjacentFormula',
  previous(code) {
    return code !== dollar || isBehindFormula(this)
  },
  tokenize(this: TokenizeContext, effects, ok, nok) {
    const isLater = this.previous === dollar
    let size = 0
    let isBlank = true
    return code => {
      effects.enter('mathText')
      effects.enter('mathTextSequence')
      return open(code)
    }
    function open(code: Code): State | undefined {
      if (code === dollar && size < 2) {
        effects.consume(code)
        size++
        return open
      }
      if (size < 2 || code === dollar) return nok(code)
      effects.exit('mathTextSequence')
      return between(code)
    }
    function between(code: Code): State | undefined {
      if (code === null) return nok(code)
      if (code === dollar) return isBlank ? nok(code) : effects.check(dollars(isLater ? [2, 4] : [4]), close, nok)(code)
      if (markdownLineEnding(code)) {
        effects.enter('lineEnding')
        effects.consume(code)
        effects.exit('lineEnding')
        return between
      }
      effects.enter('mathTextData')
      return data(code)
    }
    function data(code: Code): State | undefined {
      if (code === null || code === dollar || markdownLineEnding(code)) {
        effects.exit('mathTextData')
        return between(code)
      }
      isBlank &&= markdownSpace(code)
      effects.consume(code)
      return data
    }
    function close(code: Code): State | undefined {
      effects.enter('mathTextSequence')
      effects.consume(code)
      return code => {
        effects.consume(code)
        effects.exit('mathTextSequence')
        effects.exit('mathText')
        return ok
      }
    }
  },
}

/** Dollars right behind a formula that open none: text, which no other construct may look at, as they do not expect it. */
export const leftover: Construct = {
  name: 'dollarsBehindFormula',
  previous(code) {
    return code === dollar && isBehindFormula(this)
  },
  tokenize(this: TokenizeContext, effects, ok, nok) {
    const isBehind = this.previous === dollar
    return code => {
      if (!isBehind) return nok(code)
      effects.enter('data')
      return inside(code)
    }
    function inside(code: Code): State | undefined {
      if (code === dollar) {
        effects.consume(code)
        return inside
      }
      effects.exit('data')
      return ok(code)
    }
  },
}

function isBehindFormula({ events }: TokenizeContext): boolean {
  return events.at(-1)?.[1].type === 'mathText'
}

/** As many dollars as one of the sizes, and no more. */
function dollars(sizes: readonly number[]): Construct {
  return {
    partial: true,
    tokenize(effects, ok, nok) {
      let size = 0
      return code => {
        effects.enter('mathTextSequence')
        return inside(code)
      }
      function inside(code: Code): State | undefined {
        if (code === dollar) {
          effects.consume(code)
          size++
          return inside
        }
        effects.exit('mathTextSequence')
        return sizes.includes(size) ? ok(code) : nok(code)
      }
    },
  }
}
