import { describe, expect, it } from 'vitest'
import { readNotebook } from './notebook.ts'

const notebook = (outputs: unknown[]) =>
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { language_info: { name: 'python' } },
    cells: [
      { cell_type: 'markdown', id: 'a', metadata: {}, source: ['# Title\n', 'text'] },
      { cell_type: 'code', id: 'b', metadata: {}, execution_count: 1, source: 'x = 1', outputs },
    ],
  })
const outputsOf = (...outputs: unknown[]) => readNotebook(notebook(outputs)).notebook?.cells[1]?.outputs
const shown = (data: object) => outputsOf({ output_type: 'display_data', metadata: {}, data })

describe('a notebook', () => {
  it('is read with its stored outputs', () => {
    const { notebook: read, problems } = readNotebook(
      notebook([{ output_type: 'stream', name: 'stdout', text: ['a\n', '\u001b[31mb\u001b[0m'] }]),
    )
    expect(problems).toEqual([])
    expect(read).toEqual({
      language: 'python',
      cells: [
        { kind: 'markdown', source: '# Title\ntext', outputs: [] },
        { kind: 'code', source: 'x = 1', outputs: [{ kind: 'text', text: 'a\nb' }] },
      ],
    })
    expect(
      outputsOf({ output_type: 'error', ename: 'E', evalue: 'v', traceback: ['\u001b[0;31mE\u001b[0m: v'] }),
    ).toEqual([{ kind: 'error', text: 'E: v' }])
  })

  it('shows pictures before tables before text', () => {
    expect(shown({ 'image/png': 'iVBO\nRw0=\n', 'text/plain': '<Figure>' })).toEqual([
      { kind: 'image', address: 'data:image/png;base64,iVBORw0=' },
    ])
    const html =
      '<style>td{}</style><table><thead><tr><th></th><th>a</th></tr></thead><tr><th>0</th><td>1.5</td></tr></table>'
    expect(shown({ 'text/html': html, 'text/plain': '   a' })).toEqual([
      { kind: 'table', table: { columns: ['', 'a'], rows: [['0', '1.5']] } },
    ])
    expect(shown({ 'text/html': '<b>x</b>', 'text/plain': 'x' })).toEqual([{ kind: 'text', text: 'x' }])
  })

  it('shows formulas that KaTeX can read', () => {
    expect(shown({ 'text/latex': ['$\\displaystyle x^{2}$'], 'text/plain': 'x**2' })).toEqual([
      { kind: 'formula', tex: '\\displaystyle x^{2}' },
    ])
    const plain = [{ kind: 'text', text: 'x**2' }]
    for (const latex of [
      '$\\unknown{x}$',
      '\\begin{tabular}x\\end{tabular}',
      '$\\href{javascript:alert(1)}{x}$',
      '$a$ b $c$',
    ])
      expect(shown({ 'text/latex': latex, 'text/plain': 'x**2' })).toEqual(plain)
  })

  it('has pictures in its text', () => {
    const cell = { cell_type: 'markdown', metadata: {}, source: '![a](attachment:a.png) ![b](attachment:b.png)' }
    const attachments = { 'a.png': { 'image/png': 'iVBO' }, 'b.png': { 'image/svg+xml': '<svg/>' } }
    const source = JSON.stringify({ ...JSON.parse(notebook([])), cells: [{ ...cell, attachments }] })
    expect(readNotebook(source).notebook!.cells[0]!.source).toBe(
      '![a](data:image/png;base64,iVBO) ![b](attachment:b.png)',
    )
  })

  it('brings no HTML, script or foreign address into the page', () => {
    expect(
      shown({ 'text/html': '<table><tr><td><img src=x onerror=alert(1)>a<script>b</script></td></tr></table>' }),
    ).toEqual([{ kind: 'table', table: { columns: ['ab'], rows: [] } }])
    expect(shown({ 'image/png': '"><script>alert(1)</script>', 'text/plain': 'p' })).toEqual([
      { kind: 'text', text: 'p' },
    ])
    expect(shown({ 'image/svg+xml': '<svg onload="alert(1)"/>' })).toEqual([
      { kind: 'image', address: 'data:image/svg+xml,%3Csvg%20onload%3D%22alert(1)%22%2F%3E' },
    ])
    expect(shown({ __proto__: { 'text/plain': 'x' } })).toEqual([])
  })

  it('is checked against nbformat 4', () => {
    expect(readNotebook('{"cells": [\n  x').problems).toMatchObject([
      { line: 2, reason: expect.stringContaining('not JSON') },
    ])
    expect(readNotebook('{"nbformat": 3, "worksheets": []}').problems.map(({ reason }) => reason)).toContain(
      'invalid notebook; nbformat: version 4 is expected: jupyter nbconvert --to notebook --nbformat 4 brings it up to date',
    )
    expect(outputsOf({ output_type: 'steram' })).toBeUndefined()
    const lines =
      '{\n "nbformat": 4, "nbformat_minor": 5, "metadata": {},\n "cells": [\n  {"cell_type": "code", "source": 1,\n   "outputs": []}\n ]\n}'
    expect(readNotebook(lines).problems).toMatchObject(
      [{ line: 4, column: 35, reason: /cells\.0\.source/ }].map(({ reason, ...place }) => ({
        ...place,
        reason: expect.stringMatching(reason),
      })),
    )
  })
})
