import type { Construct, TokenizeContext } from 'micromark-util-types'

/** A further line of the same container. */
export const nextLine: Construct = {
  partial: true,
  tokenize(this: TokenizeContext, effects, ok, nok) {
    return code => {
      effects.enter('lineEnding')
      effects.consume(code)
      effects.exit('lineEnding')
      return code => (this.parser.lazy[this.now().line] ? nok(code) : ok(code))
    }
  },
}
