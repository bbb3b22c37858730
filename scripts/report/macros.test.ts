import { expect, it } from 'vitest'
import { undoable } from './macros.ts'

it('takes back what a formula changed', () => {
  const { macros, undo } = undoable<string>({ '\\R': 'real', '\\C': 'complex' })
  macros['\\R'] = 'other'
  macros['\\new'] = 'new'
  delete macros['\\C']
  expect({ ...macros }).toEqual({ '\\R': 'other', '\\new': 'new' })
  undo()
  expect({ ...macros }).toEqual({ '\\R': 'real', '\\C': 'complex' })
})
