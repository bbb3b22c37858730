// Builds reports that grow, each in a process of its own, until they take long enough to be measured; prints what the
// largest and one of half its size take: seconds of the processor beyond what an empty report takes, their ratio, and the
// memory. Where the ratio is near the limit the least of several builds counts. Words narrow it to inputs whose names hold
// one: `npm run growth -- footnotes emphasis`.
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
    // Less than this many seconds says nothing.
    least: { type: 'string', default: '0.5' },
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

/** Ratios from here on are measured again: what else the machine does only adds. */
const doubtful = 2.6
const longEnough = 4
const mostDoublings = 7
const mostBuilds = 3

const empty = Math.min(...[0, 1, 2].map(() => measure({ 'index.md': 'Nothing.\n' }, false).seconds))
const rows = []
for (const [name, input] of Object.entries(inputs)) {
  if (wanted.length && !wanted.some(word => name.includes(word))) continue
  const row = { name, ...grow(input) }
  rows.push(row)
  if (!values.json) print(row)
}
if (values.json) process.stdout.write(`${JSON.stringify({ empty, rows }, null, 2)}\n`)
process.exitCode = rows.some(({ ratio, problem }) => problem || ratio >= 3) ? 1 : 0

/** Doubles an input until it takes long enough, or until it is refused for its size. */
function grow({ size, files, fails = false }) {
  const build = n => {
    const measured = measure(files(n), fails)
    return measured && { n, seconds: Math.max(0, measured.seconds - empty), megabytes: measured.megabytes }
  }
  let half
  let whole
  try {
    half = build(size)
    whole = half && build(2 * size)
    // A step, such as where files are parsed in parts, is no growth: that goes on.
    const isShort = () =>
      whole.seconds < Number(values.least) || (whole.seconds < longEnough && whole.seconds / half.seconds >= 3)
    for (let k = 0; whole && isShort() && k < mostDoublings; k++) [half, whole] = [whole, build(2 * whole.n)]
    if (!half || !whole) return { n: half?.n ?? size, problem: `more than ${values.limit} s` }
    for (let k = 1; k < mostBuilds && whole.seconds >= Number(values.least); k++) {
      if (whole.seconds / half.seconds < doubtful) break
      half = faster(half, build(half.n))
      whole = faster(whole, build(whole.n))
    }
  } catch (error) {
    return { n: whole?.n ?? half?.n ?? size, problem: error.message }
  }
  const isMeasured = whole.seconds >= Number(values.least)
  return {
    n: half.n,
    seconds: [half.seconds, whole.seconds],
    ...(isMeasured && { ratio: whole.seconds / half.seconds }),
    megabytes: whole.megabytes,
  }
}

function faster(one, other) {
  return other && other.seconds < one.seconds ? other : one
}

function print({ name, n, seconds = [], ratio, megabytes, problem }) {
  const times = [0, 1].map(k => (seconds[k] === undefined ? '' : seconds[k].toFixed(2)).padStart(7)).join(' ')
  const shown = (ratio === undefined ? (problem ? '' : 'flat') : ratio.toFixed(2)).padStart(5)
  const memory = megabytes === undefined ? '' : `${megabytes.toFixed(0)} MB`
  console.log(
    `${name.padEnd(44)} ${String(n).padStart(8)} ${times}  ${shown} ${memory.padStart(8)}${ratio >= 3 ? ' <<<' : ''}${problem ? ` ${problem}` : ''}`,
  )
}
