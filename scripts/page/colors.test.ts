import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('../../templates/styles/colors.css', import.meta.url), 'utf8')
const colorsOf = (part: string) =>
  Object.fromEntries(Array.from(part.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g), ([, name, color]) => [name, color!]))
const [light, dark] = css.split(/@media/)

/** Contrast ratio of WCAG 2.2. */
function contrast(a: string, b: string): number {
  const luminance = (color: string) => {
    const [r, g, bl] = [1, 3, 5]
      .map(i => Number.parseInt(color.slice(i, i + 2), 16) / 255)
      .map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * bl!
  }
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (lighter! + 0.05) / (darker! + 0.05)
}

test('contrast is that of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})

describe.each([
  ['light', colorsOf(light!)],
  ['dark', colorsOf(dark!)],
])('%s', (_, colors) => {
  const entries = Object.entries(colors)
  const texts = entries.filter(([name]) => /^(text|muted|accent|code-.*)$/.test(name))
  const series = entries.filter(([name]) => name.startsWith('series-'))

  test('text has a contrast of 7 on page and panel', () => {
    expect(texts).toHaveLength(9)
    for (const ground of [colors.paper!, colors.panel!])
      expect(texts.filter(([, color]) => contrast(color, ground) < 7)).toEqual([])
  })

  test('series of charts have a contrast of 3', () => {
    expect(series).toHaveLength(8)
    expect(series.filter(([, color]) => contrast(color, colors.paper!) < 3)).toEqual([])
  })
})
