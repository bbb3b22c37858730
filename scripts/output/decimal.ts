/** A rounded number as decimal digits: `d.ddd × 10^exponent`, without its sign. */
export interface Decimal {
  readonly digits: string
  readonly exponent: number
}

/** Where digits may and must end, as exponents of ten: −8 is the eighth digit after the point. */
export interface Extent {
  /** No digit below this one; what is cut off is rounded half to even. */
  readonly last: number
  /** Digits down to this one even where fewer identify the number; they are those of its exact value. */
  readonly least: number
}

/**
 * The fewest decimal digits that identify `x` among the numbers of its type, within an extent that may depend on the
 * exponent of the first digit.
 *
 * Steele and White's and Burger and Dybvig's free-format algorithm in the form NumPy gives it ("Dragon4"), in exact
 * integers: `Number.prototype.toString` knows no float32, and `toExponential` rounds halves up. `x` is finite.
 */
export function toDecimal(x: number, single: boolean, extent: (first: number) => Extent): Decimal {
  if (x === 0) return { digits: '0', exponent: 0 }
  const { mantissa, exponent, boundary } = decompose(x, single)
  // value = rest / scale; low and high: half the distance to the neighbouring numbers.
  const up = BigInt(Math.max(exponent, 0))
  let rest = (mantissa << 2n) << up
  let scale = 4n << BigInt(Math.max(-exponent, 0))
  let low = (boundary ? 1n : 2n) << up
  let high = 2n << up
  let first = Math.floor((mantissa.toString(2).length - 1 + exponent) * 0.30102999566398)
  if (first > 0) scale *= 10n ** BigInt(first)
  else {
    const power = 10n ** BigInt(-first)
    rest *= power
    low *= power
    high *= power
  }
  while (rest >= scale * 10n) {
    scale *= 10n
    first++
  }

  const { last, least } = extent(first)
  const even = mantissa % 2n === 0n
  const digits: number[] = []
  for (let position = first; ; position--) {
    let digit = Number(rest / scale)
    rest %= scale
    const down = even ? rest <= low : rest < low
    const over = even ? rest + high >= scale : rest + high > scale
    if (((down || over) && position <= least) || position <= last) {
      const half = rest * 2n - scale
      const upward = down === over ? half > 0n || (half === 0n && digit % 2 === 1) : over
      if (upward) digit++
      digits.push(digit)
      break
    }
    digits.push(digit)
    rest *= 10n
    low *= 10n
    high *= 10n
  }
  return carry(digits, first)
}

/** Rounding up may have left a ten as the last digit. */
function carry(digits: number[], exponent: number): Decimal {
  while (digits.at(-1) === 10) {
    digits.pop()
    if (digits.length === 0) return { digits: '1', exponent: exponent + 1 }
    digits[digits.length - 1]!++
  }
  return { digits: digits.join(''), exponent }
}

/** `|x| = mantissa · 2^exponent`; at a boundary the next smaller number is twice as close as the next larger one. */
function decompose(x: number, single: boolean): { mantissa: bigint; exponent: number; boundary: boolean } {
  const view = new DataView(new ArrayBuffer(8))
  const [width, bias] = single ? [23n, 150] : [52n, 1075]
  if (single) view.setFloat32(0, x)
  else view.setFloat64(0, x)
  const bits = single ? BigInt(view.getUint32(0)) : view.getBigUint64(0)
  const fraction = bits & ((1n << width) - 1n)
  const biased = Number((bits >> width) & (single ? 0xffn : 0x7ffn))
  return biased === 0
    ? { mantissa: fraction, exponent: 1 - bias, boundary: false }
    : { mantissa: fraction | (1n << width), exponent: biased - bias, boundary: fraction === 0n && biased > 1 }
}
