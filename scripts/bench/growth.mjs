// Builds reports that grow, each in a process of its own, and prints what they take at three sizes, each twice the one
// before: seconds of the processor beyond what an empty report takes, their ratios, and the largest memory. Words narrow
// it to inputs whose names hold one: `npm run growth -- footnotes emphasis`.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { inputs } from './inputs.mjs'

const { values, positionals: wanted } = parseArgs({
  options: {
    json: { type: 'boolean' },
    factor: { type: 'string', default: '1' },
    limit: { type: 'string', default: '120' },
  },
  allowPositionals: true,
})
const here = dirname(fileURLToPath(import.meta.url))
const cli = join(here, '../../.build/scripts/cli.js')
const usage = pathToFileURL(join(here, 'usage.mjs')).href

/** What a build of these files takes; undefined if it takes longer than the limit. */
function measure(files, fails) {
  const folder = mkdtempSync(join(tmpdir(), 'backprose-growth-'))
  try {
    for (const [name, text] of Object.entries(files)) {
      const path = join(folder, 'content', name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
    }
    const report = join(folder, 'usage.json')
    const { status, signal, stderr } = spawnSync(process.execPath, ['--import', usage, cli, 'build', '--quiet'], {
      cwd: folder,
      env: { ...process.env, BACKPROSE_USAGE: report },
      timeout: Number(values.limit) * 1000,
      killSignal: 'SIGKILL',
      encoding: 'utf8',
      maxBuffer: 1e9,
    })
    if (signal === 'SIGKILL') return undefined
    const problems = stderr.split('\n').filter(line => line !== '' && !line.startsWith(' '))
    const stray = problems.find(line => !/^[^\s:]+:\d+:\d+: |^\d+ errors?; /.test(line))
    if (stray !== undefined || status > 1 || (fails !== 'maybe' && status !== Number(fails)))
      throw new Error(`exit ${status}: ${stray ?? problems[0] ?? 'no message'}`)
    return { ...JSON.parse(readFileSync(report, 'utf8')), status }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const empty = measure({ 'index.md': 'Nothing.\n' }, false).seconds
const rows = []
for (const [name, { size, files, fails = false }] of Object.entries(inputs)) {
  if (wanted.length && !wanted.some(word => name.includes(word))) continue
  const sizes = [1, 2, 4].map(times => Math.round(size * Number(values.factor) * times))
  const row = { name, size: sizes[0], seconds: [], megabytes: 0 }
  try {
    for (const n of sizes) {
      const measured = measure(files(n), fails)
      if (!measured) break
      row.seconds.push(Math.max(0, measured.seconds - empty))
      row.megabytes = Math.max(row.megabytes, measured.megabytes)
    }
  } catch (error) {
    row.problem = error.message
  }
  rows.push(row)
  if (!values.json) print(row)
}
if (values.json) process.stdout.write(`${JSON.stringify({ empty, rows }, null, 2)}\n`)

function print({ name, size, seconds, megabytes, problem }) {
  const times = [0, 1, 2].map(k => (seconds[k] === undefined ? 'over' : seconds[k].toFixed(2)).padStart(7)).join(' ')
  const ratios = [1, 2]
    .map(k => (seconds[k] === undefined ? '' : (seconds[k] / seconds[k - 1]).toFixed(2)).padStart(5))
    .join(' ')
  const slow = seconds.some((time, k) => time > 0.5 && time / seconds[k - 1] >= 3) ? ' <<<' : ''
  console.log(
    `${name.padEnd(36)} ${String(size).padStart(6)} ${times}  ${ratios} ${megabytes.toFixed(0).padStart(6)} MB${slow}${problem ? ` ${problem}` : ''}`,
  )
}
