// A side is a process that does one work: it prints a line {unit, about} once warm, then {value, megabytes} for each
// line it reads: what a round took, and the most memory it had until then.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

// Peers as they come: one thread, and no core type or cache size forced upon their BLAS.
const { OPENBLAS_CORETYPE, OPENBLAS_L2_SIZE, ...inherited } = process.env
const oneThread = { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' }
const env = { ...inherited, ...oneThread, PYTHONDONTWRITEBYTECODE: '1' }

/** Starts a side; `ask` has it do a round; `missing` says why it cannot do the work. */
export async function start([command, ...args], cwd) {
  const child = spawn(command, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.on('data', text => {
    errors += text
  })
  const failed = new Promise(resolve => child.on('error', resolve))
  const closed = new Promise(resolve => child.on('close', resolve))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const first = await Promise.race([lines.next(), failed])
  if (first instanceof Error) return { missing: first.message }
  if (first.done) {
    await closed
    return { missing: errors.trim().split('\n').at(-1) || 'it printed nothing' }
  }
  const stop = () => child.stdin.end()
  const ask = async () => {
    child.stdin.write('\n')
    const { value, done } = await lines.next()
    if (done) throw new Error(`${command} ${args.join(' ')} ended: ${errors}`)
    return JSON.parse(value)
  }
  return { ...JSON.parse(first.value), ask, stop }
}
