import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { version as vega } from 'vega'
import { version as vegaLite } from 'vega-lite'
import { afterAll, describe, expect, test } from 'vitest'
import { renderChart } from './chart.ts'
import type { Spec } from './output.ts'
import { chartVersion } from './theme.ts'

const fixtures = new URL('./fixtures/', import.meta.url)

const read = (name: string): Spec => JSON.parse(readFileSync(new URL(name, fixtures), 'utf8'))
const draw = (spec: Spec, width = 640) => renderChart(spec, { width })

/** What is wrong with a chart, as pointer and reason. */
const complaints = async (spec: Spec) =>
  (await draw(spec)).problems.map(({ pointer, reason }) => `${pointer} ${reason}`)

const values = [
  { step: 1, loss: 2, set: 'train' },
  { step: 2, loss: 3, set: 'test' },
]
const x = { field: 'step', type: 'quantitative' }
const y = { field: 'loss', type: 'quantitative' }
const points: Spec = { mark: 'point', data: { values }, encoding: { x, y } }

describe('draws the same bytes everywhere', () => {
  const names = readdirSync(new URL('charts/', fixtures)).filter(name => name.endsWith('.json'))
  for (const name of names) {
    for (const width of [640, 320]) {
      const snapshot = new URL(`charts/${basename(name, '.json')}-${width}.svg`, fixtures)
      test(`${basename(name, '.json')}, ${width} pixels wide`, async () => {
        const { svg, problems } = await draw(read(`charts/${name}`), width)
        expect(problems).toEqual([])
        // Who rewrites these changes what is drawn: raise `chartVersion`.
        if (process.env.UPDATE) writeFileSync(snapshot, `${svg}\n`)
        expect(`${svg}\n`).toBe(readFileSync(snapshot, 'utf8'))
      })
    }
  }

  test('whatever was drawn before or is being drawn beside it', async () => {
    const clip = read('hostile/clip.json')
    const [first, second] = await Promise.all([draw(clip), draw(clip)])
    expect(first.svg).toContain('<clipPath id="d1">')
    expect(first.svg).toContain('clip-path="url(#d1)"')
    expect([second.svg, (await draw(clip)).svg]).toEqual([first.svg, first.svg])
  })

  test('under the versions that the key of a stored chart names', () => {
    expect(chartVersion).toMatch(`vega ${vega}, vega-lite ${vegaLite}, `)
  })
})

describe('fits the page', () => {
  test('as an image with a label, in colors of the page', async () => {
    const { svg } = await draw({ ...points, title: 'Loss & <steps>' })
    expect(svg).toMatch(
      /^<svg role="img" aria-label="Loss &amp; &lt;steps>" width="640" height="\d+" viewBox="0 0 640 \d+">/,
    )
    expect(svg).toContain('var(--series-1, #0072B2)')
    expect(svg).toContain('fill="currentColor"')
    expect(svg).not.toMatch(/font-family|class=|<rect[^>]*white/)
  })

  test('labeled by its marks and axes where it has no title', async () => {
    expect((await draw(points)).svg).toContain('aria-label="point: step, loss"')
  })

  test('with numbers of two decimals at most, also on scales that are not linear', async () => {
    for (const name of ['scales', 'curves', 'heatmap']) {
      const { svg = '' } = await draw(read(`charts/${name}.json`))
      const attributes = svg.replace(/>[^<]*</g, '><')
      expect(attributes.match(/\d\.\d{3,}|\d\.\d*e-?\d/g)).toBeNull()
    }
  })

  test('and text keeps its own numbers', async () => {
    const { svg } = await draw({ ...points, title: 'rate 0.12345', mark: 'line' })
    expect(svg).toContain('rate 0.12345')
  })

  test('with dashes from four lines on', async () => {
    const series = (count: number) =>
      Array.from({ length: count }, (_, i) =>
        values.map(row => ({ ...row, run: `run ${i}`, loss: row.loss + i })),
      ).flat()
    const lines = (count: number): Spec => ({
      mark: 'line',
      data: { values: series(count) },
      encoding: { x, y, color: { field: 'run', type: 'nominal' } },
    })
    expect((await draw(lines(3))).svg).not.toContain('stroke-dasharray')
    expect((await draw(lines(4))).svg).toContain('stroke-dasharray="10,3,2,3"')
  })

  test('with the same dashes where a chart asks for them, unless it names its own', async () => {
    const run = { field: 'run', type: 'nominal' }
    const dashed = (strokeDash: Spec): Spec => ({
      mark: 'line',
      data: { values: ['a', 'b'].flatMap(name => values.map(row => ({ ...row, run: name }))) },
      encoding: { x, y, strokeDash },
    })
    expect((await draw(dashed(run))).svg).toContain('stroke-dasharray="7,3"')
    const own = {
      ...run,
      scale: {
        range: [
          [1, 0],
          [9, 9],
        ],
      },
    }
    expect((await draw(dashed(own))).svg).toContain('stroke-dasharray="9,9"')
    expect((await draw(dashed({ ...run, scale: null }))).problems).toEqual([])
  })

  test('its own width wins', async () => {
    const fitted = { type: 'fit', contains: 'padding' }
    expect((await draw({ ...points, width: 200, autosize: fitted }, 640)).svg).toContain(' width="200" ')
  })
})

