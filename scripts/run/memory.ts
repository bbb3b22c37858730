import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * Calls `onExceeded` once when a process has more than `limit` bytes resident in memory. Heap limits of V8 know neither
 * typed arrays nor WebAssembly; so the system is asked, every 50 ms on Linux and every 500 ms elsewhere (not on Windows,
 * which has no `ps`). Returns what ends the watch.
 */
export function watchMemory(pid: number, limit: number, onExceeded: () => void): () => void {
  const check = (bytes: number) => {
    if (bytes <= limit) return
    clearInterval(timer)
    onExceeded()
  }
  const timer =
    process.platform === 'linux'
      ? setInterval(() => check(residentBytes(pid)), 50)
      : setInterval(() => execFile('ps', ['-o', 'rss=', '-p', `${pid}`], (_, kiB) => check(Number(kiB) * 1024)), 500)
  return () => clearInterval(timer)
}

/** 0 for a process that has ended. */
function residentBytes(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}
