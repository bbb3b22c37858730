// Numbers as they stand in a sentence. `toFixed` and its kin are exact and the same on every runtime; a result that does
// not round to zero keeps its sign as U+2212.

/**
 * A fraction in percent: `percent(0.94321)` is `94.3%`.
 *
 * @param digits after the decimal point; default 1
 */
export function percent(fraction: number, digits = 1): string {
  return Number.isFinite(fraction) ? `${fixed(fraction * 100, digits)}%` : fixed(fraction, digits)
}

/**
 * With a number of digits after the decimal point: `fixed(0.94321, 2)` is `0.94`.
 *
 * @param digits default 2
 */
export function fixed(value: number, digits = 2): string {
  return typeset(toNumber(value).toFixed(digits))
}

/**
 * With a number of significant digits, and no exponent: `significant(0.0123456)` is `0.0123`, `significant(98765)` is
 * `98800`.
 *
 * @param digits default 3
 */
export function significant(value: number, digits = 3): string {
  const rounded = toNumber(value).toExponential(digits - 1)
  const [mantissa, exponent] = rounded.split('e') as [string, string | undefined]
  if (exponent === undefined) return typeset(rounded)
  const after = digits - 1 - Number(exponent)
  if (after >= 0 && after <= 100) return typeset(Number(rounded).toFixed(after))
  return after < 0 ? typeset(mantissa.replace('.', '') + '0'.repeat(-after)) : scientific(value, digits)
}

/**
 * With a power of ten: `scientific(0.00012)` is `1.20 × 10⁻⁴`.
 *
 * @param digits significant ones; default 3
 */
export function scientific(value: number, digits = 3): string {
  const [mantissa, exponent] = toNumber(value)
    .toExponential(digits - 1)
    .split('e')
  if (exponent === undefined) return typeset(mantissa!)
  const power = exponent.replace(/^\+/, '').replace(/./g, character => superscripts[character]!)
  return `${typeset(mantissa!)} × 10${power}`
}

/**
 * With commas between groups of three digits: `thousands(1234567)` is `1,234,567`.
 *
 * @param digits after the decimal point; default 0
 */
export function thousands(value: number, digits = 0): string {
  const [whole, fraction] = fixed(value, digits).split('.')
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

const superscripts: Readonly<Record<string, string>> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
}

function toNumber(value: number): number {
  if (typeof value !== 'number') throw new TypeError(`invalid number to write: ${String(value)}`)
  return value
}

function typeset(text: string): string {
  const negative = text[0] === '-' && /[1-9I]/.test(text)
  const unsigned = text.replace(/^-/, '').replace('Infinity', '∞')
  return negative ? `−${unsigned}` : unsigned
}
