import { existsSync, readdirSync, statSync } from 'node:fs'

/** What stands in folders, each read once: many links may lead to files that are not there. */
export class Folders {
  readonly #names = new Map<string, readonly string[]>()
  readonly #read: (folder: string) => readonly string[]

  constructor(read: (folder: string) => readonly string[] = readFolder) {
    this.#read = read
  }

  /** The names of the files and folders in a folder; none if it is not there. */
  namesIn(folder: string): readonly string[] {
    const known = this.#names.get(folder)
    if (known) return known
    const names = this.#read(folder)
    this.#names.set(folder, names)
    return names
  }
}

function readFolder(folder: string): string[] {
  return existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : []
}
