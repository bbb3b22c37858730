import { expect, test } from 'vitest'
import { decodeText } from './encoding.ts'
import { formatProblem, Problems } from './problem.ts'

function decode(bytes: Uint8Array | number[]) {
  const problems = new Problems()
  const text = decodeText(Uint8Array.from(bytes), 'a.csv', problems)
  return { text, problems: problems.list().map(formatProblem) }
}

const bytesOf = (text: string) => [...new TextEncoder().encode(text)]

test('a mark of order is no part of the text', () => {
  expect(decode(bytesOf('\uFEFFé\r\n'))).toEqual({ text: 'é\r\n', problems: [] })
})

test('another encoding is an error at the first character that shows it', () => {
  // 日 and 本 in Shift_JIS.
  const { problems } = decode([...bytesOf('a,b\nx'), 0x93, 0xfa, 0x96, 0x7b])
  expect(problems).toEqual(['a.csv:2:2: invalid UTF-8; save the file as UTF-8'])
})

test('UTF-16 is read, and an error', () => {
  const problems = ['a.csv:1:1: invalid UTF-8; the file is UTF-16: save it as UTF-8']
  expect(decode([0xff, 0xfe, 0x61, 0, 0xe5, 0x65])).toEqual({ text: 'a日', problems })
  expect(decode([0xfe, 0xff, 0, 0x61, 0x65, 0xe5])).toEqual({ text: 'a日', problems })
})

test('a picture is no text', () => {
  const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]
  expect(decode(png)).toEqual({ text: '', problems: ['a.csv:1:1: invalid file; it holds no text'] })
})