describe('complains with the place', () => {
  test('about full Vega', async () => {
    const complaint = '/$schema invalid $schema; reason: not Vega-Lite: https://vega.github.io/schema/vega/v6.json'
    expect(await complaints(read('hostile/remote.json'))).toEqual([complaint])
    expect(await complaints(read('hostile/expression.json'))).toEqual([complaint])
  })

  test('about what the schema does not know', async () => {
    expect(await complaints(read('hostile/misspelt.json'))).toEqual([
      '/mark unknown mark: bra; did you mean "bar"?',
      '/encoding/x/type unknown type: quantitive; did you mean "quantitative"?',
    ])
  })

  test('about fields that the data do not have', async () => {
    expect(await complaints({ ...points, encoding: { x: { ...x, field: 'stpe' }, y } })).toEqual([
      '/encoding/x/field unknown field: stpe; did you mean "step"?',
    ])
    expect(
      await complaints({
        ...points,
        data: { values: [{ 'loss.train': 1 }] },
        encoding: { y: { ...y, field: 'loss.train' } },
      }),
    ).toEqual([String.raw`/encoding/y/field unknown field: loss.train; did you mean "loss\.train"?`])
  })

  test('but not about fields that transforms make', async () => {
    const window = { window: [{ op: 'mean', field: 'loss', as: 'smooth' }], frame: [-1, 1] }
    expect(await complaints({ ...points, transform: [window], encoding: { x, y: { ...y, field: 'smooth' } } })).toEqual(
      [],
    )
    const layers = [{ mark: 'line' }, { mark: 'rule', data: { values: [{ loss: 1 }] }, encoding: { x: { datum: 1 } } }]
    expect(await complaints({ data: { values }, encoding: { x, y }, layer: layers })).toEqual([])
  })

  test('about anything Vega-Lite warns of', async () => {
    expect(await complaints({ ...points, encoding: { x, y: { ...y, scale: { type: 'band' } } } })).toEqual([
      ' invalid chart; reason: FieldDef does not work with "band" scale. We are using "linear" scale instead.',
    ])
  })

  test('about dates that depend on the time zone', async () => {
    const over = (date: string): Spec => ({
      ...points,
      data: { values: [{ date, loss: 1 }] },
      encoding: { x: { field: 'date', type: 'temporal' }, y },
    })
    expect(await complaints(over('2024-01-01T00:00'))).toEqual([
      '/encoding/x invalid date; reason: not like 2024-12-31 or 2024-12-31T23:59Z: 2024-01-01T00:00',
    ])
    expect(await complaints(over('2024-01-01'))).toEqual([])
  })
})

describe('counts what has no place', () => {
  test('on a logarithmic scale', async () => {
    const { svg, problems } = await draw(read('hostile/nan.json'))
    expect(problems).toEqual([
      { pointer: '/encoding/y', reason: 'dropped 7 of 7 points; reason: no finite place on the scale', fatal: false },
    ])
    expect(svg).not.toMatch(/NaN|Infinity/)
  })

  test('on a linear one', async () => {
    const losses = [1, Number.NaN, 0.5, null, Number.POSITIVE_INFINITY, -1e308, 1e308, 0.25]
    const { svg, problems } = await draw({ ...points, data: { values: losses.map((loss, step) => ({ step, loss })) } })
    expect(problems).toMatchObject([{ reason: 'dropped 5 of 8 points; reason: no finite place on the scale' }])
    expect(svg).not.toMatch(/NaN|Infinity/)
  })

  test('while rows without the field are none', async () => {
    expect(await complaints({ ...points, data: { values: [...values, { step: 3 }] } })).toEqual([])
  })

  test('nothing at all to draw is said', async () => {
    expect(await complaints({ ...points, data: { values: [] } })).toEqual([' missing data: the chart shows no mark'])
  })
})

