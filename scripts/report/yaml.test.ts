import { describe, expect, it } from 'vitest'
import { frontMatterSchema } from './front-matter.ts'
import { readYaml } from './yaml.ts'

const read = (text: string) => readYaml(text, frontMatterSchema, 2)
const problems = (text: string) =>
  read(text).problems.map(({ place, reason }) => `${place.line}:${place.column}: ${reason}`)

describe('front matter', () => {
  it('is YAML 1.2: no is a text', () => {
    expect(read('title: no\norder: 2\ntags: [a, b]').value).toEqual({ title: 'no', order: 2, tags: ['a', 'b'] })
  })

  it('has each mistake reported at its value', () => {
    expect(problems('titel: x\ndate: 2024-02-30\ndraft: "false"\ntags: {a: 1}')).toEqual([
      '3:7: invalid date; a date such as "2026-01-31" is expected',
      '5:7: invalid tags; a list is expected, such as [a, b]',
      '4:8: invalid draft; true or false is expected',
      '2:1: unknown field: titel; did you mean "title"?',
    ])
    expect(problems('title: a\ntitle: b')).toEqual(['3:1: invalid YAML; map keys must be unique'])
    expect(problems('- a\n- b')).toEqual(['2:1: invalid YAML; fields such as "title: …" are expected'])
  })

  it('can not be made to explode', () => {
    const bomb = 'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]'
    expect(problems(bomb)).toEqual(['2:1: invalid YAML; aliases (*name) are not supported'])
    expect(problems(`x: ${'['.repeat(20_000)}${']'.repeat(20_000)}`)).toEqual([
      '2:204: invalid YAML; nested too deeply',
    ])
    expect(problems(`title: ${'x'.repeat(200_000)}`)).toEqual(['2:1: invalid YAML; longer than 100000 characters'])
  })
})
