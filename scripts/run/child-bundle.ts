import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { SourceTextModule } from 'node:vm'
import type { Channel } from './channel.ts'
import type { DatasetFile } from './datasets.ts'
import { ProgramError } from './sandbox.ts'
import { programName } from './thrown.ts'

/** Evaluates a bundle as an ES module that can import nothing, and returns its exports. */
export async function evaluateBundle(file: string): Promise<Readonly<Record<string, unknown>>> {
  const refuse = (specifier: string) => {
    throw new ProgramError(`unavailable in Programs: import of ${specifier}; what they read is bundled with them`)
  }
  const program = new SourceTextModule(readFileSync(file, 'utf8'), {
    identifier: programName,
    importModuleDynamically: refuse,
  })
  await program.link(refuse)
  await program.evaluate()
  return program.namespace as Record<string, unknown>
}

/** The bytes of datasets by SHA-256. The parent finds the files, and what is read from them is verified. */
export async function readDatasets(
  files: readonly DatasetFile[],
  { send, receive }: Channel,
): Promise<Map<string, Uint8Array>> {
  if (!files.length) return new Map()
  await send({ type: 'datasets', files: files.map(({ name, sha256 }) => ({ name: `${name}`, sha256: `${sha256}` })) })
  const request = await receive()
  if (request.type !== 'datasets') throw new TypeError(`invalid request; not datasets: ${request.type}`)
  return new Map([...request.paths].map(([sha256, path]) => [sha256, verify(readBytes(path), sha256, path)]))
}

/** The parent has looked at a file before; what counts is what this process reads. */
function verify(bytes: Uint8Array, sha256: string, path: string): Uint8Array {
  const actual = createHash('sha256').update(bytes).digest('hex')
  if (actual === sha256) return bytes
  throw new Error(`invalid dataset; it changed while the build was running: ${path}`)
}

/** As a Uint8Array with memory of its own: a Buffer would show Programs that this is Node. */
function readBytes(path: string): Uint8Array {
  const file = openSync(path, 'r')
  try {
    const bytes = new Uint8Array(fstatSync(file).size)
    let at = 0
    while (at < bytes.length) {
      const count = readSync(file, bytes, at, bytes.length - at, null)
      if (count === 0) throw new Error(`invalid dataset; it was cut while it was read: ${path}`)
      at += count
    }
    return bytes
  } finally {
    closeSync(file)
  }
}
