import katex from 'katex'
import { describe, expect, it } from 'vitest'
import { numberFormula } from './equation.ts'

function number(tex: string) {
  let count = 0
  const { tex: numbered, labels } = numberFormula(tex, () => String(++count))
  const html = katex.renderToString(numbered, { displayMode: true, strict: false })
  const tags = /class="tag">(.*)$/s.exec(html)?.[1] ?? ''
  return {
    tags: tags.replace(/<[^>]+>|\u200b/g, '').trim(),
    labels: labels.map(({ name, number: given }) => `${name} ${given}`),
    length: numbered.length - tex.length,
  }
}

describe('a display formula', () => {
  it('is numbered where it has a label', () => {
    expect(number('x = y')).toEqual({ tags: '', labels: [], length: 0 })
    expect(number('x = y \\label{eq:x}')).toEqual({ tags: '(1)', labels: ['eq:x 1'], length: 0 })
    expect(number('\\label{eq:x}\nx = y')).toEqual({ tags: '(1)', labels: ['eq:x 1'], length: 0 })
    expect(number('\\begin{aligned} a &= b \\\\ c &= d \\end{aligned} \\label{eq:x}')).toMatchObject({ tags: '(1)' })
    expect(number('\\begin{aligned} a &= b \\label{eq:x} \\\\ c &= d \\end{aligned}')).toMatchObject({ tags: '(1)' })
  })

  it('has a number on each line of an environment that LaTeX numbers', () => {
    expect(number('\\begin{align}\na &= b \\\\\nc &= d \\label{eq:c}\n\\end{align}')).toMatchObject({
      tags: '(1)(2)',
      labels: ['eq:c 2'],
    })
    expect(number('\\begin{align} a &= b \\nonumber \\\\ c &= d \\\\ \\end{align}')).toMatchObject({ tags: '(1)' })
    expect(number('\\begin{gather} a \\notag \\\\ b \\label{eq:b} \\end{gather}')).toMatchObject({ labels: ['eq:b 1'] })
    expect(number('\\begin{equation} \\begin{split} a &= b \\\\ &= c \\end{split} \\end{equation}').tags).toBe('(1)')
    expect(
      number('\\begin{align} \\begin{pmatrix} a \\\\ b \\end{pmatrix} &= \\text{a \\\\ b} \\end{align}').tags,
    ).toBe('(1)')
  })

  it('numbers labelled lines only where a star says so', () => {
    expect(number('\\begin{align*} a &= b \\\\ c &= d \\label{eq:c} \\end{align*}')).toMatchObject({
      tags: '(1)',
      labels: ['eq:c 1'],
    })
    expect(number('\\begin{align*} a &= b \\\\ c &= d \\end{align*}').tags).toBe('')
  })

  it('keeps a number of its own', () => {
    expect(number('x = y \\tag{A} \\label{eq:a}')).toMatchObject({ tags: '(A)', labels: ['eq:a A'] })
    expect(number('\\begin{align} a &= b \\tag{A} \\\\ c &= d \\end{align}').tags).toBe('(A)(1)')
  })

  it('has no label in its comments', () => {
    expect(number('x = y % \\label{eq:x}').labels).toEqual([])
    expect(number('x = 5\\% \\label{eq:x}').labels).toEqual(['eq:x 1'])
  })
})
