import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'

/** Kills processes when this one is gone, however it went. */
export interface Reaper {
  watch(pid: number): void
  /** For a process that has ended: its number may be given to another. */
  forget(pid: number): void
}

// Reads the numbers to watch and to forget until its input ends, which the system sees to even after a SIGKILL.
const script = `
pids=' '
while read -r line; do
  pid=\${line#?}
  case $line in
    +*) pids="$pids$pid " ;;
    -*) pids="\${pids%% $pid *} \${pids#* $pid }" ;;
  esac
done
[ "$pids" = ' ' ] || kill -9 $pids 2>/dev/null
`

/** Starts one shell, of its own process group so that an interrupt from the keyboard does not end it too soon. */
export function startReaper(): Reaper {
  // A child that waits for its parent in vain ends by itself; only one in an endless loop needs this, and not on Windows.
  if (process.platform === 'win32') return { watch() {}, forget() {} }
  const shell: ChildProcess = spawn('/bin/sh', ['-c', script], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: {},
    cwd: '/',
  })
  const input = shell.stdin as Socket
  shell.on('error', () => {})
  input.on('error', () => {})
  shell.unref()
  input.unref()
  return {
    watch: pid => void input.write(`+${pid}\n`),
    forget: pid => void input.write(`-${pid}\n`),
  }
}
