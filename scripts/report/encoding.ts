import type { Problems } from './problem.ts'

const strict = new TextDecoder('utf-8', { fatal: true })

/** The text of a file, which is UTF-8 with or without a mark of order; any other is an error, and read as far as it can be. */
export function decodeText(bytes: Uint8Array, path: string, problems: Problems): string {
  try {
    return strict.decode(bytes)
  } catch {
    const start = { line: 1, column: 1 }
    const order = bytes[0] === 0xff && bytes[1] === 0xfe ? 'le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'be' : ''
    if (order) {
      problems.error(path, start, 'encoding', 'invalid UTF-8; the file is UTF-16: save it as UTF-8')
      return new TextDecoder(`utf-16${order}`).decode(bytes)
    }
    if (bytes.subarray(0, 8000).includes(0)) {
      problems.error(path, start, 'encoding', 'invalid file; it holds no text')
      return ''
    }
    const text = new TextDecoder().decode(bytes)
    const before = text.slice(0, text.indexOf('\uFFFD')).split('\n')
    const place = { line: before.length, column: before.at(-1)!.length + 1 }
    problems.error(path, place, 'encoding', 'invalid UTF-8; save the file as UTF-8')
    return text
  }
}
