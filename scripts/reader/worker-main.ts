// The script of the Web Worker that carries out one run in the reader's page: what `child-main` is to a process.
import { format } from '../output/inspect.ts'
import type { DatasetFile } from '../run/datasets.ts'
import { performRun } from '../run/perform-run.ts'
import { restrict } from '../run/sandbox.ts'
import { toFailure, watchStacks } from '../run/thrown.ts'
import type { WorkerMessage, WorkerTask } from './message.ts'

/** What this file uses of a worker's global scope, taken before a Program is loaded. */
interface Scope {
  postMessage(message: WorkerMessage): void
  addEventListener(
    type: string,
    listener: (event: { readonly data?: unknown; readonly reason?: unknown }) => void,
  ): void
  fetch(address: string): Promise<{ ok: boolean; status: number; arrayBuffer(): Promise<ArrayBuffer> }>
  setTimeout(callback: () => void): void
  performance: { now(): number }
}

const scope = globalThis as unknown as Scope
const post = scope.postMessage.bind(scope)
const request = scope.fetch.bind(scope)
const later = scope.setTimeout.bind(scope)
const now = scope.performance.now.bind(scope.performance)

scope.addEventListener('unhandledrejection', ({ reason }) => post({ type: 'failure', failure: toFailure(reason) }))
scope.addEventListener('message', ({ data }) => {
  const { bundle, datasets, params, limits } = data as WorkerTask
  watchStacks()
  restrict()
  performRun(
    { params, limits, format },
    {
      evaluate: () => import(bundle),
      readDatasets: files => fetchAll(files, datasets),
      send: async events => post({ type: 'events', events }),
      turn: () => new Promise(resolve => later(resolve)),
      now,
    },
  ).then(
    () => post({ type: 'done' }),
    error => post({ type: 'failure', failure: toFailure(error) }),
  )
})

async function fetchAll(files: readonly DatasetFile[], folder: string): Promise<Map<string, Uint8Array>> {
  const fetchOne = async ({ name, sha256 }: DatasetFile) => {
    const response = await request(folder + sha256)
    if (!response.ok) throw new Error(`missing data: ${name}; its address answers with ${response.status}`)
    return [sha256, new Uint8Array(await response.arrayBuffer())] as const
  }
  return new Map(await Promise.all(files.map(fetchOne)))
}
