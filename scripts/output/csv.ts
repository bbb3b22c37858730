import { CsvError, parse } from 'csv-parse/sync'
import type { Table } from './output.ts'
import { cleanText } from './text.ts'

/**
 * A file of comma-separated values (RFC 4180) as a table, its cells as they are written; the first line names the
 * columns. A mistake comes with its line.
 */
export function readCsv(text: string): { table: Table } | { line: number; reason: string } {
  try {
    const [columns = [], ...rows] = parse(text, { bom: true, skip_empty_lines: true }) as string[][]
    return { table: { columns: columns.map(cleanText), rows: rows.map(row => row.map(cleanText)) } }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const { lines } = error as CsvError & { lines?: number }
    return { line: lines ?? 1, reason: `invalid CSV; ${reasons[error.code] ?? error.message.split('\n')[0]}` }
  }
}

const reasons: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote that was opened is not closed',
  CSV_INVALID_CLOSING_QUOTE: 'a quote inside quotes is written twice: ""',
  INVALID_OPENING_QUOTE: 'a field with quotes in it stands in quotes',
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'each line has as many fields as the first',
}
