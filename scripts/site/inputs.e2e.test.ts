import { afterEach, expect, it } from 'vitest'
import { Project } from './fixtures/project.ts'

const factor = (value: number) => `export const factor = ${value}\n`
let reports: Project
afterEach(() => reports.delete())

it('an edit while a run is going: what is stored is what was computed, what is published is of one time', async () => {
  reports = new Project({
    'content/index.md': '# Report\n\n\\textinput{slow.experiment.ts}\n',
    'content/factor.ts': factor(2),
    'content/slow.experiment.ts': `import { factor } from './factor.ts'
export const title = 'Slow'
export const cases = [{ k: 1 }]
export function* run() {
  console.log('begun')
  yield { step: 0 }
  let sum = 0
  for (let i = 0; i < 1e9; i++) sum += i % 3
  return { value: factor, sum }
}
`,
  })
  let edited = false
  const { code, stderr } = await reports.run(['build'], {}, [process.execPath], text => {
    if (edited || !text.includes('begun')) return
    edited = true
    reports.write({ 'content/factor.ts': factor(3) })
  })
  expect(stderr).toContain('content/factor.ts changed meanwhile; building again')
  expect(stderr).toContain('content/factor.ts:1:1: warning: changed while the build was running;')
  expect(code).toBe(0)
  expect(reports.read('backprose.lock')).toContain('"value":3}')

  // Under the id of the old text stands what the old text gives.
  reports.write({ 'content/factor.ts': factor(2) })
  expect(await reports.build()).toMatchObject({ code: 0, warnings: [], runs: { executed: 0, cached: 1 } })
  expect(reports.read('backprose.lock')).toContain('"value":2}')
  expect(await reports.build(['--no-cache', '--frozen'])).toMatchObject({ code: 0, errors: [] })
})
