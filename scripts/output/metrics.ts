// Advance widths of Helvetica (Adobe's font metrics, thousandths of an em) for U+0020 to U+007E.
const latin = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
  556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
  260, 334, 584,
]

/**
 * Width of a line of text in pixels. Charts are laid out where there is no font, alike on every machine: Latin letters
 * as in Helvetica, East Asian characters one em, half-width ones half of it, others .6; and a little to spare, for
 * readers' fonts are wider.
 */
export function textWidth(text: string | undefined, fontSize: number, bold: boolean): number {
  let thousandths = 0
  // Vega measures labels that are switched off too, and has no text for them.
  for (const character of text ?? '') thousandths += advance(character.codePointAt(0)!)
  return (thousandths / 1000) * fontSize * (bold ? 1.14 : 1.08)
}

function advance(code: number): number {
  if (code >= 0x20 && code <= 0x7e) return latin[code - 0x20]!
  if (code === 0x2212) return 584
  if (code === 0xb7) return 278
  if (code >= 0x300 && code <= 0x36f) return 0
  if (code >= 0xff61 && code <= 0xffdc) return 500
  return code >= 0x1100 ? (code >= 0x2000 && code <= 0x2bff ? 600 : 1000) : 600
}
