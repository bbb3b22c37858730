import { expect, test } from 'vitest'
import { readCsv } from './csv.ts'

test('cells are read by RFC 4180 and kept as they are written', () => {
  expect(readCsv('\ufeffname,value\r\n"a ""quoted"", b",1.50\r\n"two\nlines",-3\r\n')).toEqual({
    table: {
      columns: ['name', 'value'],
      rows: [
        ['a "quoted", b', '1.50'],
        ['two\nlines', '-3'],
      ],
    },
  })
})

test('mistakes name their line', () => {
  expect(readCsv('a,b\n1,2\n3\n')).toEqual({
    line: 3,
    reason: 'invalid CSV; each line has as many fields as the first',
  })
  expect(readCsv('a,b\n1,"2\n')).toMatchObject({ reason: 'invalid CSV; a quote that was opened is not closed' })
  expect(readCsv('')).toEqual({ table: { columns: [], rows: [] } })
})
