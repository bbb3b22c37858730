// In plain JavaScript, because the canonical encoding also runs in the reader's browser; primitives are taken at load,
// before a Program can replace them.
const { fromCharCode } = String
const { charCodeAt } = String.prototype
const { apply } = Reflect
const Bytes = Uint8Array

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const codes = new Bytes(64)
const digits = new Bytes(128).fill(255)
for (let i = 0; i < 64; i++) {
  codes[i] = alphabet.charCodeAt(i)
  digits[codes[i]!] = i
}
// Scratch: many characters a call are ten times as fast as four. Filled now, it never meets a setter on Array.prototype.
const chunk = new Array<number>(4096).fill(0)
const padding = '='.charCodeAt(0)

/** Base64 (RFC 4648 §4, padded) of the first `length` bytes. */
export function toBase64(bytes: Uint8Array, length: number): string {
  let text = ''
  let filled = 0
  let i = 0
  for (; i + 2 < length; i += 3) {
    const n = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!
    chunk[filled++] = codes[n >> 18]!
    chunk[filled++] = codes[(n >> 12) & 63]!
    chunk[filled++] = codes[(n >> 6) & 63]!
    chunk[filled++] = codes[n & 63]!
    if (filled === chunk.length) {
      text += apply(fromCharCode, undefined, chunk)
      filled = 0
    }
  }
  for (let j = 0; j < filled; j++) text += fromCharCode(chunk[j]!)
  if (i === length) return text
  const n = (bytes[i]! << 16) | (i + 1 < length ? bytes[i + 1]! << 8 : 0)
  const third = i + 1 < length ? codes[(n >> 6) & 63]! : padding
  return text + fromCharCode(codes[n >> 18]!, codes[(n >> 12) & 63]!, third, padding)
}

/** The bytes of a base64 text; undefined for a text that `toBase64` does not write. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4) return undefined
  let end = text.length
  while (end > 0 && end > text.length - 2 && apply(charCodeAt, text, [end - 1]) === padding) end--
  const bytes = new Bytes((end * 3) >> 2)
  let n = 0
  let bits = 0
  let at = 0
  for (let i = 0; i < end; i++) {
    const code = apply(charCodeAt, text, [i]) as number
    const digit = code < 128 ? digits[code]! : 255
    if (digit === 255) return undefined
    n = ((n << 6) | digit) & 0xffffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = n >> bits
    }
  }
  return n & ((1 << bits) - 1) ? undefined : bytes
}
