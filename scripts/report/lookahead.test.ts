import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parser } from './document.ts'
import { parseMarkdown } from './parse.ts'
import { placeLinks } from './positions.ts'

const equals = (units: readonly string[], numRuns: number) =>
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...units), maxLength: 30 }), source => {
      const whole = parser.parse(source)
      placeLinks(whole, source)
      expect(parseMarkdown(parser, source).tree).toEqual(whole)
    }),
    { numRuns },
  )

it('finds what closes code, formulas and HTML as micromark does', () => {
  const openers = ['`', '``', '$', '$$', '<!--', '<?', '<![CDATA[', '<!A ', '<a "']
  equals(['a', 'b ', '\n', '\n> ', '\\', ...openers, '-->', '?>', ']]>', '>'], 600)
}, 60_000)

it('finds what closes the titles of links as micromark does', () => {
  equals(['a', ' ', '\n', '\\', '[', '](b (', '](b "', '](b)', '"', "'", '(', ')', '!['], 600)
}, 60_000)

it('finds what opens a footnote behind an exclamation mark as micromark does', () => {
  equals(['a', ' ', '!', '[', '[^', '[^a', '![^a', ']', '](b)', '[^b]', '\n\n[^a]: note\n\n', '\n\n[c]: d\n\n'], 600)
}, 60_000)

it('finds addresses between brackets as micromark does', () => {
  equals(['a', ' ', '!', '[', '[', ']', '](b)', '][c]', 'https://a.b', 'www.a.b', 'a@b.c', '\n\n[c]: d\n\n'], 600)
}, 60_000)

it('gives lazy lines to what micromark gives them to', () => {
  equals(
    ['> ', '- ', '1. ', 'a', '\n', '\n', '\n\n', '```', '| a |', '| - |', '    ', '<div>', '===', '[a]: b', '$$'],
    2500,
  )
}, 60_000)