describe('reads nothing, links nowhere, runs nothing', () => {
  afterAll(() => expect(globalThis).not.toHaveProperty('__xss'))

  const calculate = (expression: string): Spec => ({ ...points, transform: [{ calculate: expression, as: 'q' }] })
  const filled = (set: string): Spec => ({
    ...points,
    data: { values: [{ ...values[0], set }] },
    encoding: { x, y, color: { field: 'set', type: 'nominal', scale: null } },
  })
  const lookup = { lookup: 'step', from: { data: { url: 'x.csv' }, key: 'step', fields: ['z'] } }

  const cases: [string, Spec, string][] = [
    [
      'data from an address',
      { ...points, data: { url: 'http://127.0.0.1/x' } },
      '/data/url invalid url; reason: a chart reads only',
    ],
    ['a lookup', { ...points, transform: [lookup] }, '/transform/0/from/data/url invalid url'],
    ['a link of a mark', { ...points, mark: { type: 'point', href: 'https://e.invalid' } }, '/mark/href invalid href'],
    ['a link of a point', { ...points, encoding: { x, y, href: { field: 'set' } } }, '/encoding/href invalid href'],
    ['an image', { ...points, mark: { type: 'image' } }, '/mark/type invalid mark; reason: a chart has no images'],
    ['the address of an image', { ...points, encoding: { x, y, url: { field: 'set' } } }, '/encoding/url invalid url'],
    [
      'a paint server',
      { ...points, mark: { type: 'point', fill: 'url(https://e.invalid/#p)' } },
      '/mark/fill invalid fill',
    ],
    ['a paint server in the data', filled('url(https://e.invalid/#p)'), ' invalid chart; reason: invalid fill'],
    ['a disguised one', filled('u\\72l(https://e.invalid/#p)'), ' invalid chart; reason: invalid fill'],
    ['a selection', { ...points, params: [{ name: 'brush', select: 'interval' }] }, '/params/0/select invalid select'],
    [
      'a constructor',
      calculate("''.constructor.constructor('globalThis.__xss=1')()"),
      '/transform/0/calculate invalid expression',
    ],
    [
      'a prototype',
      calculate("replace('a', {__proto__: 1, exec: 2}, 'b')"),
      '/transform/0/calculate invalid expression',
    ],
    ['a computed property', calculate("datum['con' + 'structor']"), '/transform/0/calculate invalid expression'],
    ['an event', calculate('event.view.eval'), '/transform/0/calculate invalid expression; reason: it names event'],
    ['chance', calculate('random()'), '/transform/0/calculate invalid expression; reason: it calls random'],
    ['the clock', calculate('now()'), '/transform/0/calculate invalid expression; reason: it calls now'],
    [
      'exp',
      calculate('exp(datum.step)'),
      '/transform/0/calculate invalid expression; reason: exp differs between runtimes',
    ],
    [
      'no expression',
      calculate('datum.step +'),
      '/transform/0/calculate invalid expression; reason: Unexpected end of input',
    ],
    [
      'a test',
      { ...points, transform: [{ filter: { and: ['datum.step > 1', 'now() > 0'] } }] },
      '/transform/0/filter/and/1 invalid',
    ],
    [
      'a label',
      { ...points, encoding: { x: { ...x, axis: { labelExpr: 'toDate(1)' } }, y } },
      '/encoding/x/axis/labelExpr invalid',
    ],
    [
      'rows that are an expression',
      { ...points, data: { values: { signal: 'evil' } } },
      '/data/values invalid values; reason: not an array',
    ],
    [
      'rows elsewhere',
      { ...points, datasets: { rows: { signal: 'evil' } } },
      '/datasets/rows invalid dataset; reason: not an array',
    ],
    [
      'ticks that are an expression',
      { ...points, encoding: { x: { ...x, axis: { values: { expr: 'event.view' } } }, y } },
      '/encoding/x/axis/values/expr invalid expression',
    ],
    [
      'a parameter of the theme',
      { ...points, config: { params: [{ name: 'a', expr: 'now()' }] } },
      '/config/params/0/expr invalid expression',
    ],
    ['endless rows', { ...points, data: { sequence: { start: 0, stop: 1e12 } } }, '/data/sequence invalid sequence'],
  ]
  for (const [name, spec, complaint] of cases) {
    test(name, async () => {
      const { svg, problems } = await draw(spec)
      expect(problems.map(({ pointer, reason }) => `${pointer} ${reason}`).join('\n')).toContain(complaint)
      expect(svg).toBeUndefined()
    })
  }

  test('field names stay names', async () => {
    const field = `q']+(globalThis.__xss=1)+datum['`
    const escaped = field.replace(/[[\]'.]/g, '\\$&')
    const { svg, problems } = await draw({
      ...points,
      data: { values: [{ [field]: 1 }] },
      encoding: { x: { ...x, field: escaped } },
    })
    expect(problems).toEqual([])
    expect(svg).toContain('<path')
  })

  test('parameters with a value are numbers like others', async () => {
    const scaled = { calculate: 'datum.loss * k', as: 'scaled' }
    const spec = {
      ...points,
      params: [{ name: 'k', value: 2 }],
      transform: [scaled],
      encoding: { x, y: { ...y, field: 'scaled' } },
    }
    expect(await complaints(spec)).toEqual([])
  })
})
