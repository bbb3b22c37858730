/** A text for a terminal, which would obey its controls: they are written as escapes; line ends and tabs stay. */
export function escapeControls(text: string): string {
  return text.replace(/(?![\t\n])\p{Cc}|[\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu, toEscape)
}

/** `\u{1B}` */
export function toEscape(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16).toUpperCase()}}`
}
