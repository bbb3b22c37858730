import { expect, test } from 'vitest'
import { closest } from '../report/spelling.ts'
import type { Schema } from './schema.ts'
import { validate } from './schema.ts'

const schema: Schema = {
  anyOf: [{ $ref: '#/definitions/Bar' }, { $ref: '#/definitions/Layers' }],
  definitions: {
    Bar: {
      type: 'object',
      properties: {
        mark: {
          anyOf: [
            { type: 'string', enum: ['bar', 'line'] },
            { type: 'string', const: 'boxplot' },
          ],
        },
        width: { anyOf: [{ type: 'number', minimum: 0, maximum: 9 }, { type: 'null' }] },
        sizes: { type: 'array', items: { type: 'number' }, maxItems: 2 },
      },
      required: ['mark'],
      additionalProperties: false,
    },
    Layers: {
      type: 'object',
      properties: { layer: { type: 'array', items: { $ref: '#/definitions/Bar' } } },
      required: ['layer'],
      additionalProperties: false,
    },
  },
}

const complaints = (value: unknown) => validate(value, schema).map(({ pointer, reason }) => `${pointer} ${reason}`)

test('what keeps to the schema has no problems', () => {
  expect(complaints({ mark: 'boxplot', width: null, sizes: [1, 2] })).toEqual([])
  expect(complaints({ layer: [{ mark: 'bar' }] })).toEqual([])
})

test('of alternatives the nearest speaks', () => {
  expect(complaints({ mark: 'lien', width: 5 })).toEqual(['/mark unknown mark: lien; did you mean "line"?'])
  expect(complaints({ layer: [{ mark: 'bar' }, { mark: 'bar', widht: 1 }] })).toEqual([
    '/layer/1/widht unknown property: widht; did you mean "width"?',
  ])
  expect(complaints({})).toEqual([' missing property: mark'])
})

test('every kind of fault has its words', () => {
  expect(complaints({ mark: 'sparkline' })).toEqual(['/mark unknown mark: sparkline; one of bar, line, boxplot'])
  expect(complaints({ mark: 'bar', width: 'x' })).toEqual(['/width invalid width; reason: not a number or null: x'])
  expect(complaints({ mark: 'bar', width: 10 })).toEqual(['/width invalid width; reason: above 9: 10'])
  expect(complaints({ mark: 'bar', sizes: [1, 2, 3] })).toEqual([
    '/sizes invalid sizes; reason: more than 2 items: [1,2,3]',
  ])
  expect(complaints({ mark: 'bar', sizes: [1, '2'] })).toEqual(['/sizes/1 invalid sizes; reason: not a number: 2'])
})

test('a word is near if a third of its letters differ at most', () => {
  expect(closest('stpe', ['loss', 'step'])).toBe('step')
  expect(closest('quantitive', ['nominal', 'quantitative'])).toBe('quantitative')
  expect(closest('Loss', ['loss'])).toBe('loss')
  expect(closest('epoch', ['loss', 'step'])).toBeUndefined()
})
