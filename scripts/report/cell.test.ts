import { describe, expect, it } from 'vitest'
import { parseAttributes } from './cell.ts'

describe('the attributes of a cell', () => {
  it('are read from its info string', () => {
    expect(parseAttributes('#loss echo=false fold caption="誤差の \\"推移\\", $\\eta$"')).toEqual({
      attributes: { id: 'loss', echo: false, fold: true, output: true, caption: '誤差の "推移", $\\eta$' },
      problems: [],
      caption: { text: '誤差の \\"推移\\", $\\eta$', at: 31 },
    })
    expect(parseAttributes('')).toEqual({ attributes: { echo: true, output: true }, problems: [] })
  })

  it('are checked', () => {
    expect(parseAttributes('ehco=false fold=maybe caption=text').problems).toEqual([
      'unknown attribute: ehco; did you mean "echo"?',
      'invalid fold; true or false is expected: maybe',
      'invalid caption; text in double quotes is expected: caption="…"',
    ])
  })
})
